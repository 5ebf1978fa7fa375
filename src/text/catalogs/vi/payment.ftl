pay = Thanh toán { $amount }

confirm-free = Xác nhận nâng cấp, không cần thanh toán

paying = Đang thanh toán…

confirming = Đang xác nhận…

payment-takes-long = Việc thanh toán mất nhiều thời gian hơn bình thường. Khoản thanh toán của bạn vẫn an toàn: chỉ được thực hiện tối đa một lần, dù trang này gặp sự cố gì. Bạn có thể đóng trang này và quay lại trang Quản lý gói đăng ký.

price-valid-for = Giá này còn hiệu lực trong { $clock }

price-expired = Giá này không còn hiệu lực. Hãy lấy giá mới; nội dung bạn đã nhập vẫn được giữ.

price-expires-soon = Giá này còn hiệu lực chưa đầy một phút. Bạn có thể giữ giá thêm.

extend-price = Giữ giá thêm

amount-differs = Số tiền là { $sealed }; ước tính trước đó là { $estimate }. { $reason }

reason-new-day = Đã sang ngày mới (UTC) nên kỳ thanh toán còn ít hơn một ngày.

reason-seconds = Đã trôi qua { $seconds } giây kể từ lúc ước tính.

reason-changed = Gói đăng ký đã thay đổi kể từ lúc ước tính.

reason-prices = Giá, thuế hoặc số dư tài khoản đã thay đổi kể từ lúc ước tính.

subscription-changed = Gói đăng ký vừa có thay đổi

subscription-changed-by = Lúc { $at }, { $name } đã đổi gói đăng ký từ { $before } sang { $after }. Bạn không bị trừ tiền. Số tiền trước đó là { $was }; với cùng tổng số phiên, số tiền hiện tại sẽ là { $is }.

subscription-changed-by-no-amount = Lúc { $at }, { $name } đã đổi gói đăng ký từ { $before } sang { $after }. Bạn không bị trừ tiền. Số tiền { $was } không còn áp dụng.

choose-upgrade-again = Chọn lại nội dung nâng cấp

attempt-open = Có một khoản thanh toán đang được xử lý

amount-changed = Số tiền đã thay đổi

amount-changed-body = Trước đó là { $was }, bây giờ là { $is }. Hãy kiểm tra trước khi thanh toán.

amount-not-shown-title = Hãy kiểm tra số tiền

amount-not-shown-body = Nút thanh toán không hiển thị số tiền của báo giá này. Bạn chưa bị tính phí. Trang đã hiển thị lại số tiền: hãy kiểm tra rồi thanh toán.

translation-title = Hãy tắt tính năng dịch

translation-body = Tính năng dịch của trình duyệt hoặc một tiện ích làm thay đổi số tiền trên trang này. Bạn chưa bị tính phí. Hãy tắt tính năng dịch cho trang này rồi thanh toán.

outcome-unknown = Chưa xác định được khoản thanh toán này đã thành công hay chưa

outcome-unknown-body = Vui lòng không thanh toán lại. Chúng tôi đang tiếp tục kiểm tra và sẽ hiển thị kết quả tại đây ngay khi có. Bạn có thể đóng trang này và quay lại trang Quản lý gói đăng ký.

charged-not-applied = Thẻ của bạn đã bị trừ tiền, nhưng gói nâng cấp chưa được áp dụng

charged-not-applied-body = Không thể áp dụng khoản đã trừ. Nhân viên của chúng tôi đang kiểm tra. Vui lòng không thanh toán lại. Hãy liên hệ bộ phận hỗ trợ và nêu mã tham chiếu bên dưới.

upgrade-not-applied = Gói nâng cấp chưa được áp dụng

upgrade-not-applied-body = Thẻ của bạn đã bị trừ tiền cho lần nâng cấp này. Hãy liên hệ bộ phận hỗ trợ về việc hoàn tiền và nêu mã tham chiếu bên dưới. Bạn có thể chọn lại nội dung nâng cấp.

canceling = Khoản thanh toán này đang được hủy

canceling-body = Chúng tôi đang hủy khoản thanh toán này. Nếu bạn đã bị trừ tiền trước đó, biên lai sẽ mở tại đây.

not-received = Chúng tôi chưa nhận được yêu cầu thanh toán của bạn

not-received-body = Yêu cầu này vẫn có thể đến sau. Hãy kiểm tra số tiền rồi thanh toán lại tại đây: hệ thống gửi lại chính khoản thanh toán này và bạn chỉ bị trừ tiền một lần.

declined-title = Thanh toán bị từ chối. Bạn không bị trừ tiền.

declined-generic = Ngân hàng từ chối mà không nêu lý do. Hãy liên hệ ngân hàng hoặc dùng thẻ khác.

