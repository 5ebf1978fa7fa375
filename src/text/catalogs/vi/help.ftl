introduction = Giải đáp ngắn gọn về việc nâng cấp gói đăng ký TestCloud.

amount-question = Số tiền được tính như thế nào?

amount-answer = Các phiên bổ sung được tính phí cho những ngày còn lại của kỳ thanh toán, kể cả hôm nay. Khi chuyển sang thanh toán theo năm, phí được tính cho trọn một năm và được khấu trừ phần còn lại của tháng bạn đã thanh toán. Mỗi dòng đều hiển thị phép tính riêng và được làm tròn một lần.

once-question = Nếu mất kết nối trong lúc tôi thanh toán thì sao?

once-answer = Khoản thanh toán chỉ được thực hiện tối đa một lần, dù trang gặp sự cố gì. Hãy quay lại trang Quản lý gói đăng ký để xem khoản thanh toán đã thành công hay chưa. Vui lòng không thanh toán lại khi chưa rõ kết quả.

annual-question = Tôi có thể đổi từ thanh toán theo năm về theo tháng không?

annual-answer = Không thể đổi trước khi thời hạn một năm kết thúc. Trang nâng cấp nêu rõ ngày kết thúc trước khi bạn thanh toán.

who-question = Ai có thể nâng cấp?

who-answer = Chủ sở hữu và Người quản lý thanh toán của tổ chức. Những người khác có thể gửi yêu cầu nâng cấp bằng biểu mẫu mở ra thay cho trang nâng cấp.

queue-question = Phiên song song là gì?

queue-answer = Mỗi phiên chạy một bài kiểm thử tại một thời điểm. Các lượt chạy vượt quá số phiên sẽ chờ trong hàng đợi; hàng đợi chứa tối đa gấp ba lần số phiên.

more-question = Ai có thể hỗ trợ thêm?

more-answer = Những người phụ trách TestOps trong tổ chức của bạn. Hãy cung cấp mã tham chiếu hiển thị trong thông báo, nếu có.
