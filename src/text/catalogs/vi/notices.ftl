offline-title = Không kết nối được với dịch vụ thanh toán

offline = Hãy kiểm tra kết nối rồi thử lại. Nội dung bạn đã nhập vẫn được giữ.

timeout-title = Dịch vụ thanh toán không phản hồi

timeout = Đã quá thời gian chờ. Nội dung bạn đã nhập vẫn được giữ; hãy thử lại sau giây lát.

signed-out-title = Bạn đã đăng xuất

signed-out = Hãy đăng nhập lại; sau đó bạn sẽ quay lại trang này.

step-up-required-title = Cần đăng nhập lại

step-up-required = Hãy đăng nhập lại vào cổng thông tin rồi thanh toán.

cookies-blocked-title = Cookie đang bị chặn

cookies-blocked = Bạn chưa đăng nhập được vì trình duyệt đã từ chối cookie phiên. Hãy cho phép cookie đối với trang web này rồi đăng nhập lại.

malformed-title = Không đọc được phản hồi

malformed = Dịch vụ thanh toán phản hồi không như dự kiến. Hãy thử lại; nếu vẫn gặp lỗi, hãy nhờ hỗ trợ.

credentials-wrong-title = Đăng nhập không thành công

credentials-wrong = Email và mật khẩu không khớp. Hãy kiểm tra cả hai rồi thử lại.

role-required-title = Vai trò của bạn không có quyền này

role-required = Chỉ Chủ sở hữu hoặc Người quản lý thanh toán của tổ chức này mới được thực hiện việc này.

not-found-title = Không tìm thấy

not-found = Nội dung này không tồn tại hoặc thuộc về một tổ chức mà bạn không phải là thành viên.

rate-limited-title = Bạn đã thử quá nhiều lần

rate-limited = Hãy thử lại sau. Nội dung bạn đã nhập vẫn được giữ.

too-many-declines-title = Quá nhiều khoản thanh toán bị từ chối

too-many-declines = Hãy liên hệ ngân hàng về các khoản thanh toán bị từ chối. Bạn có thể thanh toán lại chậm nhất sau một giờ.

too-many-cards-title = Quá nhiều thẻ

too-many-cards = Thẻ đã lưu vẫn giữ nguyên. Hãy đợi vài phút rồi thêm lại thẻ.

subscription-canceled-title = Đã tắt tự động gia hạn

subscription-canceled = Gói đăng ký vẫn hoạt động đến hết kỳ rồi kết thúc. Hãy kích hoạt lại trên trang Gói đăng ký TestCloud rồi nâng cấp.

subscription-past-due-title = Lần gia hạn gần nhất chưa được thanh toán

subscription-past-due = Hãy thay thẻ trên trang Gói đăng ký TestCloud; sau đó hệ thống sẽ thử thanh toán lại lần gia hạn này.

subscription-ended-title = Gói đăng ký này đã kết thúc

subscription-ended = Không thể thay đổi gói đăng ký này nữa. Hãy yêu cầu gói đăng ký mới.

renewal-in-progress-title = Đang xử lý lần gia hạn

renewal-in-progress = Khoản thanh toán cho kỳ tiếp theo chưa hoàn tất. Bạn có thể nâng cấp ngay khi hoàn tất. Nếu việc này kéo dài hơn một ngày, hãy liên hệ bộ phận hỗ trợ.

subscription-unchanged-title = Không có gì để thay đổi

subscription-unchanged = Gói đăng ký đã đúng như lựa chọn này. Hãy tải lại trang để xem thông tin hiện tại.

amount-above-gateway-limit-title = Số tiền vượt mức có thể thu trong một lần

amount-above-gateway-limit = Hãy thêm ít phiên hơn mỗi lần.

acknowledgement-required-title = Bạn chưa đánh dấu xác nhận

acknowledgement-required = Hãy xác nhận rằng không thể đổi từ thanh toán theo năm về theo tháng trước khi hết thời hạn.

attempt-open-title = Có một khoản thanh toán đang được xử lý

attempt-open = Hãy đợi đến khi khoản thanh toán đó kết thúc; trước đó bạn không thể bắt đầu khoản khác.

attempt-unknown-title = Chúng tôi chưa nhận được yêu cầu thanh toán này

attempt-unknown = Yêu cầu này vẫn có thể đến sau.

attempt-not-cancelable-title = Không thể hủy khoản thanh toán này nữa

attempt-not-cancelable = Khoản thanh toán đã kết thúc hoặc đang được ngân hàng xử lý.

quote-already-paid-title = Giá này đã được thanh toán

quote-already-paid = Biên lai có trên trang Gói đăng ký TestCloud.

quote-expired-title = Giá này không còn hiệu lực

quote-expired = Hãy kiểm tra giá mới trước khi thanh toán.

expected-due-mismatch-title = Giá đã thay đổi

expected-due-mismatch = Hãy kiểm tra giá mới trước khi thanh toán.

version-changed-title = Gói đăng ký vừa có thay đổi

version-changed = Hãy kiểm tra xem còn cần nâng cấp gì trước khi thanh toán.

payment-method-missing-title = Cần có thẻ thanh toán

payment-method-missing = Hãy thêm thẻ rồi thanh toán.

payment-method-expired-title = Thẻ đã hết hạn

payment-method-expired = Hãy dùng thẻ khác rồi thanh toán.

payment-method-changed-title = Thẻ đã lưu vừa được thay

payment-method-changed = Hãy kiểm tra xem thẻ nào sẽ bị trừ tiền rồi thanh toán.

setup-unfinished-title = Chưa lưu thẻ nào

setup-unfinished = Trang của cổng thanh toán đã bị đóng hoặc đã hết hạn, hoặc liên kết không hợp lệ. Thẻ đã lưu vẫn giữ nguyên. Bạn có thể thêm thẻ lần nữa.

payment-method-refused-title = Không dùng được thẻ này

payment-method-refused = Cổng thanh toán không còn lưu thẻ này. Hãy thêm lại thẻ hoặc dùng thẻ khác.

payment-declined-title = Thanh toán bị từ chối

payment-declined = Hãy dùng thẻ khác hoặc liên hệ ngân hàng.

gateway-unavailable-title = Hiện không thể thanh toán

gateway-unavailable = Không kết nối được với cổng thanh toán. Hãy thử lại sau vài phút.

service-unavailable-title = Dịch vụ thanh toán đang bận

service-unavailable = Hãy thử lại sau giây lát. Nội dung bạn đã nhập vẫn được giữ.

unrecognized-title = Đã xảy ra lỗi ở phía chúng tôi

unrecognized = Hãy thử lại; nếu vẫn gặp lỗi, hãy nhờ hỗ trợ và cung cấp mã tham chiếu.

request-not-accepted-title = Yêu cầu không được chấp nhận

request-not-accepted = Trang này có thể đã lỗi thời. Hãy tải lại trang và kiểm tra nội dung bạn đã nhập.

code-title = Mã khuyến mại không được chấp nhận

no-price-title = Không có giá cho lựa chọn này

not-charged = Bạn không bị trừ tiền.

charged-once = Khoản thanh toán đã thành công và chỉ được thực hiện một lần; vui lòng không thanh toán lại.

charge-unknown = Chúng tôi đang kiểm tra xem khoản thanh toán đã thành công hay chưa. Vui lòng không thanh toán lại.
