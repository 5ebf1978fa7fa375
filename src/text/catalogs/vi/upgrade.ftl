upgrading-title = Nâng cấp TestCloud

review-title = Xem lại nội dung nâng cấp

add-one-session = Thêm một phiên

remove-one-session = Bớt một phiên

have-a-code = Tôi có mã khuyến mại

promotion-code = Mã khuyến mại

amount-due-today = Số tiền cần thanh toán hôm nay

estimate-note = Ước tính theo giá hôm nay. Giá được giữ trong 15 phút ở bước xem lại.

review-upgrade = Xem lại nội dung nâng cấp

no-amount = –

resulting-sessions = { $now } hiện có + { $more } bổ sung = { $total } phiên

sessions-range = Từ 0 đến { $most }, tổng cộng tối đa { $in-total } phiên.

at-most-sessions = Gói dịch vụ này chỉ cho phép thêm tối đa { $most } phiên.

at-least-sessions = Không thể giảm số phiên tại đây.

entry-empty = Hãy nhập số phiên cần thêm, từ 0 đến { $most }.

entry-not-whole = Hãy nhập số nguyên từ 0 đến { $most }, chỉ gồm chữ số.

entry-out-of-range = Gói dịch vụ này chỉ cho phép thêm tối đa { $most } phiên. Hãy nhập một số từ 0 đến { $most }.

cycle-price =
    { $cycle ->
        [annual] { $price }/phiên, thanh toán mỗi năm một lần
       *[monthly] { $price }/phiên, thanh toán mỗi tháng một lần
    }

annual-saving = Tiết kiệm { $amount } ({ $percent }) trong 12 tháng theo giá hôm nay

annual-is-one-way = Không thể đổi từ thanh toán theo năm về theo tháng. Có thể đăng ký lại theo tháng từ ngày { $until }, khi thời hạn một năm kết thúc.

already-annual = Gói đăng ký này thanh toán theo năm và giữ nguyên như vậy đến hết thời hạn. Có thể đăng ký lại theo tháng từ ngày { $until }.

acknowledge-one-way = Tôi hiểu rằng không thể đổi từ thanh toán theo năm về theo tháng trước ngày { $until }.

apply-code = Áp dụng

checking-code = Đang kiểm tra…

remove-code = Gỡ mã

now = Hiện tại

after-the-upgrade = Sau khi nâng cấp

code-applied = Đã áp dụng mã { $code }.

code-effect-percent = Giảm { $percent } cho khoản phí của lần nâng cấp này.

code-effect-amount = Giảm { $amount } cho khoản phí của lần nâng cấp này. Phần giảm không dùng hết sẽ mất.

code-at-renewal =
    { $renewals ->
        [0] Mã không ảnh hưởng đến các lần gia hạn: gia hạn với số tiền { $next } từ ngày { $from }.
        [1] Mã cũng giảm { $percent } cho lần gia hạn tiếp theo: gia hạn với số tiền { $next } vào ngày { $from }.
       *[other] Mã cũng giảm { $percent } cho { $renewals } lần gia hạn tiếp theo: gia hạn với số tiền { $next } từ ngày { $from }.
    }

code-not-started = Mã này chưa có hiệu lực. Hãy thử lại sau hoặc tiếp tục mà không dùng mã.

code-expired = Mã này đã hết hạn. Hãy tiếp tục mà không dùng mã hoặc nhập mã khác.

code-currency-mismatch = Mã này dành cho loại tiền tệ khác. Hãy tiếp tục mà không dùng mã hoặc nhập mã khác.

code-cycle-mismatch = Mã này không dành cho chu kỳ thanh toán đã chọn. Hãy chọn chu kỳ còn lại hoặc tiếp tục mà không dùng mã.

code-min-sessions = Mã này yêu cầu tổng số phiên lớn hơn. Hãy thêm phiên hoặc tiếp tục mà không dùng mã.

code-exhausted = Mã này đã hết lượt sử dụng. Hãy tiếp tục mà không dùng mã hoặc nhập mã khác.

