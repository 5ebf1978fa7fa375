title = TestCloud サブスクリプション

upgrade = アップグレード

plan = プラン

sessions = 並列セッション数

period = 現在の請求期間

balance = アカウント残高

last-upgrade = 前回のアップグレード

details = プランと請求

price-of-cycle =
    { $cycle ->
        [annual] 年額 { $price }（年 1 回請求）
       *[monthly] 月額 { $price }
    }

from-to = { $from }～{ $to }

estimate = 本日の価格に基づく概算

no-renewal = なし

ends = { $date } に終了

unpaid-since = この日から未払い

balance-credit = クレジット（次回の請求に充当）

balance-owed = 繰越請求分（次回の請求に加算）

unknown-amount = 不明

status-active = 有効

status-canceled = 解約手続き済み

status-past-due = 支払期限超過

status-ended = 終了

renews = { $date } に自動更新されます。

canceled-title = 自動更新はオフです

canceled = セッションは { $date } まで利用でき、その日に終了します。自動更新とアップグレードを行うには、サブスクリプションを再開してください。

past-due-title = 前回の更新料金が未払いです

past-due = 更新料金を請求できませんでした。有効なカードを保存すると、請求が再試行されます。支払いが完了するまでアップグレードできません。

confirm-renewal-body = 更新料金の支払いにはカード会社の本人認証が必要です。カード会社のページで本人認証を行うか、別のカードを保存してください。支払いが完了するまでアップグレードできません。

confirm-renewal = カード会社で本人認証を行う

opening-bank = カード会社のページを開いています…

ended-title = このサブスクリプションは終了しました

ended = 利用期間は { $date } まででした。領収書は引き続きここで確認できます。

attempt-title = 手続き中の支払いがあります

attempt = { $by } さんによる「{ $after }」へのアップグレードの支払い（{ $amount }）が、まだ終わっていません。終わるまで、ほかのアップグレードはできません。

view-payment = この支払いを表示

by-at = { $by }、{ $at }

requests = アップグレードの依頼

requested-sessions = { $add } セッションの追加

requested-both =
    { $add } セッションの追加、{ $cycle ->
        [annual] 年払い
       *[monthly] 月払い
    }

requested-cycle =
    { $cycle ->
        [annual] 年払い
       *[monthly] 月払い
    }

requested-change = サブスクリプションの変更

open-request = 準備済みのアップグレードを開く

card = 登録済みカード

no-card = 登録済みカードがありません。アップグレードと更新の支払いに使うカードを追加してください。

expires = 有効期限 { $expiry }

expired = 期限切れ（{ $expiry }）

replace-card = カードを変更

add-card = カードを追加

card-title = 支払い方法

card-page-note = カードは決済ゲートウェイのページで入力するため、このサービスがカード番号を受け取ることはありません。入力したカードが登録済みカードになり、確定したアップグレードの料金と更新料金が請求されます。

opening-card-page = 決済ゲートウェイのページを開いています…

continue-to-card-page = カードの入力ページへ進む

card-page-opens-in-new-tab = 決済ゲートウェイのページは新しいタブで開きます。カードを保存したら、このタブに戻ってください。カードはここに表示されます。

checking-card = カードが保存されたか確認しています…

card-pending-title = カードはまだ保存されていません

card-pending = 決済ゲートウェイのページがまだ開いているか、結果が届いていません。料金は請求されていません。ページでの入力を完了してからもう一度試すか、カードを追加し直してください。

card-saved-title = カードを保存しました

card-saved = { $card }を登録しました。今後はこのカードに請求されます。

renewed = 未払いだった更新料金の支払いが完了しました。サブスクリプションは有効です。

still-past-due = 更新料金はまだ支払われていません。別のカードを使用するか、カード会社にお問い合わせください。カードが何度も拒否された場合、新しいカードは 1 時間以内に試行されます。

history = 履歴

no-history = 支払いの履歴はまだありません。アップグレードと更新の領収書がここに表示されます。

date = 日付

change = 変更内容

by = 実行者

charged = 請求額

receipt = 領収書

newer = 新しい履歴

older = 古い履歴

page-of = { $page } / { $pages } ページ

cancel = サブスクリプションを解約

cancel-title = このサブスクリプションを解約しますか？

cancel-keeps = { $sessions } セッションは { $until } まで利用でき、その日に終了します。

cancel-no-refund = 返金は行われず、今後の請求も発生しません。

cancel-no-upgrade = 再開するまで、アップグレードはできません。

cancel-undo = { $until } より前であれば、いつでも無料で再開できます。

cancel-unpaid = 未払いの更新料金がすでに請求されている場合、セッションは新しい期間の終わりまで利用できます。まだ請求されていない場合、セッションは直ちに終了し、料金は請求されません。

keep-subscription = 解約しない

cancel-confirm = 自動更新をオフにする

canceling = オフに変更中…

reactivate = 再開

reactivate-title = このサブスクリプションを再開しますか？

reactivate-renews = { $date } に自動更新されます。更新時の請求額は { $amount }（概算）です。

reactivate-free = 本日の請求はありません。いつでも再び解約できます。

not-now = 今はしない

reactivate-confirm = サブスクリプションを再開

reactivating = 再開中…

returned = { $amount } 返金済み
