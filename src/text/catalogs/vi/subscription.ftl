title = Gói đăng ký TestCloud

upgrade = Nâng cấp

plan = Gói dịch vụ

sessions = Phiên song song

period = Kỳ hiện tại

balance = Số dư tài khoản

last-upgrade = Lần nâng cấp gần nhất

details = Gói dịch vụ và thanh toán

price-of-cycle =
    { $cycle ->
        [annual] { $price }/năm, thanh toán mỗi năm một lần
       *[monthly] { $price }/tháng
    }

from-to = { $from } đến { $to }

estimate = Ước tính theo giá hôm nay

no-renewal = Không có

ends = Kết thúc ngày { $date }

unpaid-since = Chưa thanh toán kể từ ngày này

balance-credit = Số dư có, được khấu trừ vào lần thanh toán tiếp theo

balance-owed = Còn nợ, được cộng vào lần thanh toán tiếp theo

unknown-amount = Chưa xác định được

status-active = Đang hoạt động

status-canceled = Đã hủy

status-past-due = Quá hạn thanh toán

status-ended = Đã kết thúc

renews = Tự động gia hạn vào ngày { $date }.

canceled-title = Đã tắt tự động gia hạn

canceled = Các phiên của bạn hoạt động đến ngày { $date } rồi kết thúc. Hãy kích hoạt lại để tự động gia hạn và để nâng cấp.

past-due-title = Lần gia hạn gần nhất chưa được thanh toán

past-due = Không trừ được tiền cho lần gia hạn. Hãy lưu một thẻ hợp lệ để hệ thống thử thanh toán lại. Bạn không thể nâng cấp cho đến khi thanh toán xong.

confirm-renewal-body = Ngân hàng yêu cầu bạn xác nhận khoản thanh toán cho lần gia hạn. Hãy xác nhận trên trang của ngân hàng hoặc lưu một thẻ khác. Bạn không thể nâng cấp cho đến khi thanh toán xong.

confirm-renewal = Xác nhận với ngân hàng

opening-bank = Đang mở trang của ngân hàng…

ended-title = Gói đăng ký này đã kết thúc

ended = Gói đăng ký đã hoạt động đến ngày { $date }. Các biên lai vẫn được lưu tại đây.

attempt-title = Có một khoản thanh toán đang được xử lý

attempt = Khoản thanh toán { $amount } của { $by } cho { $after } chưa kết thúc. Không thể thực hiện nâng cấp khác cho đến khi khoản này kết thúc.

view-payment = Xem khoản thanh toán này

by-at = { $by }, { $at }

requests = Yêu cầu nâng cấp

requested-sessions = Thêm { $add } phiên

requested-both =
    Thêm { $add } phiên, { $cycle ->
        [annual] thanh toán theo năm
       *[monthly] thanh toán theo tháng
    }

requested-cycle =
    { $cycle ->
        [annual] Thanh toán theo năm
       *[monthly] Thanh toán theo tháng
    }

requested-change = Yêu cầu thay đổi gói đăng ký

open-request = Mở nội dung nâng cấp đã chuẩn bị

card = Thẻ đã lưu

no-card = Chưa có thẻ nào được lưu. Hãy thêm thẻ để thanh toán các lần nâng cấp và gia hạn.

expires = Hết hạn { $expiry }

expired = Đã hết hạn { $expiry }

replace-card = Thay thẻ

add-card = Thêm thẻ

card-title = Phương thức thanh toán

card-page-note = Bạn nhập thẻ trên trang của cổng thanh toán, nên dịch vụ này không bao giờ thấy số thẻ. Thẻ trở thành thẻ đã lưu và bị trừ tiền khi bạn xác nhận nâng cấp và khi gia hạn.

opening-card-page = Đang mở trang của cổng thanh toán…

continue-to-card-page = Đến trang nhập thẻ

card-page-opens-in-new-tab = Trang của cổng thanh toán mở trong tab mới. Khi thẻ đã được lưu, hãy quay lại tab này. Thẻ sẽ hiển thị ở đây.

checking-card = Đang kiểm tra xem thẻ đã được lưu chưa…

card-pending-title = Thẻ chưa được lưu

card-pending = Trang của cổng thanh toán vẫn đang mở, hoặc kết quả chưa đến. Bạn không bị trừ tiền. Hãy hoàn tất trang đó rồi thử lại, hoặc thêm thẻ lần nữa.

card-saved-title = Đã lưu thẻ

card-saved = Thẻ { $card } đã được lưu. Từ bây giờ, tiền được trừ từ thẻ này.

renewed = Lần gia hạn quá hạn đã được thanh toán. Gói đăng ký đang hoạt động.

still-past-due = Lần gia hạn vẫn chưa được thanh toán. Hãy dùng thẻ khác hoặc liên hệ ngân hàng. Sau nhiều lần thẻ bị từ chối, thẻ mới sẽ được thử trong vòng một giờ.

history = Lịch sử

no-history = Chưa có khoản thanh toán nào. Biên lai của các lần nâng cấp và gia hạn sẽ xuất hiện tại đây.

date = Ngày

change = Thay đổi

by = Người thực hiện

charged = Đã thu

receipt = Biên lai

newer = Mới hơn

older = Cũ hơn

page-of = Trang { $page }/{ $pages }

cancel = Hủy gói đăng ký

cancel-title = Hủy gói đăng ký này?

cancel-keeps = Bạn vẫn dùng được { $sessions } phiên đến ngày { $until }; sau đó các phiên này kết thúc.

cancel-no-refund = Không hoàn tiền, và bạn sẽ không bị trừ tiền thêm.

cancel-no-upgrade = Bạn không thể nâng cấp cho đến khi kích hoạt lại.

cancel-undo = Bạn có thể kích hoạt lại bất cứ lúc nào trước ngày { $until } mà không mất phí.

cancel-unpaid = Nếu lần gia hạn chưa thanh toán đã được thu tiền, các phiên hoạt động đến hết kỳ mới. Nếu chưa, các phiên kết thúc ngay và bạn không bị thu tiền.

keep-subscription = Giữ gói đăng ký

cancel-confirm = Tắt gia hạn

canceling = Đang tắt…

reactivate = Kích hoạt lại

reactivate-title = Kích hoạt lại gói đăng ký này?

reactivate-renews = Gói đăng ký tự động gia hạn vào ngày { $date }, với số tiền ước tính là { $amount }.

reactivate-free = Hôm nay bạn không bị trừ tiền. Bạn có thể hủy lại bất cứ lúc nào.

not-now = Để sau

reactivate-confirm = Kích hoạt lại gói đăng ký

reactivating = Đang kích hoạt lại…

returned = Đã trả lại { $amount }