code-already-used = Tổ chức của bạn đã dùng mã này. Hãy tiếp tục mà không dùng mã hoặc nhập mã khác.

code-unknown = Chúng tôi không tìm thấy mã này. Hãy kiểm tra lại mã hoặc tiếp tục mà không dùng mã.

code-malformed = Mã gồm 3 đến 32 chữ cái, chữ số, dấu gạch nối hoặc dấu gạch dưới. Hãy kiểm tra lại mã hoặc tiếp tục mà không dùng mã.

charge-formula = { $sessions } phiên x { $price } x { $units }/{ $of } ngày = { $amount }

charge-formula-seconds = { $sessions } phiên x { $price } x { $units }/{ $of } giây = { $amount }

annual-formula = { $sessions } phiên x { $price } cho một năm = { $amount }

credit-formula = { $paid } đã thanh toán x { $units }/{ $of } ngày chưa sử dụng = { $amount }

credit-formula-seconds = { $paid } đã thanh toán x { $units }/{ $of } giây chưa sử dụng = { $amount }

credit-with-tax = { $formula }, cùng với { $tax } tiền thuế đã thanh toán cho khoản này

credit-share = { $units }/{ $of } ngày chưa sử dụng

credit-share-seconds = { $units }/{ $of } giây chưa sử dụng

percent-formula = { $percent } của { $base } = { $amount }

fixed-formula = { $worth }, tối đa bằng khoản phí { $charge } = { $amount }

added-sessions-line = { $count } phiên bổ sung

annual-line = { $count } phiên, theo năm

credit-line = Khấu trừ thời gian chưa sử dụng

discount-line = Mã khuyến mại { $code }

tax-line = Thuế ({ $percent })

sessions-heading = Số phiên

calculation-title = Cách tính số tiền

total = Tổng cộng

codes-rate-limited = Đã thử quá nhiều mã. Hãy đợi vài phút rồi thử lại hoặc tiếp tục mà không dùng mã.

attempt-is-open = Khoản thanh toán của { $by } cho một lần nâng cấp gói đăng ký này chưa kết thúc. Có thể bắt đầu lần nâng cấp khác khi khoản đó kết thúc.

view-payment = Xem tình trạng

past-due = Không trừ được tiền cho lần gia hạn gần nhất. Hãy thay thẻ trước; sau đó hệ thống sẽ thử thanh toán lại lần gia hạn này.

replace-card = Thay thẻ

ended = Gói đăng ký này đã kết thúc và không thể nâng cấp.

canceled = Gói đăng ký này đã hủy: vẫn hoạt động đến ngày { $until } và không gia hạn. Hãy kích hoạt lại để nâng cấp.

reactivate = Kích hoạt lại gói đăng ký

rounding-rule = Mỗi dòng được tính chính xác rồi làm tròn một lần đến đơn vị nhỏ nhất của loại tiền tệ (nửa đơn vị được làm tròn ra xa số 0). Ngày tính theo UTC; hôm nay được tính trọn ngày.

rounding-rule-seconds = Mỗi dòng được tính chính xác rồi làm tròn một lần đến đơn vị nhỏ nhất của loại tiền tệ (nửa đơn vị được làm tròn ra xa số 0). Thời gian tính theo giây.

balance-credit = Khấu trừ từ số dư tài khoản

balance-owed = Còn nợ từ trước

credit-kept = { $amount } được giữ lại trong số dư tài khoản cho hóa đơn tiếp theo. Không hoàn tiền về thẻ.

owed-later = { $amount } thấp hơn mức thu tối thiểu nên được cộng vào hóa đơn tiếp theo.

amount-is = Số tiền cần thanh toán hôm nay: { $amount }.

amount-is-more = Số tiền cần thanh toán hôm nay: { $amount }, nhiều hơn { $by } so với trước.

amount-is-less = Số tiền cần thanh toán hôm nay: { $amount }, ít hơn { $by } so với trước.

