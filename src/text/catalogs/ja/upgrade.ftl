upgrading-title = TestCloud アップグレード

review-title = アップグレード内容の確認

add-one-session = 1 セッション増やす

remove-one-session = 1 セッション減らす

have-a-code = プロモーションコードを使用する

promotion-code = プロモーションコード

amount-due-today = 本日の支払額

estimate-note = 本日の価格に基づく概算です。確認画面では価格が 15 分間保証されます。

review-upgrade = 内容を確認

no-amount = –

resulting-sessions = 現在 { $now } + 追加 { $more } = { $total } セッション

sessions-range = 0 から { $most } まで（合計で最大 { $in-total }）。

at-most-sessions = このプランで追加できるのは、最大 { $most } セッションです。

at-least-sessions = ここではセッションを減らせません。

entry-empty = 追加するセッション数を 0 から { $most } までの数で入力してください。

entry-not-whole = 0 から { $most } までの整数を、半角数字のみで入力してください。

entry-out-of-range = このプランで追加できるのは { $most } セッションまでです。0 から { $most } までの数を入力してください。

cycle-price =
    { $cycle ->
        [annual] 1 セッションあたり { $price }、年 1 回請求
       *[monthly] 1 セッションあたり { $price }、毎月請求
    }

annual-saving = 12 か月で { $amount }（{ $percent }）の節約（本日の価格に基づく）

annual-is-one-way = 年払いから月払いには変更できません。月払いは、年払いの契約期間が終了する { $until } から再び申し込めます。

already-annual = このサブスクリプションは年払いで、契約期間中は年払いのままです。月払いは { $until } から再び申し込めます。

acknowledge-one-way = { $until } より前には年払いから月払いに変更できないことを理解しました。

apply-code = 適用

checking-code = 確認中…

remove-code = 削除

now = 現在

after-the-upgrade = アップグレード後

code-applied = { $code } を適用しました。

code-takes-percent = このアップグレードの料金が { $percent } 割引になります。

code-takes-amount = このアップグレードの料金が { $amount } 割引になります。使い切れなかった分は失効します。

code-at-renewal =
    { $renewals ->
        [0] このコードは更新額に影響しません。{ $from } からの更新額は { $next } です。
        [1] 次回の更新も { $percent } 割引になります。{ $from } の更新額は { $next } です。
       *[other] 次回から { $renewals } 回の更新も { $percent } 割引になります。{ $from } からの更新額は { $next } です。
    }

code-not-started = このコードはまだ有効期間に入っていません。後でもう一度お試しいただくか、コードなしで続けてください。

code-expired = このコードは有効期限が切れています。コードなしで続けるか、別のコードを入力してください。

code-currency-mismatch = このコードは別の通貨用です。コードなしで続けるか、別のコードを入力してください。

code-cycle-mismatch = このコードは、選択した請求サイクルには使用できません。もう一方の請求サイクルを選択するか、コードなしで続けてください。

code-min-sessions = このコードを使用するには、合計セッション数が足りません。セッションを追加するか、コードなしで続けてください。

code-exhausted = このコードは利用上限に達しています。コードなしで続けるか、別のコードを入力してください。

code-already-used = この組織では、このコードをすでに使用しています。コードなしで続けるか、別のコードを入力してください。

code-unknown = このコードは見つかりません。コードを確認するか、コードなしで続けてください。

code-malformed = コードは 3 文字以上 32 文字以内で、使用できるのは英字、数字、ハイフン、アンダースコアです。コードを確認するか、コードなしで続けてください。

charge-formula = { $sessions } セッション x { $price } x { $units }/{ $of } 日 = { $amount }

charge-formula-seconds = { $sessions } セッション x { $price } x { $units }/{ $of } 秒 = { $amount }

annual-formula = { $sessions } セッション x 年額 { $price } = { $amount }

credit-formula = 支払い済み { $paid } x 未使用 { $units }/{ $of } 日 = { $amount }

credit-formula-seconds = 支払い済み { $paid } x 未使用 { $units }/{ $of } 秒 = { $amount }

credit-with-tax = { $formula }、対応する支払い済みの税額 { $tax }

credit-share = { $of } 日のうち { $units } 日が未使用

credit-share-seconds = { $of } 秒のうち { $units } 秒が未使用

percent-formula = { $base } x { $percent } = { $amount }

fixed-formula = { $worth }（上限は請求額の { $charge }） = { $amount }

added-sessions-line = 追加 { $count } セッション

annual-line = { $count } セッション、年払い

credit-line = 未使用期間のクレジット

discount-line = プロモーションコード { $code }

tax-line = 税（{ $percent }）

sessions-heading = セッション

