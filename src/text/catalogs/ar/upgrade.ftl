upgrading-title = ترقية TestCloud

review-title = مراجعة الترقية

add-one-session = إضافة جلسة واحدة

remove-one-session = إزالة جلسة واحدة

have-a-code = لديّ رمز ترويجي

promotion-code = الرمز الترويجي

amount-due-today = المبلغ المستحق اليوم

estimate-note = تقدير بأسعار اليوم. يُثبَّت السعر في صفحة المراجعة لمدة 15 دقيقة.

review-upgrade = مراجعة الترقية

no-amount = –

resulting-sessions =
    الحالي { $now } + الإضافي { $more } = { $total ->
        [zero] { $total } جلسة
        [one] جلسة واحدة
        [two] جلستان
        [few] { $total } جلسات
        [many] { $total } جلسة
       *[other] { $total } جلسة
    }

sessions-range = من 0 إلى { $most }، على ألا يتجاوز الإجمالي { $in-total }.

at-most-sessions = الحد الأقصى للجلسات الإضافية في هذه الخطة هو { $most }.

at-least-sessions = لا يمكن تقليل عدد الجلسات هنا.

entry-empty = يُرجى إدخال عدد الجلسات الإضافية، من 0 إلى { $most }.

entry-not-whole = يُرجى إدخال عدد صحيح من 0 إلى { $most }، بالأرقام فقط.

entry-out-of-range = الحد الأقصى للجلسات الإضافية في هذه الخطة هو { $most }. يُرجى إدخال عدد من 0 إلى { $most }.

cycle-price =
    { $cycle ->
        [annual] { $price } للجلسة، بفاتورة سنوية واحدة
       *[monthly] { $price } للجلسة، بفاتورة شهرية
    }

annual-saving = توفير { $amount } ({ $percent }) خلال 12 شهرًا بأسعار اليوم

annual-is-one-way = لا يمكن الرجوع من الفوترة السنوية إلى الشهرية. يمكن الاشتراك شهريًا من جديد اعتبارًا من { $until }، عند انتهاء المدة السنوية.

already-annual = هذا الاشتراك سنوي ويظل سنويًا طوال مدته. يمكن الاشتراك شهريًا من جديد اعتبارًا من { $until }.

acknowledge-one-way = أدرك أنه لا يمكن الرجوع من الفوترة السنوية إلى الشهرية قبل { $until }.

apply-code = تطبيق

checking-code = جارٍ التحقق…

remove-code = إزالة

now = الآن

after-the-upgrade = بعد الترقية

code-applied = تم تطبيق الرمز { $code }.

code-effect-percent = تخفيض بنسبة { $percent } على رسوم هذه الترقية.

code-effect-amount = تخفيض قدره { $amount } على رسوم هذه الترقية. ويسقط ما لا يُستخدم منه.

code-at-renewal =
    { $renewals ->
        [zero] لا يغيّر الرمز مبالغ التجديد: يتجدد الاشتراك بمبلغ { $next } اعتبارًا من { $from }.
        [one] يمنح الرمز أيضًا تخفيضًا بنسبة { $percent } على التجديد التالي: يتجدد الاشتراك بمبلغ { $next } في { $from }.
        [two] يمنح الرمز أيضًا تخفيضًا بنسبة { $percent } على التجديدين التاليين: يتجدد الاشتراك بمبلغ { $next } اعتبارًا من { $from }.
        [few] يمنح الرمز أيضًا تخفيضًا بنسبة { $percent } على التجديدات الـ { $renewals } التالية: يتجدد الاشتراك بمبلغ { $next } اعتبارًا من { $from }.
        [many] يمنح الرمز أيضًا تخفيضًا بنسبة { $percent } على التجديدات الـ { $renewals } التالية: يتجدد الاشتراك بمبلغ { $next } اعتبارًا من { $from }.
       *[other] يمنح الرمز أيضًا تخفيضًا بنسبة { $percent } على التجديدات الـ { $renewals } التالية: يتجدد الاشتراك بمبلغ { $next } اعتبارًا من { $from }.
    }

