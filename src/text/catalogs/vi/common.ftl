try-again = Thử lại

skip-to-content = Chuyển đến nội dung chính

settings = Cài đặt

subscription-management = Quản lý gói đăng ký

testcloud = TestCloud

sample-data = Dữ liệu mẫu

loading = Đang tải…

page-not-loaded = Không tải được trang này

module-not-loaded = Không tải được một phần của trang này

module-not-loaded-body = Mở trang không làm bạn bị trừ tiền; khoản thanh toán đã gửi (nếu có) chỉ được thực hiện tối đa một lần. Hãy kiểm tra kết nối. Nếu đã có phiên bản mới, hãy tải lại trang.

reload = Tải lại trang

reference = Mã tham chiếu { $id }

monthly = Theo tháng

annual = Theo năm

role-owner = Chủ sở hữu

role-admin = Quản trị viên

role-billing-manager = Người quản lý thanh toán

role-user = Người dùng

sessions = { $count } phiên

card-summary = { $brand } có 4 số cuối { $last4 }

document-title = { $page } · TestOps

breadcrumb = Đường dẫn điều hướng

card-number-in-text = Nội dung này giống số thẻ. Vui lòng xóa đi.

two-sentences = { $first } { $second }

stopped = Trang này đã gặp lỗi và dừng lại. Hãy tải lại trang để tiếp tục. Khoản thanh toán đang được xử lý (nếu có) chỉ được thực hiện tối đa một lần, dù trang này gặp sự cố gì.

language = Ngôn ngữ

language-not-loaded = Không tải được ngôn ngữ này. Hãy kiểm tra kết nối rồi chọn lại.

help = Trợ giúp

print = In

plan-summary =
    { $count } phiên, { $cycle ->
        [annual] theo năm
       *[monthly] theo tháng
    }

before-to-after = { $before } → { $after }

back-to-subscription = Quay lại Gói đăng ký TestCloud

billing-cycle = Chu kỳ thanh toán

additional-sessions = Số phiên bổ sung

price-per-session = Giá mỗi phiên

next-billing-date = Ngày thanh toán tiếp theo

next-billing-amount = Số tiền thanh toán tiếp theo

renewal = Gia hạn

automatic-renewal = Gia hạn tự động