how-it-comes-about = 金額の内訳

total = 合計

codes-rate-limited = コードの試行回数が多すぎます。数分待ってからもう一度お試しいただくか、コードなしで続けてください。

attempt-is-open = { $by } さんがこのサブスクリプションのアップグレードの支払いを進めています。その支払いが終わると、別のアップグレードを開始できます。

look-at-attempt = 支払い状況を表示

past-due = 前回の更新料金を請求できませんでした。先にカードを変更してください。変更後、更新料金の請求が再試行されます。

replace-card = カードを変更

ended = このサブスクリプションは終了しており、アップグレードできません。

canceled = このサブスクリプションは解約済みです。{ $until } まで利用でき、更新はされません。アップグレードするには再開してください。

reactivate = サブスクリプションを再開

rounding-rule = 各行は正確に計算したうえで、通貨の最小単位に 1 回だけ四捨五入します。日数は UTC の日付で数え、当日は 1 日分として含めます。

rounding-rule-seconds = 各行は正確に計算したうえで、通貨の最小単位に 1 回だけ四捨五入します。期間は秒単位で数えます。

balance-credit = アカウントのクレジット

balance-owed = 以前の未払い分

credit-kept = { $amount } はアカウント残高に残り、次回の請求に充当されます。カードへの返金はありません。

owed-later = { $amount } は最低請求額に満たないため、次回の請求に加算されます。

amount-is = 本日の支払額は { $amount } です。

amount-is-more = 本日の支払額は { $amount } です。変更前より { $by } 増えました。

amount-is-less = 本日の支払額は { $amount } です。変更前より { $by } 減りました。

no-amount-nothing-chosen = セッションを追加するか年払いを選択すると、金額が表示されます。

no-amount-sessions = セッション数を修正すると、金額が表示されます。

no-amount-period-ended = 請求期間がちょうど終了しました。ページを再読み込みして、新しい請求期間を表示してください。

no-amount-too-large = 金額が大きすぎるため、ここでは計算できません。お問い合わせください。料金は請求されていません。

no-amount-otherwise = この金額を計算できません。ページを再読み込みしてください。料金は請求されていません。

renews-at = { $date } に { $amount } で自動更新されます。返金はありません。

errors-title = 続ける前に次の点をご確認ください

prepared-for-other = このアップグレードは、セッション数が { $from } のときに、{ $add } を追加する内容で準備されました。現在のセッション数は { $today } です。希望する内容を選択してください。

choose-same-addition = 現在の数に { $add } を追加（合計 { $total }）

choose-same-total = 準備時と同じ合計 { $total } にする（{ $add } を追加）

address-unreadable = URL の一部を読み取れませんでした

address-parts = 反映されなかった項目: { $parts }。以下の入力内容を確認してください。

part-sessions = 追加するセッション数

part-from = 準備時のセッション数

part-cycle = 請求サイクル

part-code = プロモーションコード

summary = 概要

choose-first = 準備済みのアップグレードを現在の契約にどう適用するか、選択してください。

error-title = エラー: { $title }

period-title = 請求期間

period-used = 経過分

period-left = 残り

period-paid-now = 今回の支払い分

period-credited = クレジット分

period-today = 本日 { $date }

period-renews = { $date } に更新

period-described = 請求期間は { $from } から { $to } までです。本日は { $today } です。

period-described-sessions = 請求期間は { $from } から { $to } までです。本日は { $today } です。追加する { $sessions } セッションの料金は、本日から { $to } までの分です。{ $to } にすべてが更新されます。

period-described-annual = { $from } から { $to } までの月払いの期間は、本日 { $today } に終了します。残りの期間分はクレジットになり、新しい年払いの期間が始まります。この期間は { $end } まで支払い済みとなり、その日に更新されます。

before-and-after = 変更前と変更後

next-twelve-months = 今後 12 か月

twelve-months-note = 本日の支払いと、{ $until } より前のすべての更新を合計した金額です（本日の価格と税率に基づく）。

break-even = { $month }に年払いのほうが割安になります。月払いの場合、それまでの { $payments } 回分の支払額が年払いの額を上回ります。

break-even-today = 本日以降、年払いの費用が月払いを上回ることはありません。

no-break-even = 最初の 12 か月の間は、年払いのほうが割安になることはありません。

copy-calculation = 計算をコピー

calculation-copied = 計算をコピーしました。

calculation-not-copied = 計算をコピーできませんでした。代わりに、ページ上で選択してください。

introduction = セッションの追加、年払いへの変更、またはその両方ができます。金額は入力に合わせて変わり、計算の内訳も表示されます。内容を確認して支払うまで、料金は請求されません。
