sign-in-title = تسجيل الدخول إلى TestOps

sign-in = تسجيل الدخول

signing-in = جارٍ تسجيل الدخول…

email = البريد الإلكتروني

password = كلمة المرور

email-missing = يُرجى إدخال عنوان البريد الإلكتروني.

password-missing = يُرجى إدخال كلمة المرور.

sign-out = تسجيل الخروج

organizations-title = اختيار مؤسسة

no-organization = اختيار مؤسسة

no-organizations = حسابك غير مضاف إلى أي مؤسسة بعد. يُرجى طلب إضافتك من أحد الزملاء المنتمين إلى مؤسسة.

organization-selector = المؤسسة: { $name }

account-menu = تم تسجيل الدخول باسم { $name }

not-part-of-this-app = ليس جزءًا من هذا التطبيق

testops = TestOps

studio = Studio

offline = لا يوجد اتصال بالإنترنت. ما أدخلته محفوظ؛ أما الأسعار وعمليات الدفع فتتطلب اتصالًا.

no-settings = دورك هنا «{ $role }». لا يتيح هذا الدور الوصول إلى أي من هذه الإعدادات.

access-denied-title = الوصول غير مسموح به

access-denied = دورك في { $organization } هو «{ $role }». عرض اشتراك TestCloud وترقيته متاحان فقط لمن دوره «مالك» أو «مدير الفوترة».

who-can-act = من يمكنه القيام بذلك

default-contact = أي شخص في المؤسسة دوره «مالك» أو «مدير الفوترة».

access-request-title = طلب الترقية منهم

access-request-introduction = يظهر لهم طلبك في صفحة «اشتراك TestCloud» مع ترقية مُعدّة مسبقًا. إرسال الطلب لا يعني شراء أي شيء.

access-request-sessions-hint = اختياري. عدد صحيح من 1 إلى 9,999.

access-request-sessions-invalid = يُرجى إدخال عدد صحيح من 1 إلى 9,999 أو ترك الحقل فارغًا.

access-request-same-cycle = كما هي

access-request-note = ملاحظة

access-request-note-hint = اختياري، بحد أقصى 500 حرف. يُرجى عدم إدخال كلمات مرور أو أرقام بطاقات.

access-request-note-too-long = يُرجى اختصار الملاحظة إلى 500 حرف.

access-request-empty = يُرجى تحديد عدد الجلسات أو دورة الفوترة، أو كتابة ملاحظة.

send-access-request = إرسال الطلب

sending-access-request = جارٍ الإرسال…

access-request-sent-title = تم إرسال الطلب

access-request-sent = يظهر الطلب في صفحة «اشتراك TestCloud» لمن يمكنه تنفيذه. لم يتم شراء أي شيء.

not-found-title = الصفحة غير موجودة

not-found = لا يوجد شيء على هذا الرابط، أو أنه يخص مؤسسة ليست لديك عضوية فيها.

go-to-organizations = الانتقال إلى مؤسساتك

frame-session-ended-title = انتهت جلستك في هذه الصفحة

frame-session-ended = أعد المحاولة لتسجيل الدخول عبر البوابة، أو افتح الصفحة في علامة تبويب جديدة. لن تفقد شيئًا مما أدخلته.

frame-not-started-title = تعذّر بدء هذه الصفحة داخل البوابة

frame-not-started = يمكنك المتابعة في علامة تبويب جديدة. لم يُخصم منك أي مبلغ عند فتح هذه الصفحة.

open-in-new-tab = فتح في علامة تبويب جديدة

return-to-portal = العودة إلى { $portal }
