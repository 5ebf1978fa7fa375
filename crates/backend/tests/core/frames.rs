use std::path::Path;
use std::sync::Arc;

use backend::config::Config;
use backend::dist::AppFiles;
use backend::service::embedding::Document;
use process::Clock;
use tempfile::TempDir;

use crate::calls::call;
use crate::embedding::{declare, entry};
use crate::support::{Answer, App};

const PAGE: &str = "<!doctype html><base href=\"/\"><script type=\"module\">start()</script>";
const FRAME_PAGE: &str = "<!doctype html><base href=\"/\"><style>.a{b:c}</style>\
    <div id=\"tcu-stopped\" hidden><p>Stopped.</p></div><noscript><p>No script.</p></noscript>\
    <div id=\"testcloud-upgrading\" class=\"app\"></div><script type=\"module\">start()</script>";
const FRAME: &str = "/embed/organizations/101/testcloud/upgrade?client=testops";

fn dist() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), PAGE).unwrap();
    std::fs::write(folder.path().join("frame.html"), FRAME_PAGE).unwrap();
    std::fs::create_dir(folder.path().join("embed")).unwrap();
    std::fs::write(folder.path().join("embed/testcloud-upgrade.js"), "export {}").unwrap();
    folder
}

async fn serving(folder: &Path, base_path: &str) -> App {
    let mut app = App::open().await;
    declare(&app, entry()).await;
    let config = Config { base_path: base_path.to_owned(), ..(*app.state.config).clone() };
    app.state.app_files = Some(Arc::new(AppFiles::read(folder, base_path).unwrap()));
    app.state.config = Arc::new(config);
    app
}

async fn get(app: &App, path: &str, headers: &[(&str, &str)]) -> Answer {
    call(app.router(), "GET", path, headers, "").await
}

/// The value of an attribute of the mount element.
fn setting<'a>(html: &'a str, name: &str) -> &'a str {
    let start = format!(" data-{name}=\"");
    html.split_once(&start).and_then(|(_, rest)| rest.split_once('"')).map_or("", |(value, _)| value)
}

#[tokio::test]
async fn frame_may_be_embedded_by_the_origins_of_its_client_only() {
    let folder = dist();
    let app = serving(folder.path(), "").await;

    let answer = get(&app, FRAME, &[("cookie", "testcloud_session=any")]).await.is(200);

    let policy = answer.header("content-security-policy").unwrap();
    assert!(
        policy.contains("frame-ancestors http://127.0.0.1:9000 https://testops.example.com;"),
        "{policy}"
    );
    assert!(policy.contains("style-src 'self'; "), "{policy}");
    assert_eq!(answer.header("x-frame-options"), None);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("set-cookie"), None);
    let html = String::from_utf8(answer.body.to_vec()).unwrap();
    assert_eq!(setting(&html, "origins"), "http://127.0.0.1:9000 https://testops.example.com");
    assert_eq!(
        (setting(&html, "client"), setting(&html, "portal"), setting(&html, "organization")),
        ("testops", "TestOps", "101")
    );
}

#[tokio::test]
async fn page_of_frames_is_not_served_without_the_settings_of_a_frame() {
    let folder = dist();
    let app = serving(folder.path(), "").await;
    get(&app, "/frame.html", &[]).await.is(404);
}

#[tokio::test]
async fn every_frame_document_has_a_nonce_of_its_own() {
    let folder = dist();
    let app = serving(folder.path(), "").await;
    let mut documents = Vec::new();
    for path in [FRAME, FRAME, "/embed/testops/organizations/101/settings/payment-method"] {
        let html = get(&app, path, &[]).await.is(200).body;
        let html = String::from_utf8(html.to_vec()).unwrap();
        let nonce = setting(&html, "nonce").to_owned();
        let document =
            Document::of_nonce(&app.state.seals, "testops", &nonce, Clock::machine().now()).unwrap();
        assert_eq!(document.organization, 101);
        documents.push(document.id);
    }
    documents.sort_unstable();
    documents.dedup();
    assert_eq!(documents.len(), 3);
}

