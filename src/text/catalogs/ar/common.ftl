try-again = إعادة المحاولة

skip-to-content = التخطي إلى المحتوى

settings = الإعدادات

subscription-management = إدارة الاشتراك

testcloud = TestCloud

sample-data = بيانات تجريبية

loading = جارٍ التحميل…

page-not-loaded = تعذّر تحميل هذه الصفحة

module-not-loaded = تعذّر تحميل جزء من هذه الصفحة

module-not-loaded-body = فتح الصفحة لا يؤدي إلى خصم أي مبلغ، وأي عملية دفع سبق إرسالها تُنفَّذ مرة واحدة على الأكثر. يُرجى التحقق من الاتصال بالإنترنت. إذا صدر إصدار جديد، فأعد تحميل الصفحة.

reload = إعادة تحميل الصفحة

reference = الرقم المرجعي: { $id }

monthly = شهرية

annual = سنوية

role-owner = مالك

role-admin = مسؤول

role-billing-manager = مدير الفوترة

role-user = مستخدم

sessions =
    { $count ->
        [zero] { $count } جلسة
        [one] جلسة واحدة
        [two] جلستان
        [few] { $count } جلسات
        [many] { $count } جلسة
       *[other] { $count } جلسة
    }

card-summary = بطاقة { $brand } المنتهية بالأرقام { $last4 }

document-title = { $page } · TestOps

breadcrumb = مسار التنقل

card-number-in-text = يبدو هذا كرقم بطاقة. يُرجى حذفه.

two-sentences = { $first } { $second }

stopped = توقفت هذه الصفحة عن العمل. يُرجى إعادة تحميلها للمتابعة. أي عملية دفع كانت قيد التنفيذ تُنفَّذ مرة واحدة على الأكثر، مهما حدث لهذه الصفحة.

language = اللغة

language-not-loaded = تعذّر تحميل هذه اللغة. يُرجى التحقق من الاتصال بالإنترنت واختيارها مرة أخرى.

help = المساعدة

print = طباعة

plan-summary =
    { $count ->
        [zero] { $count } جلسة
        [one] جلسة واحدة
        [two] جلستان
        [few] { $count } جلسات
        [many] { $count } جلسة
       *[other] { $count } جلسة
    }، { $cycle ->
        [annual] فوترة سنوية
       *[monthly] فوترة شهرية
    }

before-to-after = { $before } ← { $after }

back-to-subscription = العودة إلى اشتراك TestCloud

billing-cycle = دورة الفوترة

additional-sessions = الجلسات الإضافية

price-per-session = سعر الجلسة

next-billing-date = تاريخ الفوترة التالي

next-billing-amount = مبلغ الفوترة التالي

renewal = التجديد

automatic-renewal = تجديد تلقائي
