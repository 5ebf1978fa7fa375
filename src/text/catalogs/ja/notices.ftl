offline-title = 請求サービスに接続できません

offline = 接続を確認して、もう一度お試しください。入力内容はそのまま残っています。

timeout-title = 請求サービスが応答していません

timeout = 時間がかかりすぎました。入力内容はそのまま残っています。しばらくしてから、もう一度お試しください。

signed-out-title = サインアウトされました

signed-out = もう一度サインインしてください。その後、このページに戻ります。

malformed-title = 応答を読み取れませんでした

malformed = 請求サービスから想定外の応答がありました。もう一度お試しください。繰り返し発生する場合は、担当者にご相談ください。

credentials-wrong-title = サインインできませんでした

credentials-wrong = メールアドレスとパスワードが一致しません。両方を確認して、もう一度お試しください。

role-required-title = このロールでは操作できません

role-required = この操作を行えるのは、この組織のオーナーまたは請求管理者のみです。

not-found-title = 見つかりません

not-found = 存在しないか、所属していない組織のものです。

rate-limited-title = 試行回数が多すぎます

rate-limited = 1 分ほど待ってから、もう一度お試しください。入力内容はそのまま残っています。

subscription-canceled-title = 自動更新はオフです

subscription-canceled = サブスクリプションは期間の終わりまで利用できます。TestCloud サブスクリプションのページで再開してから、アップグレードしてください。

subscription-past-due-title = 前回の更新料金が未払いです

subscription-past-due = TestCloud サブスクリプションのページでカードを変更してください。変更後、更新料金の請求が再試行されます。

subscription-ended-title = このサブスクリプションは終了しました

subscription-ended = 変更はもうできません。新しいサブスクリプションをご依頼ください。

subscription-unchanged-title = 変更する内容がありません

subscription-unchanged = サブスクリプションはすでにその状態です。ページを再読み込みすると、現在の状態が表示されます。

amount-above-gateway-limit-title = 金額が 1 回に請求できる上限を超えています

amount-above-gateway-limit = 一度に追加するセッション数を減らすか、請求書払いをご依頼ください。

acknowledgement-required-title = チェックが 1 つ入っていません

acknowledgement-required = 年払いは、その期間が終わるまで月払いに戻せないことを確認してください。

attempt-open-title = 進行中の支払いがあります

attempt-open = その支払いが終わるまでお待ちください。それまで、別の支払いは開始できません。

attempt-unknown-title = この支払いのリクエストは届いていません

attempt-unknown = 新しい価格を取得し、その価格で支払ってください。

attempt-not-cancelable-title = この支払いはもう中止できません

attempt-not-cancelable = すでに終了しているか、カード会社がすでに承認の可否を判断しています。

quote-already-paid-title = この価格での支払いはすでに完了しています

quote-already-paid = 領収書は TestCloud サブスクリプションのページにあります。

quote-expired-title = この価格の有効期限が切れました

quote-expired = 支払う前に、新しい価格を確認してください。

expected-due-mismatch-title = 価格が変わりました

expected-due-mismatch = 支払う前に、新しい価格を確認してください。

version-changed-title = 操作中にサブスクリプションが変更されました

version-changed = 支払う前に、残っているアップグレード内容を確認してください。

payment-method-missing-title = カードが必要です

payment-method-missing = カードを追加してから支払ってください。

payment-method-expired-title = カードの有効期限が切れています

payment-method-expired = 別のカードを使用して支払ってください。

payment-method-changed-title = 登録済みカードが変更されました

payment-method-changed = 現在どのカードに請求されるかを確認してから支払ってください。

payment-method-refused-title = カードを保存できませんでした

payment-method-refused = もう一度入力するか、別のカードを使用してください。登録済みカードは変更されていません。

payment-declined-title = 支払いが拒否されました

payment-declined = 別のカードを使用するか、カード会社にお問い合わせください。

gateway-unavailable-title = 現在、支払いができません

gateway-unavailable = 決済ゲートウェイに接続できません。数分後にもう一度お試しください。

service-unavailable-title = 請求サービスが混み合っています

service-unavailable = しばらくしてから、もう一度お試しください。入力内容はそのまま残っています。

unrecognized-title = システム側で問題が発生しました

unrecognized = もう一度お試しください。繰り返し発生する場合は、参照番号を添えて担当者にご相談ください。

request-not-accepted-title = リクエストを受け付けられませんでした

request-not-accepted = このページの情報が古い可能性があります。再読み込みして、入力内容を確認してください。

code-title = プロモーションコードを適用できませんでした

no-price-title = この内容の価格はありません

not-charged = 料金は請求されていません。

charged-once = 支払いは 1 回だけ行われ、完了しています。再度支払わないでください。

charge-unknown = 料金が請求されたかどうかを確認中です。再度支払わないでください。
