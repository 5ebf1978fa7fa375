offline-title = تعذّر الوصول إلى خدمة الفوترة

offline = يُرجى التحقق من الاتصال بالإنترنت وإعادة المحاولة. ما أدخلته لا يزال هنا.

timeout-title = خدمة الفوترة لا تستجيب

timeout = استغرق الأمر وقتًا طويلًا. ما أدخلته لا يزال هنا؛ يُرجى إعادة المحاولة بعد قليل.

signed-out-title = تم تسجيل خروجك

signed-out = يُرجى تسجيل الدخول مرة أخرى؛ وستعود بعد ذلك إلى هذه الصفحة.

step-up-required-title = يلزم تسجيل الدخول مرة أخرى

step-up-required = يُرجى تسجيل الدخول إلى البوابة مرة أخرى ثم الدفع.

cookies-blocked-title = ملفات تعريف الارتباط محظورة

cookies-blocked = لم يتم تسجيل دخولك لأن المتصفح رفض ملف تعريف الارتباط الخاص بالجلسة. يُرجى السماح بملفات تعريف الارتباط لهذا الموقع ثم تسجيل الدخول مرة أخرى.

malformed-title = تعذّرت قراءة الرد

malformed = كان رد خدمة الفوترة غير متوقع. يُرجى إعادة المحاولة؛ وإذا تكرر ذلك، فيُرجى طلب المساعدة.

credentials-wrong-title = تعذّر تسجيل الدخول

credentials-wrong = البريد الإلكتروني أو كلمة المرور غير صحيح. يُرجى التحقق منهما وإعادة المحاولة.

role-required-title = دورك لا يسمح بذلك

role-required = لا يُسمح بذلك إلا لمن دوره «مالك» أو «مدير الفوترة» في هذه المؤسسة.

not-found-title = غير موجود

not-found = العنصر المطلوب غير موجود، أو أنه يخص مؤسسة ليست لديك عضوية فيها.

rate-limited-title = محاولات كثيرة جدًا

rate-limited = يُرجى إعادة المحاولة لاحقًا. ما أدخلته لا يزال هنا.

too-many-declines-title = عدد كبير جدًا من عمليات الدفع المرفوضة

too-many-declines = يُرجى التواصل مع البنك بشأن عمليات الدفع المرفوضة. يمكنك الدفع مرة أخرى خلال ساعة على الأكثر.

too-many-cards-title = عدد كبير جدًا من البطاقات

too-many-cards = لم تتغير البطاقة المحفوظة. يُرجى الانتظار بضع دقائق ثم إضافة البطاقة مرة أخرى.

subscription-canceled-title = التجديد التلقائي متوقف

subscription-canceled = يستمر الاشتراك حتى نهايته. يُرجى إعادة تفعيله في صفحة «اشتراك TestCloud» ثم إجراء الترقية.

subscription-past-due-title = التجديد الأخير غير مدفوع

subscription-past-due = يُرجى استبدال البطاقة في صفحة «اشتراك TestCloud»؛ ثم تُعاد محاولة التجديد.

subscription-ended-title = انتهى هذا الاشتراك

subscription-ended = لم يعد تغييره ممكنًا. يُرجى طلب اشتراك جديد.

renewal-in-progress-title = جارٍ تنفيذ التجديد

renewal-in-progress = لم يكتمل الدفع عن الفترة التالية بعد. يمكن إجراء الترقية فور اكتماله. إذا استغرق ذلك أكثر من يوم، فتواصل مع الدعم.

subscription-unchanged-title = لا يوجد ما يلزم تغييره

subscription-unchanged = الاشتراك على هذه الحال بالفعل. يُرجى إعادة تحميل الصفحة لعرض حالته الحالية.

amount-above-gateway-limit-title = المبلغ أعلى من الحد المسموح بخصمه دفعة واحدة

amount-above-gateway-limit = يُرجى إضافة عدد أقل من الجلسات في كل مرة.

acknowledgement-required-title = لم يُحدَّد مربع الإقرار

acknowledgement-required = يُرجى الإقرار بأنه لا يمكن الرجوع من الفوترة السنوية إلى الشهرية قبل انتهاء المدة السنوية.

attempt-open-title = عملية دفع قيد التنفيذ

attempt-open = يُرجى الانتظار حتى تنتهي؛ فلا يمكن بدء عملية أخرى قبل ذلك.

attempt-unknown-title = لم تصلنا عملية الدفع هذه بعد

attempt-unknown = قد تصلنا لاحقًا.

attempt-not-cancelable-title = لم يعد التراجع عن عملية الدفع هذه ممكنًا

attempt-not-cancelable = إما أنها انتهت أو أن البنك يبتّ فيها الآن.

quote-already-paid-title = سبق الدفع بهذا السعر

quote-already-paid = الإيصال موجود في صفحة «اشتراك TestCloud».

quote-expired-title = لم يعد هذا السعر ساريًا

quote-expired = يُرجى التحقق من السعر الجديد قبل الدفع.

expected-due-mismatch-title = تغيّر السعر

expected-due-mismatch = يُرجى التحقق من السعر الجديد قبل الدفع.

version-changed-title = تغيّر الاشتراك في هذه الأثناء

version-changed = يُرجى التحقق مما تبقّى من الترقية قبل الدفع.

payment-method-missing-title = يلزم وجود بطاقة

payment-method-missing = يُرجى إضافة بطاقة ثم الدفع.

payment-method-expired-title = انتهت صلاحية البطاقة

payment-method-expired = يُرجى استخدام بطاقة أخرى ثم الدفع.

payment-method-changed-title = تم استبدال البطاقة المحفوظة

payment-method-changed = يُرجى التحقق من البطاقة التي يُخصم منها الآن ثم الدفع.

setup-unfinished-title = لم تُحفظ أي بطاقة

setup-unfinished = أُغلقت صفحة بوابة الدفع أو انتهت صلاحيتها، أو أن الرابط غير صالح. لم تتغير البطاقة المحفوظة. يمكنك إضافة بطاقة مرة أخرى.

payment-method-refused-title = لا يمكن استخدام البطاقة

payment-method-refused = لم تعد هذه البطاقة لدى بوابة الدفع. أضفها مرة أخرى أو استخدم بطاقة أخرى.

payment-declined-title = رُفضت عملية الدفع

payment-declined = يُرجى استخدام بطاقة أخرى أو مراجعة البنك.

gateway-unavailable-title = الدفع غير ممكن حاليًا

gateway-unavailable = تعذّر الوصول إلى بوابة الدفع. يُرجى إعادة المحاولة بعد بضع دقائق.

service-unavailable-title = خدمة الفوترة مشغولة

service-unavailable = يُرجى إعادة المحاولة بعد قليل. ما أدخلته لا يزال هنا.

unrecognized-title = حدث خطأ من جانبنا

unrecognized = يُرجى إعادة المحاولة؛ وإذا تكرر ذلك، فيُرجى طلب المساعدة مع ذكر الرقم المرجعي.

request-not-accepted-title = لم يُقبل الطلب

request-not-accepted = ربما أصبحت هذه الصفحة قديمة. يُرجى إعادة تحميلها والتحقق مما أدخلته.

code-title = لم يُقبل الرمز الترويجي

no-price-title = لا يوجد سعر لهذا الاختيار

not-charged = لم يُخصم منك أي مبلغ.

charged-once = تمت عملية الدفع مرة واحدة؛ يُرجى عدم الدفع مرة أخرى.

charge-unknown = نتحقق مما إذا كانت عملية الدفع قد تمت. يُرجى عدم الدفع مرة أخرى.
