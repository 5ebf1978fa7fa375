use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use backend::config::Config;
use backend::dist::{AppFiles, DistError};
use http_server::SharedBody;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::calls::{ORIGIN, call};
use crate::support::{Answer, App};

const PAGE: &str = "<!doctype html><script type=\"module\">start()</script>";
const WASM: &str = "app-0123456789abcdef_bg.wasm";

fn dist() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| std::fs::write(folder.path().join(name), content).unwrap();
    write("index.html", PAGE.as_bytes());
    write("index.html.br", b"brotli page");
    write(WASM, b"\0asm");
    write(&format!("{WASM}.br"), b"brotli wasm");
    write(&format!("{WASM}.gz"), b"gzip wasm");
    write("favicon.svg", b"<svg/>");
    write("notes.sqlite", b"private");
    std::fs::create_dir(folder.path().join("fonts")).unwrap();
    write("fonts/sans-fedcba9876543210.woff2", b"font");
    folder
}

async fn serving(folder: &Path) -> App {
    let mut app = App::open().await;
    app.state.app_files = Some(Arc::new(AppFiles::read(folder, "").unwrap()));
    app
}

async fn get(app: &App, path: &str, headers: &[(&str, &str)]) -> Answer {
    call(app.router(), "GET", path, headers, "").await
}

/// Sends a request whose path the OpenAPI document does not describe, because it contains a base path.
async fn request(
    app: &App,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> axum::response::Response {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.router().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
}

#[tokio::test]
async fn only_responses_without_a_copy_of_their_own_may_stay_unread() {
    let folder = dist();
    let app = serving(folder.path()).await;
    for (path, is_shared) in
        [("/", true), (&format!("/{WASM}"), true), ("/api/v1/openapi.json", true), ("/api/v1/session", false)]
    {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = app.router().oneshot(request).await.unwrap();
        assert_eq!(response.extensions().get::<SharedBody>().is_some(), is_shared, "{path}");
    }
}

#[tokio::test]
async fn addresses_of_the_api_are_never_the_page() {
    let folder = dist();
    let app = serving(folder.path()).await;
    for path in ["/api", "/api/", "/api/x", "/api/v1", "/api/v1/", "/api/v1/x", "/api//v1/session"] {
        for method in ["GET", "POST"] {
            call(app.router(), method, path, &[], "").await.refused(404, "not_found");
        }
    }
}

#[tokio::test]
async fn every_page_route_serves_the_page_with_its_csp() {
    let folder = dist();
    let app = serving(folder.path()).await;
    for path in [
        "/",
        "/sign-in",
        "/organizations/101/settings/subscription-management/testcloud/upgrade?add=3",
        "/index.html",
    ] {
        let answer = get(&app, path, &[]).await.is(200);
        assert_eq!(answer.body, PAGE, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        let policy = answer.header("content-security-policy").unwrap();
        // printf 'start()' | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains(
                "script-src 'self' 'wasm-unsafe-eval' 'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00=';"
            ),
            "{policy}"
        );
        assert!(policy.contains("frame-src 'none';") && policy.contains("frame-ancestors 'none'"));
        assert!(policy.ends_with("; report-uri /api/v1/csp-reports; report-to csp"), "{policy}");
        assert_eq!(answer.header("reporting-endpoints"), Some("csp=\"/api/v1/csp-reports\""));
        assert_eq!(answer.header("x-frame-options"), Some("DENY"));
        assert!(answer.header("permissions-policy").unwrap().contains("payment=(),"));
    }
}

#[tokio::test]
async fn everything_is_served_below_the_base_path_only() {
    let folder = dist();
    let page = format!("<base href=\"/\">{PAGE}");
    std::fs::write(folder.path().join("index.html"), &page).unwrap();
    let mut app = App::open().await;
    let config = Config { base_path: "/a/b".to_owned(), ..(*app.state.config).clone() };
    app.state.app_files = Some(Arc::new(AppFiles::read(folder.path(), "/a/b").unwrap()));
    app.state.config = Arc::new(config);

    for path in ["/a/b", "/a/b/", "/a/b?add=3", "/a/b/sign-in"] {
        let answer = get(&app, path, &[]).await.is(200);
        assert_eq!(answer.body, page.replace("href=\"/\"", "href=\"/a/b/\""), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.ends_with("; report-uri /a/b/api/v1/csp-reports; report-to csp"), "{policy}");
        assert_eq!(answer.header("reporting-endpoints"), Some("csp=\"/a/b/api/v1/csp-reports\""));
    }
    let compressed = get(&app, "/a/b/", &[("accept-encoding", "br")]).await.is(200);
    assert_eq!(compressed.header("content-encoding"), Some("br"), "the built variant has another base path");
    get(&app, &format!("/a/b/{WASM}"), &[]).await.is(200);
    get(&app, "/a/b/api/v1/session", &[]).await.is(200);
    let document = get(&app, "/a/b/api/v1/openapi.json", &[]).await.is(200).body;
    let document: serde_json::Value = serde_json::from_slice(&document).unwrap();
    assert_eq!(document["servers"], serde_json::json!([{"url": "/a/b"}]));
    assert!(document["paths"]["/api/v1/session"].is_object());
    for path in ["/", "/a", "/a/bc", "/a/b%2Fsign-in", "/api/v1/session", "/health/live", "//a/b/", "/A/b/"] {
        let answer = request(&app, "GET", path, &[], "").await;
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json", "{path}");
    }
}

