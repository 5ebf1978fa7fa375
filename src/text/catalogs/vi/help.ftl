introduction = Giải đáp ngắn gọn về việc nâng cấp gói đăng ký TestCloud.

amount-question = Số tiền được tính như thế nào?

amount-answer = Các phiên bổ sung được tính phí cho những ngày còn lại của kỳ thanh toán, kể cả hôm nay. Gói theo năm được tính phí trọn một năm, trừ đi khoản khấu trừ cho phần còn lại của tháng bạn đã thanh toán. Mỗi dòng đều hiển thị phép tính và được làm tròn một lần.

once-question = Nếu mất kết nối trong lúc tôi thanh toán thì sao?

once-answer = Khoản thanh toán được thực hiện nhiều nhất một lần, dù trang gặp sự cố gì. Hãy quay lại Quản lý gói đăng ký: ở đó cho biết khoản thanh toán có thành công hay không. Vui lòng không thanh toán lại khi chưa rõ kết quả.

annual-question = Tôi có thể đổi từ theo năm về theo tháng không?

annual-answer = Không, cho đến khi thời hạn một năm kết thúc. Trang nêu rõ ngày đó trước khi bạn thanh toán.

who-question = Ai có thể nâng cấp?

who-answer = Chủ sở hữu và Người quản lý thanh toán của tổ chức. Những người khác có thể gửi yêu cầu cho họ bằng biểu mẫu mở ra thay cho trang nâng cấp.

queue-question = Phiên song song là gì?

queue-answer = Mỗi phiên chạy một bài kiểm thử tại một thời điểm. Các lượt chạy vượt quá số phiên sẽ chờ trong hàng đợi, tối đa gấp ba lần số phiên đó.

more-question = Ai có thể hỗ trợ thêm?

more-answer = Những người phụ trách TestOps trong tổ chức của bạn. Hãy nêu mã tham chiếu mà thông báo hiển thị, nếu có.