#[tokio::test]
async fn unknown_client_and_foreign_organization_get_a_sentence_and_the_stand_alone_link() {
    let folder = dist();
    let app = serving(folder.path(), "").await;
    for (path, ancestors) in [
        ("/embed/organizations/101/testcloud/upgrade", "frame-ancestors 'none'"),
        ("/embed/organizations/101/testcloud/upgrade?client=", "frame-ancestors 'none'"),
        ("/embed/organizations/101/testcloud/upgrade?client=other", "frame-ancestors 'none'"),
        ("/embed/organizations/101/testcloud/upgrade?client=%3Cscript%3E", "frame-ancestors 'none'"),
        ("/embed/organizations/101/testcloud/upgrade?client=testops&client=other", "frame-ancestors 'none'"),
        ("/embed/organizations/101/testcloud/upgrade?client=%FF", "frame-ancestors 'none'"),
        ("/embed/other/organizations/101/settings/payment-method", "frame-ancestors 'none'"),
        (
            "/embed/organizations/102/testcloud/upgrade?client=testops",
            "frame-ancestors http://127.0.0.1:9000 https://testops.example.com",
        ),
        (
            "/embed/organizations/+101/testcloud/upgrade?client=testops",
            "frame-ancestors http://127.0.0.1:9000 https://testops.example.com",
        ),
        (
            "/embed/organizations/x/testcloud/upgrade?client=testops",
            "frame-ancestors http://127.0.0.1:9000 https://testops.example.com",
        ),
    ] {
        let answer = get(&app, path, &[("accept-language", "en")]).await.is(404);
        let policy = answer.header("content-security-policy").unwrap().to_owned();
        assert!(policy.ends_with(ancestors), "{path}: {policy}");
        let html = String::from_utf8(answer.body.to_vec()).unwrap();
        assert!(html.contains("<h1>TestCloud Upgrading cannot be shown here</h1>"), "{path}: {html}");
        let link = "/settings/subscription-management/testcloud/upgrade\" target=\"_blank\"";
        assert_eq!(html.contains(link), !path.contains("/x/"), "{path}: {html}");
    }
}

#[tokio::test]
async fn disabled_client_has_no_frames() {
    let folder = dist();
    let app = serving(folder.path(), "").await;
    let mut disabled = entry();
    disabled.disabled = true;
    declare(&app, disabled).await;

    let answer = get(&app, FRAME, &[]).await.is(404);

    assert!(answer.header("content-security-policy").unwrap().ends_with("frame-ancestors 'none'"));
    assert_eq!(answer.header("x-frame-options"), Some("DENY"));
}

#[tokio::test]
async fn frames_have_a_stylesheet_that_never_changes() {
    let folder = dist();
    let app = serving(folder.path(), "").await;
    let html = String::from_utf8(get(&app, FRAME, &[]).await.is(200).body.to_vec()).unwrap();
    let (_, rest) = html.split_once("<link rel=\"stylesheet\" href=\"").unwrap();
    let (name, _) = rest.split_once('"').unwrap();

    let styles = get(&app, &format!("/{name}"), &[]).await.is(200);

    assert_eq!(styles.body, ".a{b:c}");
    assert_eq!(styles.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(styles.header("cache-control"), Some("public, max-age=31536000, immutable"));
}

#[tokio::test]
async fn only_the_script_of_the_element_is_for_other_origins() {
    let folder = dist();
    let app = serving(folder.path(), "").await;
    for (path, origin, policy) in [
        ("/embed/testcloud-upgrade.js", Some("*"), Some("cross-origin")),
        (FRAME, None, Some("same-origin")),
        ("/api/v1/session", None, Some("same-origin")),
    ] {
        let answer = get(&app, path, &[("origin", "https://testops.example.com")]).await.is(200);
        assert_eq!(answer.header("access-control-allow-origin"), origin, "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), policy, "{path}");
    }
}

#[tokio::test]
async fn gateway_returns_to_a_page_without_a_session_or_script() {
    let folder = dist();
    let app = serving(folder.path(), "").await;
    for (language, title) in [("en-US", "Return to the portal tab"), ("ja", "ポータルのタブに戻ってください")]
    {
        let answer = get(&app, "/gateway-return?intent=1", &[("accept-language", language)]).await.is(200);
        let html = String::from_utf8(answer.body.to_vec()).unwrap();
        assert!(html.contains(&format!("<h1>{title}</h1>")), "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(
            answer
                .header("content-security-policy")
                .unwrap()
                .starts_with("default-src 'none'; style-src 'sha256-")
        );
    }
}

#[tokio::test]
async fn frames_are_served_below_a_base_path() {
    let folder = dist();
    let app = serving(folder.path(), "/a/b").await;
    let answer = get(&app, &format!("/a/b{FRAME}"), &[]).await.is(200);
    let html = String::from_utf8(answer.body.to_vec()).unwrap();
    assert!(html.contains("<base href=\"/a/b/\">"), "{html}");
    assert!(
        html.contains("href=\"/a/b/organizations/101/settings/subscription-management/testcloud/upgrade\""),
        "{html}"
    );
    get(&app, "/a/b/embed/testcloud-upgrade.js", &[]).await.is(200);
}
