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

nobody-named = Chủ sở hữu hoặc Người quản lý thanh toán của tổ chức.

ask-them = Gửi yêu cầu nâng cấp

ask-them-how = Những người này sẽ thấy yêu cầu của bạn trên trang Gói đăng ký TestCloud, kèm nội dung nâng cấp đã chuẩn bị sẵn. Việc gửi yêu cầu không phát sinh giao dịch mua nào.

ask-sessions-hint = Không bắt buộc. Số nguyên từ 1 đến 9.999.

ask-sessions-problem = Hãy nhập số nguyên từ 1 đến 9.999 hoặc để trống.

ask-cycle-any = Giữ nguyên

ask-note = Ghi chú

ask-note-hint = Không bắt buộc, tối đa 500 ký tự. Không ghi mật khẩu hoặc số thẻ.

ask-note-problem = Hãy rút ngắn ghi chú còn tối đa 500 ký tự.

ask-something = Hãy cho biết số phiên, chu kỳ thanh toán hoặc viết ghi chú.

ask = Gửi yêu cầu

asking = Đang gửi…

asked-title = Đã gửi yêu cầu

asked = Những người có quyền thực hiện sẽ thấy yêu cầu trên trang Gói đăng ký TestCloud. Chưa phát sinh giao dịch mua nào.

not-found-title = Không tìm thấy trang

not-found = Địa chỉ này không có nội dung nào hoặc thuộc về một tổ chức mà bạn không phải là thành viên.

to-entrance = Đến danh sách tổ chức của bạn
