try-again = 再試行

skip-to-content = 本文へ移動

settings = 設定

subscription-management = サブスクリプション管理

testcloud = TestCloud

sample-data = サンプルデータ

loading = 読み込み中…

page-not-loaded = このページを読み込めませんでした

module-not-loaded = このページの一部を読み込めませんでした

module-not-loaded-body = ページを開くだけで料金が請求されることはありません。すでに送信された支払いが二重に行われることもありません。インターネット接続を確認してください。新しいバージョンが公開された場合は、ページを再読み込みしてください。

reload = ページを再読み込み

reference = （参照番号: { $id }）

monthly = 月払い

annual = 年払い

role-owner = オーナー

role-admin = 管理者

role-billing-manager = 請求管理者

role-user = ユーザー

sessions = { $count } セッション

card-summary = { $brand }（末尾 { $last4 }）

document-title = { $page } · TestOps

breadcrumb = パンくずリスト

card-number-in-text = カード番号のように見えます。削除してください。

two-sentences = { $first }{ $second }

stopped = このページは停止しました。続けるには再読み込みしてください。このページの状態にかかわらず、手続き中だった支払いが二重に行われることはありません。

language = 言語

language-not-loaded = この言語を読み込めませんでした。インターネット接続を確認して、もう一度選択してください。

help = ヘルプ

print = 印刷

plan-summary =
    { $count } セッション、{ $cycle ->
        [annual] 年払い
       *[monthly] 月払い
    }

before-to-after = { $before } → { $after }

back-to-subscription = TestCloud サブスクリプションに戻る

billing-cycle = 請求サイクル

additional-sessions = 追加セッション数

price-per-session = セッション単価

next-billing-date = 次回請求日

next-billing-amount = 次回請求額

renewal = 更新

automatic-renewal = 自動更新