declined-insufficient-funds = Thẻ không đủ tiền cho khoản thanh toán này. Hãy dùng thẻ khác hoặc liên hệ ngân hàng.

declined-confirmation-failed = Bước xác nhận của ngân hàng bị từ chối hoặc không thành công. Hãy thử lại và xác nhận, hoặc dùng thẻ khác.

declined-expired-card = Thẻ đã hết hạn. Hãy dùng thẻ khác.

back-to-edit = Quay lại Nâng cấp TestCloud

continue-without-code = Tiếp tục không dùng mã

edit = Sửa

change = Nội dung thay đổi

payment = Thanh toán

upgrade = Nâng cấp

organization = Tổ chức

tax-id = Mã số thuế

paid-by = Người thanh toán

no-card = Chưa có thẻ nào được lưu.

card-expired = Thẻ này đã hết hạn. Hãy dùng thẻ khác.

use-another-card = Dùng thẻ khác

add-card = Thêm thẻ

nothing-due = Hôm nay không có khoản nào cần thanh toán nên không thẻ nào bị trừ tiền.

commitment-not-confirmed = Hãy đánh dấu xác nhận rằng không thể đổi từ thanh toán theo năm về theo tháng.

card-missing = Hãy thêm thẻ.

card-is-expired = Hãy dùng thẻ còn hạn.

quote-has-expired = Giá này không còn hiệu lực. Hãy lấy giá mới trước.

offline = Bạn đang ngoại tuyến. Bạn có thể thanh toán khi có kết nối trở lại.

updating-price = Đang cập nhật giá…

pay-note = Các phiên có hiệu lực ngay khi thanh toán thành công. Không hoàn tiền.

free-note = Việc nâng cấp có hiệu lực ngay khi bạn xác nhận.

attempt-title = Khoản thanh toán của bạn

receipt-title = Biên lai

receipt-number = Biên lai { $number }

bank-confirmation-required = Ngân hàng yêu cầu bạn xác nhận khoản thanh toán này

bank-confirmation-required-body = Hãy xác nhận trên trang của ngân hàng trong vòng 15 phút; sau đó bạn sẽ quay lại trang này. Nếu bạn đã xác nhận, vui lòng chờ kết quả tại đây.

continue-to-bank = Đến trang của ngân hàng

cancel-payment = Hủy thanh toán

paid = Đã thanh toán

paid-body = Khoản thanh toán đã thành công và chỉ được thực hiện một lần. Biên lai sẽ mở sau giây lát.

payment-canceled = Khoản thanh toán này không được thực hiện. Bạn không bị trừ tiền.

payment-canceled-body = Gói đăng ký không có gì thay đổi. Bạn có thể chọn lại nội dung nâng cấp.

reference = Mã tham chiếu

next-check = Lần kiểm tra tiếp theo

effective-from = Có hiệu lực từ

charged = Đã thu

no-card-charged = Không thẻ nào bị trừ tiền

quote-fingerprint = Mã băm báo giá (SHA-256)

gateway-reference = Mã tham chiếu thanh toán

download-csv = Tải CSV

download-json = Tải JSON

balance-change = Số dư tài khoản trước khi thanh toán là { $before }, sau khi thanh toán là { $after }.

card = { $brand } có 4 số cuối { $last4 }, hết hạn { $expiry }

quoted-and-charged = Báo giá { $quoted }, đã thu { $charged }

next-check-in = Kiểm tra lại sau { $seconds } giây.

price-extended = Giá được giữ thêm 15 phút.

pay-consent = Thanh toán { $amount } cho { $organization }

pay-consent-free = Nâng cấp { $organization }, không phải trả khoản nào

pay-consent-missing = Chọn ô để xác nhận thanh toán

button-not-visible-title = Khoản thanh toán chưa được gửi

button-not-visible = Số tiền hoặc nút thanh toán bị che hoặc không hiển thị đầy đủ trong nửa giây. Hãy kiểm tra rằng bạn thấy cả hai, rồi nhấn lại nút.

bank-opens-in-new-tab = Trang của ngân hàng mở trong tab mới. Kết quả sẽ hiển thị ở đây.

receipt-notes = Hoàn tiền và tranh chấp
refunded = Đã hoàn tiền ngày { $date }: { $amount }.
refund-failed = Hoàn tiền { $amount } không thành công. Khoản thanh toán được giữ nguyên.
dispute-open = Có tranh chấp tại ngân hàng ngày { $date }: { $amount }. Ngân hàng chưa quyết định.
dispute-lost = Tranh chấp { $amount } đã thua. Ngân hàng đã trả lại số tiền cho chủ thẻ.
dispute-closed = Tranh chấp { $amount } đã kết thúc. Khoản thanh toán được giữ nguyên.