#[tokio::test]
async fn session_cookie_is_limited_to_the_base_path() {
    let mut app = App::open().await;
    let plain = (*app.state.config).clone();
    let secure_origin = Some("https://testops.example.com".to_owned());
    for (base_path, secure_origin, name, attributes) in [
        ("", None, "tcu_session=", "; HttpOnly; SameSite=Lax; Path=/"),
        ("", secure_origin.clone(), "__Host-tcu_session=", "; Secure; HttpOnly; SameSite=Lax; Path=/"),
        ("/a/b", None, "tcu_session_below_path=", "; HttpOnly; SameSite=Lax; Path=/a/b/"),
        ("/a/b", secure_origin, "__Secure-tcu_session=", "; Secure; HttpOnly; SameSite=Lax; Path=/a/b/"),
    ] {
        app.state.config =
            Arc::new(Config { base_path: base_path.to_owned(), secure_origin, ..plain.clone() });
        let form = "{\"email\":\"billing@example.com\",\"password\":\"testops\"}";
        let headers = [("origin", ORIGIN), ("content-type", "application/json")];
        let path = format!("{base_path}/api/v1/session");
        let answer = request(&app, "POST", &path, &headers, form).await;
        let cookie = answer.headers().get("set-cookie").unwrap().to_str().unwrap().to_owned();
        assert!(cookie.starts_with(name) && cookie.ends_with(attributes), "{cookie}");
        // Below a base path, the host of the origin decides about its subdomains.
        let pins_host = answer.headers().contains_key("strict-transport-security");
        assert_eq!(pins_host, name.starts_with("__Host-"));

        let pair = cookie.split(';').next().unwrap();
        let headers = [("origin", ORIGIN), ("cookie", pair)];
        let answer = request(&app, "DELETE", &path, &headers, "").await;
        assert_eq!(answer.status(), 204);
        let deleted = answer.headers().get("set-cookie").unwrap().to_str().unwrap();
        assert_eq!(deleted, format!("{name}{attributes}; Max-Age=0"));
        // The header clears the cache of the whole origin, which below a base path belongs to a host.
        assert_eq!(answer.headers().contains_key("clear-site-data"), base_path.is_empty());
    }
}

#[tokio::test]
async fn missing_files_are_answered_404_not_with_the_page() {
    let folder = dist();
    let app = serving(folder.path()).await;
    for path in [
        "/app-ffffffffffffffff.js",
        "/x.css",
        "/fonts/none.woff2",
        "/.env",
        "/notes.sqlite",
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/fonts/../../x.wasm",
    ] {
        let answer = get(&app, path, &[]).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        assert!(!String::from_utf8_lossy(&answer.body).contains("doctype"), "{path}");
    }
    get(&app, "/api/v1/nothing", &[]).await.refused(404, "not_found");
    call(app.router(), "POST", "/sign-in", &[], "").await.is(405);
}

#[tokio::test]
async fn hashed_files_are_immutable_and_use_the_accepted_encoding() {
    let folder = dist();
    let app = serving(folder.path()).await;
    let path = format!("/{WASM}");
    for (accept, encoding, body) in [
        ("gzip, deflate, br", Some("br"), "brotli wasm"),
        ("gzip", Some("gzip"), "gzip wasm"),
        ("br;q=0, identity", None, "\0asm"),
        ("", None, "\0asm"),
    ] {
        let answer = get(&app, &path, &[("accept-encoding", accept)]).await.is(200);
        assert_eq!(
            (answer.header("content-encoding"), answer.body.as_ref()),
            (encoding, body.as_bytes()),
            "{accept}"
        );
        assert_eq!(answer.header("content-type"), Some("application/wasm"));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    assert_eq!(get(&app, "/favicon.svg", &[]).await.header("cache-control"), Some("no-cache"));
    get(&app, "/fonts/sans-fedcba9876543210.woff2", &[]).await.is(200);
}

#[tokio::test]
async fn unchanged_page_is_answered_304() {
    let folder = dist();
    let app = serving(folder.path()).await;
    let plain = get(&app, "/", &[]).await.header("etag").unwrap().to_owned();
    let brotli = get(&app, "/", &[("accept-encoding", "br")]).await.header("etag").unwrap().to_owned();

    assert_ne!(plain, brotli);
    let again = get(&app, "/", &[("if-none-match", &plain)]).await.is(304);
    assert!(again.body.is_empty() && again.header("etag") == Some(&plain));
    get(&app, "/", &[("if-none-match", "\"other\"")]).await.is(200);
    let head = call(app.router(), "HEAD", "/", &[], "").await.is(200);
    assert_eq!(head.header("etag"), Some(plain.as_str()));
}

#[test]
fn dist_folder_without_an_index_page_is_refused() {
    let empty = tempfile::tempdir().unwrap();

    let missing = AppFiles::read(&empty.path().join("nowhere"), "").unwrap_err();

    assert!(matches!(AppFiles::read(empty.path(), ""), Err(DistError::NoPage(_))));
    assert!(missing.to_string().contains("nowhere") && missing.to_string().contains("--serve-dist"));
}
