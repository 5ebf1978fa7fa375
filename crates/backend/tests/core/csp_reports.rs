use crate::calls::call;
use crate::support::App;

const PATH: &str = "/api/v1/csp-reports";

#[tokio::test]
async fn csp_reports_of_both_formats_are_counted_by_directive() {
    let app = App::open().await;
    let current = r#"[{"type":"csp-violation","body":{"effectiveDirective":"script-src-elem","blockedURL":"https://evil.example/a.js?code=SAVE10"}},{"type":"deprecation","body":{}}]"#;
    let older =
        r#"{"csp-report":{"effective-directive":"img-src","blocked-uri":"https://evil.example/x.png"}}"#;
    let unknown = r#"{"csp-report":{"effective-directive":"made-up-1","blocked-uri":"inline"}}"#;
    for (kind, body) in [
        ("application/reports+json", current),
        ("application/csp-report", older),
        ("application/csp-report", unknown),
    ] {
        call(app.router(), "POST", PATH, &[("content-type", kind)], body).await.is(204);
    }

    let violations = &app.state.metrics.csp_violations;
    assert_eq!(violations.get("script-src-elem"), 1);
    assert_eq!(violations.get("img-src"), 1);
    assert_eq!(violations.get("other"), 1);
    assert!(!app.state.metrics.encode().contains("made-up-1"));
}

#[tokio::test]
async fn csp_reports_that_are_malformed_or_too_large_are_refused() {
    let app = App::open().await;
    call(app.router(), "POST", PATH, &[], "{").await.refused(400, "body_unreadable");
    call(app.router(), "POST", PATH, &[], "x".repeat(65_537)).await.refused(413, "body_too_large");
    call(app.router(), "POST", PATH, &[], r#"{"csp-report":7,"type":"x"}"#).await.is(204);
    call(app.router(), "POST", PATH, &[], "[1,null,[]]").await.is(204);
    call(app.router(), "GET", PATH, &[], "").await.refused(405, "method_not_allowed");

    assert_eq!(app.state.metrics.csp_violations.get("other"), 0);
}
