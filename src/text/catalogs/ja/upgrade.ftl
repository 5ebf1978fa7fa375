upgrading-title = TestCloud アップグレード

review-title = アップグレード内容の確認

add-one-session = 1 セッション増やす

remove-one-session = 1 セッション減らす

have-a-code = プロモーションコードをお持ちの場合

promotion-code = プロモーションコード

amount-due-today = 本日の支払額

estimate-note = 本日の価格に基づく概算です。確認画面では価格が 15 分間固定されます。

review-upgrade = 内容を確認

no-amount = –

resulting-sessions = 現在 { $now } + 追加 { $more } = { $total } セッション

sessions-range = 0 から { $most } まで追加できます（合計で最大 { $in-total } セッション）。

at-most-sessions = このプランで追加できるのは、最大 { $most } セッションです。

at-least-sessions = ここではセッションを減らせません。

entry-empty = 追加するセッション数を 0 から { $most } までの数で入力してください。

entry-not-whole = 0 から { $most } までの整数を、半角数字のみで入力してください。

entry-out-of-range = このプランで追加できるのは { $most } セッションまでです。0 から { $most } までの数を入力してください。

cycle-price =
    { $cycle ->
        [annual] 1 セッションあたり { $price }（年 1 回請求）
       *[monthly] 1 セッションあたり { $price }（毎月請求）
    }

annual-saving = 12 か月で { $amount }（{ $percent }）の節約（本日の価格に基づく）

annual-is-one-way = 年払いから月払いには変更できません。月払いは、年払いの契約期間が終了する { $until } から再び申し込めます。

already-annual = このサブスクリプションは年払いで、契約期間中は年払いのままです。月払いは { $until } から再び申し込めます。

acknowledge-one-way = { $until } より前には年払いから月払いに変更できないことを了承します。

apply-code = 適用

checking-code = 確認中…

remove-code = 削除

now = 現在

after-the-upgrade = アップグレード後

code-applied = { $code } を適用しました。

code-effect-percent = このアップグレードの料金が { $percent } 割引になります。

code-effect-amount = このアップグレードの料金から { $amount } が割り引かれます。使用されなかった分は失効します。

code-at-renewal =
    { $renewals ->
        [0] このコードは更新料金には適用されません。{ $from } からの更新時の請求額は { $next } です。
        [1] 次回の更新料金も { $percent } 割引になります。{ $from } の更新時の請求額は { $next } です。
       *[other] 次回から { $renewals } 回分の更新料金も { $percent } 割引になります。{ $from } からの更新時の請求額は { $next } です。
    }

code-not-started = このコードはまだ有効期間に入っていません。後でもう一度お試しいただくか、コードなしで続けてください。

code-expired = このコードは有効期限が切れています。コードなしで続けるか、別のコードを入力してください。

code-currency-mismatch = このコードは別の通貨用です。コードなしで続けるか、別のコードを入力してください。

code-cycle-mismatch = このコードは、選択した請求サイクルには使用できません。もう一方の請求サイクルを選択するか、コードなしで続けてください。

code-min-sessions = 合計セッション数が、このコードの利用条件に達していません。セッションを追加するか、コードなしで続けてください。

code-exhausted = このコードは利用上限に達しています。コードなしで続けるか、別のコードを入力してください。

code-already-used = この組織では、このコードをすでに使用しています。コードなしで続けるか、別のコードを入力してください。

code-unknown = このコードは見つかりません。コードを確認するか、コードなしで続けてください。

code-malformed = コードは 3 文字以上 32 文字以内で、使用できるのは英字、数字、ハイフン、アンダースコアです。コードを確認するか、コードなしで続けてください。

charge-formula = { $sessions } セッション × { $price } × { $units } 日 / { $of } 日 = { $amount }

charge-formula-seconds = { $sessions } セッション × { $price } × { $units } 秒 / { $of } 秒 = { $amount }

annual-formula = { $sessions } セッション × 年額 { $price } = { $amount }

credit-formula = 支払い済み { $paid } × 未使用 { $units } 日 / { $of } 日 = { $amount }

credit-formula-seconds = 支払い済み { $paid } × 未使用 { $units } 秒 / { $of } 秒 = { $amount }

credit-with-tax = { $formula }、および対応する支払い済み税額 { $tax }

credit-share = { $of } 日のうち { $units } 日が未使用

credit-share-seconds = { $of } 秒のうち { $units } 秒が未使用

percent-formula = { $base } × { $percent } = { $amount }

fixed-formula = { $worth }（料金 { $charge } が上限） = { $amount }

added-sessions-line = 追加 { $count } セッション

annual-line = { $count } セッション、年払い

credit-line = 未使用期間のクレジット

discount-line = プロモーションコード { $code }

tax-line = 税（{ $percent }）

sessions-heading = セッション

