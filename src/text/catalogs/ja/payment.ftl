pay = { $amount } を支払う

confirm-free = アップグレードを確定（支払いなし）

paying = 支払い処理中…

confirming = 確定しています…

payment-takes-long = 通常より時間がかかっています。ご安心ください。このページの状態にかかわらず、支払いが二重に行われることはありません。このページを閉じて、後で「サブスクリプション管理」に戻ることもできます。

price-valid-for = この価格の有効期限まで残り { $clock }

price-expired = この価格の有効期限が切れました。新しい価格を取得してください。入力内容は失われません。

price-expires-soon = この価格の有効期限まで残り 1 分を切りました。延長できます。

extend-price = 延長

amount-differs = 金額は { $sealed } です（概算は { $estimate } でした）。{ $reason }

reason-new-day = 日付（UTC）が変わったため、期間の残りが 1 日少なくなりました。

reason-seconds = 概算の時点から { $seconds } 秒が経過しました。

reason-changed = その間にサブスクリプションが変更されました。

reason-prices = その間に価格、税、またはアカウント残高が変わりました。

subscription-changed = 操作中にサブスクリプションが変更されました

subscription-changed-by = { $at } に { $name } さんが「{ $before }」から「{ $after }」に変更しました。料金は請求されていません。支払額は { $was } でしたが、現在、同じ合計セッション数にすると { $is } になります。

subscription-changed-by-no-amount = { $at } に { $name } さんが「{ $before }」から「{ $after }」に変更しました。料金は請求されていません。以前の支払額 { $was } は適用されなくなりました。

choose-upgrade-again = アップグレードを見直す

attempt-open = 手続き中の支払いがあります

amount-changed = 金額が変わりました

amount-changed-body = 金額は { $was } から { $is } に変わりました。支払う前に確認してください。

amount-not-shown-title = 金額を確認してください

amount-not-shown-body = ボタンにこの見積もりの金額が表示されていませんでした。請求は行われていません。金額を表示し直しましたので、確認してから支払ってください。

translation-title = 翻訳をオフにしてください

translation-body = ブラウザの翻訳または拡張機能により、このページの金額が変更されています。請求は行われていません。このページの翻訳をオフにしてから支払ってください。

outcome-unknown = この支払いが完了したかどうかは、まだ確認できていません

outcome-unknown-body = 再度の支払い手続きを行わないでください。引き続き確認を行い、結果がわかり次第ここに表示します。このページを閉じて、後で「サブスクリプション管理」に戻ることもできます。

charged-not-applied = カードへの請求は行われましたが、アップグレードはまだ適用されていません

charged-not-applied-body = 請求をアップグレードに適用できなかったため、担当者が確認しています。再度の支払い手続きを行わないでください。下記の照会番号を添えてサポートにお問い合わせください。

upgrade-not-applied = アップグレードは適用されませんでした

upgrade-not-applied-body = このアップグレードの料金がカードに請求されています。返金については、下記の照会番号を添えてサポートにお問い合わせください。アップグレードは選び直すことができます。

canceling = この支払いをキャンセルしています

canceling-body = このお支払いをキャンセルしています。その前に請求が行われていた場合は、ここに領収書が表示されます。

not-received = 支払いのリクエストがまだ届いていません

not-received-body = 後から届く可能性があります。金額を確認して、この画面でもう一度お支払いください。同じ支払いが再送信され、請求されるのは 1 回だけです。

declined-title = 支払いが拒否されました。料金は請求されていません。

declined-generic = カード会社が支払いを拒否しましたが、理由は示されていません。カード会社に問い合わせるか、別のカードを使用してください。

declined-insufficient-funds = カードの利用可能額が不足しています。別のカードを使用するか、カード会社にお問い合わせください。

declined-confirmation-failed = カード会社の本人認証が拒否されたか、失敗しました。もう一度お試しのうえ本人認証を完了するか、別のカードを使用してください。

declined-expired-card = カードの有効期限が切れています。別のカードを使用してください。

back-to-edit = TestCloud アップグレードに戻る

continue-without-code = コードなしで続ける

edit = 編集

change = 変更内容

payment = 支払い

upgrade = アップグレード

organization = 組織

tax-id = 納税者番号

paid-by = 支払者

no-card = 登録済みカードがありません。

card-expired = このカードは有効期限が切れています。別のカードを使用してください。

use-another-card = 別のカードを使用

add-card = カードを追加

nothing-due = 本日の支払いはないため、カードへの請求は行われません。

commitment-not-confirmed = 年払いから月払いに変更できないことを確認し、チェックを入れてください。

card-missing = カードを追加してください。

card-is-expired = 有効期限内のカードを使用してください。

quote-has-expired = 価格の有効期限が切れています。先に新しい価格を取得してください。

offline = オフラインです。接続が回復すると、支払いができるようになります。

updating-price = 新しい価格を取得中…

pay-note = セッションは、支払いが完了するとすぐに有効になります。返金は行われません。

free-note = アップグレードは、確定するとすぐに有効になります。

attempt-title = 支払い状況

receipt-title = 領収書

receipt-number = 領収書 { $number }

bank-confirmation-required = この支払いにはカード会社の本人認証が必要です

bank-confirmation-required-body = 15 分以内にカード会社のページで本人認証を行ってください。その後、このページに戻ります。すでに認証済みの場合は、このまま結果をお待ちください。

continue-to-bank = カード会社のページへ進む

cancel-payment = 支払いを中止

paid = 支払いが完了しました

paid-body = 支払いは 1 回のみ行われました。まもなく領収書が表示されます。

payment-canceled = この支払いは行われませんでした。料金は請求されていません。

payment-canceled-body = サブスクリプションに変更はありません。アップグレードを選び直すことができます。

reference = 参照番号

next-check = 次回確認日時

effective-from = 適用開始日時

charged = 請求額

no-card-charged = カードへの請求なし

quote-fingerprint = 見積もりのハッシュ値（SHA-256）

gateway-reference = 決済参照番号

download-csv = CSV をダウンロード

download-json = JSON をダウンロード

balance-change = アカウント残高は { $before } から { $after } になりました。

card = { $brand }（末尾 { $last4 }）、有効期限 { $expiry }

quoted-and-charged = 見積額 { $quoted }、請求額 { $charged }

next-check-in = { $seconds } 秒後に再確認します。

price-extended = 価格は、あと 15 分間有効です。

pay-consent = { $organization } の { $amount } を支払う

pay-consent-free = { $organization } をアップグレードする（支払いなし）

pay-consent-missing = チェックボックスをオンにして支払いを確認してください

button-not-visible-title = 支払いは送信されませんでした

button-not-visible = 金額または支払いボタンが隠れていたか、0.5 秒以上全体が表示されていませんでした。両方が見えることを確認してから、もう一度ボタンを押してください。

bank-opens-in-new-tab = 銀行のページは新しいタブで開きます。結果はこのページに表示されます。

receipt-notes = 返金と異議申し立て
refunded = { $date } に { $amount } を返金しました。
refund-failed = { $amount } の返金に失敗しました。請求はそのままです。
dispute-open = { $date } に { $amount } について銀行へ異議申し立てがありました。銀行の判断はまだ出ていません。
dispute-lost = { $amount } の異議申し立てが認められました。銀行がカード会員に返金しました。
dispute-closed = { $amount } の異議申し立ては終了しました。請求はそのままです。
