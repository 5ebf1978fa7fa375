title = اشتراك TestCloud

upgrade = ترقية

plan = الخطة

sessions = الجلسات المتوازية

period = الفترة الحالية

balance = رصيد الحساب

last-upgrade = آخر ترقية

details = الخطة والفوترة

price-of-cycle =
    { $cycle ->
        [annual] { $price } سنويًا، بفاتورة واحدة في السنة
       *[monthly] { $price } شهريًا
    }

from-to = من { $from } إلى { $to }

estimate = تقدير بأسعار اليوم

no-renewal = لا يوجد

ends = ينتهي في { $date }

unpaid-since = غير مدفوع منذ هذا التاريخ

balance-credit = رصيد دائن، يُستخدم في عملية الدفع التالية

balance-owed = مبلغ مستحق، يُضاف إلى عملية الدفع التالية

unknown-amount = غير معروف

status-active = نشط

status-canceled = ملغى

status-past-due = متأخر السداد

status-ended = منتهٍ

renews = يتجدد تلقائيًا في { $date }.

canceled-title = التجديد التلقائي متوقف

canceled = تعمل جلساتك حتى { $date } ثم تنتهي. لاستئناف التجديد التلقائي وإتاحة الترقية، يُرجى إعادة تفعيل الاشتراك.

past-due-title = التجديد الأخير غير مدفوع

past-due = تعذّر خصم قيمة التجديد. احفظ بطاقة صالحة لتُعاد المحاولة. لا يمكن إجراء أي ترقية قبل دفع قيمة التجديد.

ended-title = انتهى هذا الاشتراك

ended = استمر الاشتراك حتى { $date }. تبقى إيصالاته متاحة هنا.

attempt-title = عملية دفع قيد التنفيذ

attempt = عملية دفع بواسطة { $by } لم تنتهِ بعد. المبلغ: { $amount }؛ الاشتراك بعد الترقية: { $after }. لا يمكن إجراء أي ترقية أخرى حتى تنتهي هذه العملية.

view-payment = عرض عملية الدفع

by-at = { $by }، { $at }

requests = الترقيات المطلوبة

requested-sessions =
    { $add ->
        [zero] { $add } جلسة إضافية
        [one] جلسة إضافية واحدة
        [two] جلستان إضافيتان
        [few] { $add } جلسات إضافية
        [many] { $add } جلسة إضافية
       *[other] { $add } جلسة إضافية
    }

requested-both =
    { $add ->
        [zero] { $add } جلسة إضافية
        [one] جلسة إضافية واحدة
        [two] جلستان إضافيتان
        [few] { $add } جلسات إضافية
        [many] { $add } جلسة إضافية
       *[other] { $add } جلسة إضافية
    }، { $cycle ->
        [annual] فوترة سنوية
       *[monthly] فوترة شهرية
    }

requested-cycle =
    { $cycle ->
        [annual] فوترة سنوية
       *[monthly] فوترة شهرية
    }

requested-change = تغيير في الاشتراك

open-request = فتح الترقية المُعدّة

card = البطاقة المحفوظة

no-card = لا توجد بطاقة محفوظة. يُرجى إضافة بطاقة لدفع قيمة الترقيات والتجديدات.

expires = صالحة حتى { $expiry }

expired = انتهت صلاحيتها في { $expiry }

replace-card = استبدال البطاقة

add-card = إضافة بطاقة

card-title = طريقة الدفع

card-field = بيانات البطاقة

card-field-note = تُرسل بيانات البطاقة مباشرةً إلى بوابة الدفع، ولا يصل رقمها إلى هذه الصفحة أبدًا. وتُستخدم لدفع قيمة الترقيات التي تؤكدها وقيمة التجديدات.

saving-card = جارٍ حفظ البطاقة…

card-saved-title = تم حفظ البطاقة

card-saved = أصبحت { $card } هي البطاقة المحفوظة، وسيُخصم منها من الآن فصاعدًا.

renewed = تم دفع قيمة التجديد المستحق. الاشتراك نشط.

still-past-due = لم يُدفع مبلغ التجديد بعد. يُرجى استخدام بطاقة أخرى أو مراجعة البنك. بعد رفض عدة بطاقات، تُجرَّب البطاقة الجديدة خلال ساعة.

card-field-missing-title = تعذّر تحميل حقل البطاقة

card-field-missing = بوابة الدفع لا تستجيب. لم يُحفظ أي شيء ولم يُخصم أي مبلغ. يُرجى إعادة المحاولة بعد قليل.

history = السجل

no-history = لا توجد مدفوعات بعد. تظهر هنا إيصالات الترقيات والتجديدات.

date = التاريخ

change = التغيير

by = بواسطة

charged = المبلغ المدفوع

receipt = الإيصال

newer = الأحدث

older = الأقدم

page-of = الصفحة { $page } من { $pages }

cancel = إلغاء الاشتراك

cancel-title = إلغاء هذا الاشتراك؟

cancel-keeps =
    { $sessions ->
        [zero] تبقى لديك { $sessions } جلسة حتى { $until }، ثم تنتهي.
        [one] تبقى لديك جلسة واحدة حتى { $until }، ثم تنتهي.
        [two] تبقى لديك جلستان حتى { $until }، ثم تنتهيان.
        [few] تبقى لديك { $sessions } جلسات حتى { $until }، ثم تنتهي.
        [many] تبقى لديك { $sessions } جلسة حتى { $until }، ثم تنتهي.
       *[other] تبقى لديك { $sessions } جلسة حتى { $until }، ثم تنتهي.
    }

cancel-no-refund = لا يُرد أي مبلغ، ولا يُخصم أي مبلغ آخر.

cancel-no-upgrade = لا يمكن إجراء أي ترقية ما لم يُعَد تفعيل الاشتراك.

cancel-undo = يمكنك إعادة التفعيل في أي وقت قبل { $until } من دون أي تكلفة.

cancel-unpaid = إذا كان مبلغ التجديد غير المدفوع قد خُصم بالفعل، تستمر الجلسات حتى نهاية الفترة الجديدة. وإلا فإنها تنتهي الآن ولا يُخصم أي مبلغ.

keep-subscription = الإبقاء على الاشتراك

cancel-confirm = إيقاف التجديد

canceling = جارٍ الإيقاف…

reactivate = إعادة التفعيل

reactivate-title = إعادة تفعيل هذا الاشتراك؟

reactivate-renews = يتجدد تلقائيًا في { $date } بمبلغ تقديري قدره { $amount }.

reactivate-free = لا يُخصم أي مبلغ اليوم. يمكنك الإلغاء مجددًا في أي وقت.

not-now = ليس الآن

reactivate-confirm = إعادة تفعيل الاشتراك

reactivating = جارٍ إعادة التفعيل…