calculation-title = 金額の内訳

total = 合計

codes-rate-limited = コードの試行回数が多すぎます。数分待ってからもう一度お試しいただくか、コードなしで続けてください。

attempt-is-open = { $by } さんによるこのサブスクリプションのアップグレードの支払いが、まだ終わっていません。終わると、別のアップグレードを開始できます。

view-payment = 支払い状況を表示

past-due = 前回の更新料金を請求できませんでした。先にカードを変更してください。変更すると、更新料金の請求が再試行されます。

replace-card = カードを変更

ended = このサブスクリプションは終了しており、アップグレードできません。

canceled = このサブスクリプションは解約手続き済みです。{ $until } まで利用でき、更新はされません。アップグレードするには再開してください。

reactivate = サブスクリプションを再開

rounding-rule = 各明細行は端数を残して計算し、最後に 1 回だけ、通貨の最小単位未満を四捨五入します。日数は UTC の日付で数え、当日は 1 日分として含めます。

rounding-rule-seconds = 各明細行は端数を残して計算し、最後に 1 回だけ、通貨の最小単位未満を四捨五入します。期間は秒単位で数えます。

balance-credit = アカウントのクレジット

balance-owed = 以前の繰越請求分

credit-kept = { $amount } はアカウント残高に残り、次回の請求に充当されます。カードへの返金は行われません。

owed-later = { $amount } は最低請求額に満たないため、次回の請求に加算されます。

amount-is = 本日の支払額は { $amount } です。

amount-is-more = 本日の支払額は { $amount } です。変更前より { $by } 増えました。

amount-is-less = 本日の支払額は { $amount } です。変更前より { $by } 減りました。

no-amount-nothing-chosen = セッションを追加するか年払いを選択すると、金額が表示されます。

no-amount-sessions = セッション数を修正すると、金額が表示されます。

no-amount-period-ended = 請求期間が終了しました。ページを再読み込みして、新しい請求期間を表示してください。

no-amount-too-large = 金額が大きすぎるため、ここでは計算できません。お問い合わせください。

no-amount-unknown = この金額を計算できません。ページを再読み込みしてください。

renews-at = { $date } に { $amount } で自動更新されます。返金は行われません。

errors-title = 続ける前に次の点をご確認ください

prepared-for-other = このアップグレードは、{ $from } セッションのときに、{ $add } セッションを追加する内容で準備されました。現在は { $today } セッションです。希望する内容を選択してください。

choose-same-addition = 現在のセッション数に { $add } を追加（合計 { $total }）

choose-same-total = 準備時と同じ合計 { $total } にする（{ $add } を追加）

link-partly-invalid = URL の一部を読み取れませんでした

ignored-parameters = 反映されなかった項目: { $parts }。以下の入力内容を確認してください。

parameter-from = 「準備時のセッション数」

parameter-cycle = 「請求サイクル」

parameter-code = 「プロモーションコード」

summary = 概要

code-not-applied = プロモーションコードを適用してください。使わない場合は入力欄を空にしてください。

choose-first = 準備済みのアップグレードを現在のサブスクリプションにどう適用するか、選択してください。

error-title = エラー: { $title }

period-title = 請求期間

period-used = 経過分

period-left = 残り

period-paid-now = 今回の支払い分

period-credited = クレジット分

period-today = 本日 { $date }

period-renews = { $date } に更新

period-described = 請求期間は { $from } から { $to } までです。本日は { $today } です。

period-described-sessions = 請求期間は { $from } から { $to } までです。本日は { $today } です。追加する { $sessions } セッションの支払いは、本日から { $to } までの分です。{ $to } にすべてのセッションが更新されます。

period-described-annual = { $from } から { $to } までの月払いの期間は、本日 { $today } に終了します。残りの期間分はクレジットになり、新しい年払いの期間が始まります。この期間は { $end } まで支払い済みとなり、その日に更新されます。

before-and-after = 変更前と変更後

next-twelve-months = 今後 12 か月

twelve-months-note = 本日の支払いと、{ $until } より前のすべての更新を合計した金額です（本日の価格と税率に基づく）。

break-even = { $month }に年払いのほうが割安になります。月払いの場合、それまでの { $payments } 回分の支払額が年払いの支払額を上回ります。

break-even-today = 本日以降、年払いの費用が月払いを上回ることはありません。

no-break-even = 最初の 12 か月間で、年払いのほうが割安になることはありません。

copy-calculation = 計算内容をコピー

calculation-copied = 計算内容をコピーしました。

calculation-not-copied = 計算内容をコピーできませんでした。代わりに、ページ上で選択してください。

introduction = セッションの追加、年払いへの変更、またはその両方ができます。金額は入力に合わせて変わり、計算の内訳も表示されます。内容を確認して支払うまで、料金は請求されません。

filled-in-by = { $portal } が入力しました