code-not-started = لم يبدأ سريان هذا الرمز بعد. يُرجى تجربته لاحقًا أو المتابعة من دونه.

code-expired = انتهت صلاحية هذا الرمز. يُرجى المتابعة من دونه أو إدخال رمز آخر.

code-currency-mismatch = هذا الرمز مخصص لعملة أخرى. يُرجى المتابعة من دونه أو إدخال رمز آخر.

code-cycle-mismatch = هذا الرمز غير مخصص لدورة الفوترة المختارة. يُرجى اختيار الدورة الأخرى أو المتابعة من دونه.

code-min-sessions = يتطلب هذا الرمز عددًا إجماليًا أكبر من الجلسات. يُرجى إضافة جلسات أو المتابعة من دونه.

code-exhausted = استُنفدت مرات استخدام هذا الرمز. يُرجى المتابعة من دونه أو إدخال رمز آخر.

code-already-used = سبق أن استخدمت مؤسستك هذا الرمز. يُرجى المتابعة من دونه أو إدخال رمز آخر.

code-unknown = هذا الرمز غير معروف لدينا. يُرجى التحقق من الرمز أو المتابعة من دونه.

code-malformed = يتكوّن الرمز من 3 إلى 32 خانة من الأحرف أو الأرقام أو الواصلات أو الشرطات السفلية. يُرجى التحقق من الرمز أو المتابعة من دونه.

charge-formula =
    { $sessions ->
        [zero] { $sessions } جلسة
        [one] جلسة واحدة
        [two] جلستان
        [few] { $sessions } جلسات
        [many] { $sessions } جلسة
       *[other] { $sessions } جلسة
    } × { $price } × { $units } من { $of ->
        [zero] { $of } يوم
        [one] يوم واحد
        [two] يومين
        [few] { $of } أيام
        [many] { $of } يومًا
       *[other] { $of } يوم
    } = { $amount }

charge-formula-seconds =
    { $sessions ->
        [zero] { $sessions } جلسة
        [one] جلسة واحدة
        [two] جلستان
        [few] { $sessions } جلسات
        [many] { $sessions } جلسة
       *[other] { $sessions } جلسة
    } × { $price } × { $units } من { $of ->
        [zero] { $of } ثانية
        [one] ثانية واحدة
        [two] ثانيتين
        [few] { $of } ثوانٍ
        [many] { $of } ثانية
       *[other] { $of } ثانية
    } = { $amount }

annual-formula =
    { $sessions ->
        [zero] { $sessions } جلسة
        [one] جلسة واحدة
        [two] جلستان
        [few] { $sessions } جلسات
        [many] { $sessions } جلسة
       *[other] { $sessions } جلسة
    } × { $price } لسنة واحدة = { $amount }

credit-formula =
    المدفوع { $paid } × غير المستخدم { $units } من { $of ->
        [zero] { $of } يوم
        [one] يوم واحد
        [two] يومين
        [few] { $of } أيام
        [many] { $of } يومًا
       *[other] { $of } يوم
    } = { $amount }

credit-formula-seconds =
    المدفوع { $paid } × غير المستخدم { $units } من { $of ->
        [zero] { $of } ثانية
        [one] ثانية واحدة
        [two] ثانيتين
        [few] { $of } ثوانٍ
        [many] { $of } ثانية
       *[other] { $of } ثانية
    } = { $amount }

credit-with-tax = { $formula }، مع { $tax } من الضريبة المدفوعة عليه

credit-share =
    غير المستخدم: { $units } من { $of ->
        [zero] { $of } يوم
        [one] يوم واحد
        [two] يومين
        [few] { $of } أيام
        [many] { $of } يومًا
       *[other] { $of } يوم
    }

credit-share-seconds =
    غير المستخدم: { $units } من { $of ->
        [zero] { $of } ثانية
        [one] ثانية واحدة
        [two] ثانيتين
        [few] { $of } ثوانٍ
        [many] { $of } ثانية
       *[other] { $of } ثانية
    }

percent-formula = { $percent } من { $base } = { $amount }

fixed-formula = { $worth }، بما لا يتجاوز الرسوم البالغة { $charge } = { $amount }

