sign-in-title = TestOps にサインイン

sign-in = サインイン

signing-in = サインイン中…

email = メールアドレス

password = パスワード

email-missing = メールアドレスを入力してください。

password-missing = パスワードを入力してください。

sign-out = サインアウト

organizations-title = 組織を選択

no-organization = 組織を選択

no-organizations = まだどの組織にも所属していません。組織に所属している同僚に、追加を依頼してください。

organization-selector = 組織: { $name }

account-menu = サインイン中: { $name }

not-part-of-this-app = このアプリの対象外

testops = TestOps

studio = Studio

offline = オフラインです。入力内容は保持されています。価格の確認と支払いにはインターネット接続が必要です。

no-settings = この組織でのロールは「{ $role }」です。このロールで利用できる設定はここにはありません。

access-denied-title = アクセスできません

access-denied = 組織「{ $organization }」でのロールは「{ $role }」です。TestCloud サブスクリプションの表示とアップグレードができるのは、オーナーと請求管理者のみです。

who-can-act = 手続きできるメンバー

default-contact = この組織のオーナーまたは請求管理者です。

access-request-title = アップグレードを依頼

access-request-introduction = 手続きできるメンバーの「TestCloud サブスクリプション」ページに、この依頼が、準備済みのアップグレードとともに表示されます。依頼しただけでは何も購入されません。

access-request-sessions-hint = 任意。1 から 9,999 までの整数で入力してください。

access-request-sessions-invalid = 1 から 9,999 までの整数を入力するか、空欄のままにしてください。

access-request-same-cycle = 現在のまま

access-request-note = 備考

access-request-note-hint = 任意。500 文字以内で入力してください。パスワードやカード番号は記入しないでください。

access-request-note-too-long = 備考は 500 文字以内で入力してください。

access-request-empty = セッション数、請求サイクル、備考のいずれかを入力してください。

send-access-request = 依頼を送信

sending-access-request = 送信中…

access-request-sent-title = 依頼を送信しました

access-request-sent = 手続きできるメンバーの「TestCloud サブスクリプション」ページに表示されます。まだ何も購入されていません。

not-found-title = ページが見つかりません

not-found = この URL にはページがないか、所属していない組織のページです。

go-to-organizations = 組織の一覧へ

frame-session-ended-title = このページのセッションが終了しました

frame-session-ended = もう一度試してポータル経由でサインインするか、新しいタブで開いてください。入力した内容は失われません。

frame-not-started-title = ポータル内でこのページを開始できませんでした

frame-not-started = 新しいタブで続行できます。このページを開いても請求は発生していません。

open-in-new-tab = 新しいタブで開く

return-to-portal = { $portal } に戻る
