offline-title = 請求システムに接続できません

offline = インターネット接続を確認して、もう一度お試しください。入力内容は保持されています。

timeout-title = 請求システムが応答していません

timeout = 時間内に応答がありませんでした。入力内容は保持されています。しばらくしてから、もう一度お試しください。

signed-out-title = サインアウトされました

signed-out = もう一度サインインすると、このページに戻ります。

step-up-required-title = 再サインインが必要です

step-up-required = ポータルにもう一度サインインしてから、お支払いください。

cookies-blocked-title = Cookie がブロックされています

cookies-blocked = ブラウザーがセッション Cookie を拒否したため、サインインできませんでした。このサイトの Cookie を許可してから、もう一度サインインしてください。

malformed-title = 応答を読み取れませんでした

malformed = 請求システムから想定外の応答がありました。もう一度お試しください。繰り返し発生する場合は、担当者にご相談ください。

credentials-wrong-title = サインインできませんでした

credentials-wrong = メールアドレスまたはパスワードが正しくありません。両方を確認して、もう一度お試しください。

role-required-title = このロールでは操作できません

role-required = この操作を行えるのは、この組織のオーナーまたは請求管理者のみです。

not-found-title = 見つかりません

not-found = 存在しないか、所属していない組織のものです。

rate-limited-title = 試行回数が多すぎます

rate-limited = しばらくしてから、もう一度お試しください。入力内容は保持されています。

too-many-declines-title = 支払いの拒否が多すぎます

too-many-declines = 拒否されたお支払いについては、カード会社にお問い合わせください。遅くとも 1 時間後にはもう一度お支払いいただけます。

too-many-cards-title = カードの登録回数が多すぎます

too-many-cards = 登録済みカードは変更されていません。数分待ってから、カードをもう一度追加してください。

subscription-canceled-title = 自動更新はオフです

subscription-canceled = サブスクリプションは、現在の請求期間が終わるまで利用できます。「TestCloud サブスクリプション」ページで再開してから、アップグレードしてください。

subscription-past-due-title = 前回の更新料金が未払いです

subscription-past-due = 「TestCloud サブスクリプション」ページでカードを変更してください。変更すると、更新料金の請求が再試行されます。

subscription-ended-title = このサブスクリプションは終了しました

subscription-ended = これ以上変更できません。新しいサブスクリプションをご依頼ください。

renewal-in-progress-title = 更新を処理しています

renewal-in-progress = 次の期間の支払いがまだ完了していません。完了すると、アップグレードできるようになります。1 日以上かかる場合は、サポートにお問い合わせください。

subscription-unchanged-title = 変更する内容がありません

subscription-unchanged = サブスクリプションはすでにその状態です。ページを再読み込みすると、現在の状態が表示されます。

amount-above-gateway-limit-title = 金額が 1 回に請求できる上限を超えています

amount-above-gateway-limit = 一度に追加するセッション数を減らしてください。

acknowledgement-required-title = 確認のチェックが入っていません

acknowledgement-required = 年払いは、契約期間が終わるまで月払いに変更できません。確認のうえ、チェックを入れてください。

attempt-open-title = 手続き中の支払いがあります

attempt-open = その手続きが終わるまでお待ちください。それまで、別の支払いは開始できません。

attempt-unknown-title = この支払いのリクエストはまだ届いていません

attempt-unknown = 後から届く可能性があります。

attempt-not-cancelable-title = この支払いはもう中止できません

attempt-not-cancelable = すでに終了しているか、カード会社が承認処理を行っています。

quote-already-paid-title = この価格での支払いはすでに完了しています

quote-already-paid = 領収書は「TestCloud サブスクリプション」ページにあります。

quote-expired-title = この価格の有効期限が切れました

quote-expired = 支払う前に、新しい価格を確認してください。

expected-due-mismatch-title = 価格が変わりました

expected-due-mismatch = 支払う前に、新しい価格を確認してください。

version-changed-title = 操作中にサブスクリプションが変更されました

version-changed = 支払う前に、残りのアップグレード内容を確認してください。

payment-method-missing-title = カードが必要です

payment-method-missing = カードを追加してからお支払いください。

payment-method-expired-title = カードの有効期限が切れています

payment-method-expired = 別のカードでお支払いください。

payment-method-changed-title = 登録済みカードが変更されました

payment-method-changed = 現在どのカードに請求されるかを確認してからお支払いください。

setup-unfinished-title = カードは保存されませんでした

setup-unfinished = 決済ゲートウェイのページが閉じられたか有効期限が切れた、またはリンクが無効です。登録済みカードは変更されていません。カードは追加し直すことができます。

payment-method-refused-title = このカードは使用できません

payment-method-refused = 決済ゲートウェイにこのカードの情報がありません。もう一度追加するか、別のカードを使用してください。

payment-declined-title = 支払いが拒否されました

payment-declined = 別のカードを使用するか、カード会社にお問い合わせください。

gateway-unavailable-title = 現在、支払いができません

gateway-unavailable = 決済ゲートウェイに接続できません。数分後にもう一度お試しください。

service-unavailable-title = 請求システムが混み合っています

service-unavailable = しばらくしてから、もう一度お試しください。入力内容は保持されています。

unrecognized-title = システム側で問題が発生しました

unrecognized = もう一度お試しください。繰り返し発生する場合は、参照番号を添えて担当者にご相談ください。

request-not-accepted-title = リクエストを受け付けられませんでした

request-not-accepted = このページの情報が古い可能性があります。再読み込みして、入力内容を確認してください。

code-title = プロモーションコードを適用できませんでした

no-price-title = この内容では金額を計算できません

not-charged = 料金は請求されていません。

charged-once = 支払いは 1 回のみ行われ、完了しています。再度の支払い手続きを行わないでください。

charge-unknown = 支払いが完了したかどうかを確認しています。再度の支払い手続きを行わないでください。