added-sessions-line =
    { $count ->
        [zero] { $count } جلسة إضافية
        [one] جلسة إضافية واحدة
        [two] جلستان إضافيتان
        [few] { $count } جلسات إضافية
        [many] { $count } جلسة إضافية
       *[other] { $count } جلسة إضافية
    }

annual-line =
    { $count ->
        [zero] { $count } جلسة، فوترة سنوية
        [one] جلسة واحدة، فوترة سنوية
        [two] جلستان، فوترة سنوية
        [few] { $count } جلسات، فوترة سنوية
        [many] { $count } جلسة، فوترة سنوية
       *[other] { $count } جلسة، فوترة سنوية
    }

credit-line = رصيد دائن عن المدة غير المستخدمة

discount-line = الرمز الترويجي { $code }

tax-line = ضريبة بنسبة { $percent }

sessions-heading = الجلسات

calculation-title = كيفية احتساب المبلغ

total = الإجمالي

codes-rate-limited = تمت تجربة رموز كثيرة جدًا. يُرجى الانتظار بضع دقائق ثم إعادة المحاولة، أو المتابعة من دون رمز.

attempt-is-open = عملية دفع بواسطة { $by } لترقية هذا الاشتراك لم تنتهِ بعد. يمكن بدء عملية أخرى بعد انتهائها.

view-payment = عرض حالة العملية

past-due = تعذّر خصم قيمة التجديد الأخير. يُرجى استبدال البطاقة أولًا؛ ثم تُعاد محاولة التجديد.

replace-card = استبدال البطاقة

ended = انتهى هذا الاشتراك ولا يمكن ترقيته.

canceled = هذا الاشتراك ملغى: يستمر حتى { $until } ولا يتجدد. لترقيته، يُرجى إعادة تفعيله.

reactivate = إعادة تفعيل الاشتراك

rounding-rule = يُحتسب كل بند بدقة ويُقرَّب مرة واحدة إلى أصغر وحدة من العملة، مع تقريب النصف بعيدًا عن الصفر. الأيام محسوبة بتوقيت UTC؛ ويُحتسب اليوم الحالي كاملًا.

rounding-rule-seconds = يُحتسب كل بند بدقة ويُقرَّب مرة واحدة إلى أصغر وحدة من العملة، مع تقريب النصف بعيدًا عن الصفر. يُحتسب الوقت بالثواني.

balance-credit = رصيد دائن في الحساب

balance-owed = مبلغ مستحق سابق

credit-kept = يبقى { $amount } في رصيد الحساب للفاتورة التالية. لا يُرد أي مبلغ إلى أي بطاقة.

owed-later = المبلغ { $amount } أقل من أدنى مبلغ يمكن خصمه، لذا يُضاف إلى الفاتورة التالية.

amount-is = المبلغ المستحق اليوم: { $amount }.

amount-is-more = المبلغ المستحق اليوم: { $amount }، بزيادة قدرها { $by } عن السابق.

amount-is-less = المبلغ المستحق اليوم: { $amount }، بانخفاض قدره { $by } عن السابق.

no-amount-nothing-chosen = لعرض المبلغ، يُرجى إضافة جلسات أو اختيار الفوترة السنوية.

no-amount-sessions = لعرض المبلغ، يُرجى تصحيح عدد الجلسات.

no-amount-period-ended = انتهت فترة الفوترة للتو. يُرجى إعادة تحميل الصفحة لعرض الفترة الجديدة.

no-amount-too-large = هذا المبلغ أكبر من أن يُحتسب هنا. يُرجى التواصل معنا.

no-amount-unknown = تعذّر احتساب هذا المبلغ. يُرجى إعادة تحميل الصفحة.

renews-at = يتجدد تلقائيًا بمبلغ { $amount } في { $date }. المبالغ المدفوعة غير قابلة للاسترداد.

errors-title = قبل المتابعة

prepared-for-other = أُعدّت هذه الترقية حين كان عدد الجلسات { $from }، وكان المطلوب إضافة { $add }. عدد الجلسات اليوم { $today }. يُرجى اختيار المطلوب.