no-amount-nothing-chosen = Hãy thêm phiên hoặc chọn thanh toán theo năm để xem số tiền.

no-amount-sessions = Hãy sửa số phiên để xem số tiền.

no-amount-period-ended = Kỳ thanh toán vừa kết thúc. Hãy tải lại trang để xem kỳ mới.

no-amount-too-large = Số tiền này quá lớn nên không tính được tại đây. Hãy liên hệ với chúng tôi.

no-amount-unknown = Chúng tôi không tính được số tiền này. Hãy tải lại trang.

renews-at = Tự động gia hạn với số tiền { $amount } vào ngày { $date }. Không hoàn tiền.

errors-title = Trước khi tiếp tục

prepared-for-other = Nội dung nâng cấp này được chuẩn bị khi gói đăng ký có { $from } phiên, để thêm { $add } phiên. Hôm nay gói đăng ký có { $today } phiên. Hãy chọn phương án bạn muốn.

choose-same-addition = Thêm { $add } phiên vào số phiên hôm nay (tổng cộng { $total })

choose-same-total = Đạt tổng cộng { $total } phiên như đã chuẩn bị (thêm { $add })

link-partly-invalid = Không đọc được một phần địa chỉ

ignored-parameters = Đã bỏ qua: { $parts }. Hãy kiểm tra nội dung đã nhập bên dưới.

parameter-from = số phiên lúc chuẩn bị

parameter-cycle = chu kỳ thanh toán

parameter-code = mã khuyến mại

summary = Tóm tắt

code-not-applied = Hãy áp dụng mã khuyến mại, hoặc xóa nội dung trong ô để tiếp tục mà không dùng mã.

choose-first = Hãy chọn cách áp dụng nội dung nâng cấp đã chuẩn bị cho số phiên hôm nay.

error-title = Lỗi: { $title }

period-title = Kỳ thanh toán

period-used = Đã dùng

period-left = Còn lại

period-paid-now = Thanh toán lần này

period-credited = Được khấu trừ

period-today = Hôm nay, { $date }

period-renews = Gia hạn ngày { $date }

period-described = Kỳ thanh toán kéo dài từ ngày { $from } đến ngày { $to }. Hôm nay là ngày { $today }.

period-described-sessions = Kỳ thanh toán kéo dài từ ngày { $from } đến ngày { $to }. Hôm nay là ngày { $today }; { $sessions } phiên bổ sung được thanh toán cho thời gian từ hôm nay đến ngày { $to }, khi toàn bộ gói đăng ký được gia hạn.

period-described-annual = Kỳ theo tháng từ ngày { $from } đến ngày { $to } kết thúc hôm nay, ngày { $today }. Phần còn lại của kỳ trở thành khoản khấu trừ; một kỳ theo năm mới bắt đầu, được thanh toán đến ngày { $end }, khi gói đăng ký được gia hạn.

before-and-after = Trước và sau

next-twelve-months = 12 tháng tới

twelve-months-note = Khoản thanh toán hôm nay và mọi lần gia hạn trước ngày { $until }, theo giá và thuế hôm nay.

break-even = Thanh toán theo năm hòa vốn vào { $month }: tính đến lúc đó, { $payments } lần thanh toán theo tháng sẽ tốn nhiều hơn.

break-even-today = Ngay từ hôm nay, thanh toán theo năm không tốn kém hơn theo tháng.

no-break-even = Thanh toán theo năm không hòa vốn trong 12 tháng đầu tiên.

copy-calculation = Sao chép phép tính

calculation-copied = Đã sao chép phép tính.

calculation-not-copied = Không sao chép được phép tính. Hãy chọn và sao chép phép tính trực tiếp trên trang.

introduction = Thêm phiên, chuyển sang thanh toán theo năm, hoặc cả hai. Số tiền được cập nhật theo từng nội dung bạn nhập, kèm cách tính; bạn không bị trừ tiền trước khi xem lại và thanh toán.

filled-in-by = Do { $portal } điền
