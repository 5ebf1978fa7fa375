sign-in-title = Đăng nhập vào TestOps

sign-in = Đăng nhập

signing-in = Đang đăng nhập…

email = Email

password = Mật khẩu

email-missing = Hãy nhập địa chỉ email của bạn.

password-missing = Hãy nhập mật khẩu của bạn.

sign-out = Đăng xuất

organizations-title = Chọn tổ chức

no-organization = Chọn tổ chức

no-organizations = Bạn chưa thuộc tổ chức nào. Hãy nhờ đồng nghiệp đã thuộc một tổ chức thêm bạn vào.

organization-selector = Tổ chức: { $name }

account-menu = Đã đăng nhập với tên { $name }

not-part-of-this-app = không thuộc ứng dụng này

testops = TestOps

studio = Studio

offline = Bạn đang ngoại tuyến. Nội dung bạn đã nhập vẫn được giữ; cần có kết nối để xem giá và thanh toán.

no-settings = Vai trò của bạn tại đây là { $role }. Vai trò này không có quyền truy cập mục nào trong phần cài đặt này.

access-denied-title = Không có quyền truy cập

access-denied = Trong { $organization }, vai trò của bạn là { $role }. Chỉ Chủ sở hữu hoặc Người quản lý thanh toán mới xem và nâng cấp được gói đăng ký TestCloud.

who-can-act = Người có quyền thực hiện

default-contact = Chủ sở hữu hoặc Người quản lý thanh toán của tổ chức.

access-request-title = Gửi yêu cầu nâng cấp

access-request-introduction = Những người này sẽ thấy yêu cầu của bạn trên trang Gói đăng ký TestCloud, kèm nội dung nâng cấp đã chuẩn bị sẵn. Việc gửi yêu cầu không phát sinh giao dịch mua nào.

access-request-sessions-hint = Không bắt buộc. Số nguyên từ 1 đến 9.999.

access-request-sessions-invalid = Hãy nhập số nguyên từ 1 đến 9.999 hoặc để trống.

access-request-same-cycle = Giữ nguyên

access-request-note = Ghi chú

access-request-note-hint = Không bắt buộc, tối đa 500 ký tự. Không ghi mật khẩu hoặc số thẻ.

access-request-note-too-long = Hãy rút ngắn ghi chú còn tối đa 500 ký tự.

access-request-empty = Hãy cho biết số phiên, chu kỳ thanh toán hoặc viết ghi chú.

send-access-request = Gửi yêu cầu

sending-access-request = Đang gửi…

access-request-sent-title = Đã gửi yêu cầu

access-request-sent = Những người có quyền thực hiện sẽ thấy yêu cầu trên trang Gói đăng ký TestCloud. Chưa phát sinh giao dịch mua nào.

not-found-title = Không tìm thấy trang

not-found = Địa chỉ này không có nội dung nào hoặc thuộc về một tổ chức mà bạn không phải là thành viên.

go-to-organizations = Đến danh sách tổ chức của bạn

frame-session-ended-title = Phiên của bạn trên trang này đã kết thúc

frame-session-ended = Hãy thử lại để đăng nhập qua cổng, hoặc mở trang trong tab mới. Những gì bạn đã nhập không bị mất.

frame-not-started-title = Không thể khởi động trang này trong cổng

frame-not-started = Bạn có thể tiếp tục trong tab mới. Việc mở trang này không phát sinh khoản tính phí nào.

open-in-new-tab = Mở trong tab mới

return-to-portal = Quay lại { $portal }