choose-same-addition = إضافة { $add } إلى العدد الحالي (الإجمالي { $total })

choose-same-total = الوصول إلى الإجمالي المُعدّ { $total } (بإضافة { $add })

link-partly-invalid = تعذّرت قراءة جزء من الرابط

ignored-parameters = تم تجاهل ما يلي: { $parts }. يُرجى التحقق من البيانات المدخلة أدناه.

parameter-from = عدد الجلسات عند الإعداد

parameter-cycle = دورة الفوترة

parameter-code = الرمز الترويجي

summary = الملخص

code-not-applied = طبّق الرمز الترويجي، أو أفرغ الحقل للمتابعة من دونه.

choose-first = يُرجى تحديد المقصود اليوم بالترقية المُعدّة.

error-title = خطأ: { $title }

period-title = فترة الفوترة

period-used = المنقضي

period-left = المتبقي

period-paid-now = يُدفع الآن

period-credited = يُحوَّل إلى رصيد دائن

period-today = اليوم، { $date }

period-renews = التجديد في { $date }

period-described = تمتد فترة الفوترة من { $from } إلى { $to }. اليوم هو { $today }.

period-described-sessions =
    تمتد فترة الفوترة من { $from } إلى { $to }. اليوم هو { $today }؛ وتُدفع قيمة { $sessions ->
        [zero] { $sessions } جلسة إضافية
        [one] جلسة إضافية واحدة
        [two] جلستين إضافيتين
        [few] { $sessions } جلسات إضافية
        [many] { $sessions } جلسة إضافية
       *[other] { $sessions } جلسة إضافية
    } عن المدة من اليوم حتى { $to }، حين يتجدد الاشتراك بأكمله.

period-described-annual = الفترة الشهرية من { $from } إلى { $to } تنتهي اليوم، { $today }. يتحول ما تبقى منها إلى رصيد دائن، وتبدأ فترة سنوية جديدة مدفوعة حتى { $end }، حين تتجدد.

before-and-after = قبل الترقية وبعدها

next-twelve-months = الأشهر الـ 12 المقبلة

twelve-months-note = دفعة اليوم وكل تجديد قبل { $until }، بأسعار اليوم والضريبة السارية.

break-even =
    { $payments ->
        [zero] تصبح الفوترة السنوية أوفر في { $month }: فبحلول ذلك الوقت كانت { $payments } دفعة شهرية ستكلّف أكثر.
        [one] تصبح الفوترة السنوية أوفر في { $month }: فبحلول ذلك الوقت كانت دفعة شهرية واحدة ستكلّف أكثر.
        [two] تصبح الفوترة السنوية أوفر في { $month }: فبحلول ذلك الوقت كانت دفعتان شهريتان ستكلّفان أكثر.
        [few] تصبح الفوترة السنوية أوفر في { $month }: فبحلول ذلك الوقت كانت { $payments } دفعات شهرية ستكلّف أكثر.
        [many] تصبح الفوترة السنوية أوفر في { $month }: فبحلول ذلك الوقت كانت { $payments } دفعة شهرية ستكلّف أكثر.
       *[other] تصبح الفوترة السنوية أوفر في { $month }: فبحلول ذلك الوقت كانت { $payments } دفعة شهرية ستكلّف أكثر.
    }

break-even-today = لا تزيد تكلفة الفوترة السنوية على تكلفة الشهرية بدءًا من اليوم.

no-break-even = لا تصبح الفوترة السنوية أوفر خلال أشهرها الـ 12 الأولى.

copy-calculation = نسخ تفاصيل الاحتساب

calculation-copied = تم نسخ تفاصيل الاحتساب.

calculation-not-copied = تعذّر نسخ تفاصيل الاحتساب. يُرجى تحديدها في الصفحة بدلًا من ذلك.

introduction = يمكنك إضافة جلسات أو الانتقال إلى الفوترة السنوية أو كلا الأمرين. يتغير المبلغ مع كل إدخال وتظهر طريقة احتسابه، ولا يُخصم أي مبلغ قبل المراجعة والدفع.

filled-in-by = عبّأته { $portal }
