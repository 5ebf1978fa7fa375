pay = Thanh toán { $amount }

confirm-free = Xác nhận nâng cấp, không thu tiền

paying = Đang thanh toán…

paying-long = Việc thanh toán đang lâu hơn bình thường. Khoản thanh toán của bạn vẫn an toàn: được thực hiện nhiều nhất một lần, dù trang này gặp sự cố gì. Bạn có thể đóng trang này và quay lại Quản lý gói đăng ký.

price-holds-for = Giá này còn được giữ trong { $clock }

price-expired = Giá này không còn được giữ. Hãy lấy giá mới; nội dung bạn đã nhập vẫn còn nguyên.

price-expires-soon = Giá này chỉ còn được giữ chưa đầy một phút. Bạn có thể giữ thêm.

extend-price = Giữ thêm

amount-differs = Số tiền là { $sealed }; số ước tính là { $estimate }. { $reason }

reason-new-day = Đã sang ngày mới (UTC) nên số ngày tính phí ít đi một ngày.

reason-seconds = Đã trôi qua { $seconds } giây kể từ lúc ước tính.

reason-changed = Gói đăng ký đã thay đổi trong lúc đó.

reason-prices = Giá, thuế hoặc số dư tài khoản đã thay đổi trong lúc đó.

changed-meanwhile = Gói đăng ký đã thay đổi trong lúc đó

changed-by = Lúc { $at }, { $name } đã đổi gói đăng ký từ { $before } thành { $after }. Bạn không bị trừ tiền. Số tiền trước đó là { $was }; với cùng tổng số phiên, bây giờ sẽ là { $is }.

changed-by-no-amount = Lúc { $at }, { $name } đã đổi gói đăng ký từ { $before } thành { $after }. Bạn không bị trừ tiền. Số tiền { $was } không còn áp dụng.

choose-again = Xem lại lựa chọn nâng cấp

attempt-open = Có một khoản thanh toán đang diễn ra

amount-changed = Số tiền đã thay đổi

amount-changed-body = Trước đó là { $was }, bây giờ là { $is }. Hãy kiểm tra trước khi thanh toán.

outcome-unknown = Chúng tôi chưa biết khoản thanh toán này có thành công hay không

outcome-unknown-body = Vui lòng không thanh toán lại. Chúng tôi vẫn đang kiểm tra và sẽ hiển thị kết quả tại đây ngay khi biết. Bạn có thể đóng trang này và quay lại Quản lý gói đăng ký.

not-received = Chúng tôi không nhận được yêu cầu thanh toán của bạn

not-received-body = Bạn không bị trừ tiền. Hãy kiểm tra số tiền rồi thanh toán lại; bạn vẫn chỉ bị trừ tiền một lần.

declined-title = Thanh toán bị từ chối. Bạn không bị trừ tiền.

declined-generic = Ngân hàng từ chối mà không nêu lý do. Hãy liên hệ ngân hàng hoặc dùng thẻ khác.

declined-insufficient-funds = Thẻ không đủ tiền cho khoản thanh toán này. Hãy dùng thẻ khác hoặc liên hệ ngân hàng.

declined-confirmation-failed = Bước xác nhận của ngân hàng bị từ chối hoặc không thành công. Hãy thử lại và xác nhận, hoặc dùng thẻ khác.

declined-expired-card = Thẻ đã hết hạn. Hãy dùng thẻ khác.

back-to-edit = Về Nâng cấp TestCloud

continue-without-code = Tiếp tục không dùng mã

edit = Sửa

change = Nội dung thay đổi

payment = Thanh toán

upgrade = Nâng cấp

organization = Tổ chức

paid-by = Người thanh toán

no-card = Chưa có thẻ nào được lưu.

card-expired = Thẻ này đã hết hạn. Hãy dùng thẻ khác.

use-another-card = Dùng thẻ khác

add-card = Thêm thẻ

card-replaces = Thẻ này thay cho thẻ đã lưu và cũng được trừ tiền cho các lần gia hạn.

card-is-kept = Thẻ này được lưu lại và cũng được trừ tiền cho các lần gia hạn.

nothing-due = Hôm nay không cần thanh toán gì nên không thẻ nào bị trừ tiền.

tick-missing = Hãy đánh dấu xác nhận rằng gói theo năm không thể đổi lại thành theo tháng.

card-missing = Hãy thêm thẻ.

card-is-expired = Hãy dùng thẻ chưa hết hạn.

price-missing = Giá không còn được giữ. Hãy lấy giá mới trước.

offline = Bạn đang ngoại tuyến. Khi có kết nối trở lại, bạn có thể thanh toán.

updating-price = Đang cập nhật giá…

pay-note = Các phiên có hiệu lực ngay khi thanh toán thành công. Không hoàn tiền.

attempt-title = Khoản thanh toán của bạn

receipt-title = Biên lai

receipt-number = Biên lai { $number }

bank-asks = Ngân hàng yêu cầu bạn xác nhận khoản thanh toán này

bank-asks-body = Khoản này chưa được thanh toán. Hãy xác nhận trên trang của ngân hàng trong vòng 15 phút; sau đó bạn sẽ quay lại đây.

go-to-bank = Tiếp tục đến ngân hàng

give-up-payment = Không thanh toán

paid = Đã thanh toán

paid-body = Khoản thanh toán đã thành công và chỉ được thực hiện một lần. Biên lai sẽ mở sau giây lát.

payment-canceled = Khoản thanh toán này đã không được thực hiện. Bạn không bị trừ tiền.

payment-canceled-body = Gói đăng ký không có gì thay đổi. Bạn có thể chọn lại bản nâng cấp.

reference = Mã tham chiếu

next-check = Lần kiểm tra tiếp theo

counts-from = Có hiệu lực từ

charged = Đã thu

no-card-charged = Không thẻ nào bị trừ tiền

quote-fingerprint = Mã băm của báo giá (SHA-256)

gateway-reference = Mã tham chiếu thanh toán

download-csv = Tải CSV

download-json = Tải JSON

balance-moved = Số dư tài khoản trước đó là { $before }, sau đó là { $after }.

card = { $brand } có số cuối { $last4 }, hết hạn { $expiry }

quoted-and-charged = Báo giá { $quoted }, đã thu { $charged }

next-check-in = Hỏi lại sau { $seconds } giây.

price-extended = Giá được giữ thêm 15 phút.
