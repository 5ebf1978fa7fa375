use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use backend::routes::router;
use serde_json::json;
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::calls::{ORIGIN, call, edit};
use crate::support::{Answer, App};

async fn sign_in(app: &App, email: &str, password: &str) -> Answer {
    let headers = [("origin", ORIGIN), ("content-type", "application/json")];
    let body = json!({ "email": email, "password": password }).to_string();
    call(app.router(), "POST", "/api/v1/session", &headers, body).await
}

/// Signs in over a connection from an IP address.
async fn sign_in_from(app: Router, address: &str, email: &str, password: &str) -> Answer {
    let peer = SocketAddr::new(address.parse::<IpAddr>().unwrap(), 40_000);
    let request = Request::post("/api/v1/session")
        .header("origin", ORIGIN)
        .header("content-type", "application/json")
        .extension(ConnectInfo(peer))
        .body(Body::from(json!({ "email": email, "password": password }).to_string()));
    Answer::of(app.oneshot(request.unwrap()).await.unwrap()).await
}

/// Runs sign-ins in parallel and counts their statuses.
async fn sign_in_in_parallel(
    sign_ins: impl IntoIterator<Item = (Router, String, &'static str)>,
) -> BTreeMap<u16, usize> {
    let mut running = JoinSet::new();
    for (app, address, email) in sign_ins {
        running.spawn(async move { sign_in_from(app, &address, email, "guess").await });
    }
    let mut statuses = BTreeMap::new();
    while let Some(answer) = running.join_next().await {
        let answer = answer.unwrap();
        if answer.status != StatusCode::UNAUTHORIZED {
            assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
        }
        *statuses.entry(answer.status.as_u16()).or_default() += 1;
    }
    statuses
}

/// Runs sign-ins at once, each again until the queue has a place for it, and counts their statuses.
async fn at_once_until_checked(
    sign_ins: impl IntoIterator<Item = (Router, String, &'static str)>,
) -> BTreeMap<u16, usize> {
    let mut running = JoinSet::new();
    for (app, address, email) in sign_ins {
        running.spawn(async move {
            loop {
                let status = sign_in_from(app.clone(), &address, email, "guess").await.status;
                if status != StatusCode::SERVICE_UNAVAILABLE {
                    return status.as_u16();
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
    }
    let mut statuses = BTreeMap::new();
    while let Some(status) = running.join_next().await {
        *statuses.entry(status.unwrap()).or_default() += 1;
    }
    statuses
}

async fn count(app: &App, query: &'static str) -> i64 {
    let mut reader = app.state.store.reader().await.unwrap();
    sqlx::query_scalar(query).fetch_one(&mut *reader).await.unwrap()
}

fn token(answer: &Answer) -> String {
    answer.header("set-cookie").unwrap().split(['=', ';']).nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn session_cookie_is_http_only_and_same_site() {
    let app = App::open().await;

    let answer = sign_in(&app, " Billing@Example.com ", "testops").await.is(204);

    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with("tcu_session=") && cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"),
        "{cookie}"
    );
    assert!(token(&answer).len() >= 43);
}

#[tokio::test]
async fn session_cookie_has_the_host_prefix_on_https() {
    let mut app = App::open().await;
    let mut config = (*app.state.config).clone();
    config.secure_origin = Some("https://testcloud.example.com".to_owned());
    app.state.config = config.into();

    let answer = sign_in(&app, "billing@example.com", "testops").await.is(204);

    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with("__Host-tcu_session=")
            && cookie.ends_with("; Secure; HttpOnly; SameSite=Lax; Path=/")
    );
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000; includeSubDomains"));
    let plain = format!("tcu_session={}", token(&answer));
    call(app.router(), "GET", "/api/v1/users/me", &[("cookie", &plain)], "").await.is(401);
    let host_cookie = format!("__Host-tcu_session={}", token(&answer));
    call(app.router(), "GET", "/api/v1/users/me", &[("cookie", &host_cookie)], "").await.is(200);
}

#[tokio::test]
async fn unknown_email_and_wrong_password_get_the_same_response() {
    let app = App::open().await;
    let mut answers = Vec::new();
    for (email, password) in [
        ("billing@example.com", "wrong"),
        ("nobody@example.com", "testops"),
        ("", ""),
        ("billing@example.com", ""),
        ("' OR 1=1 --", "testops"),
        (&"a".repeat(5_000), "testops"),
    ] {
        let mut problem = sign_in(&app, email, password).await.refused(401, "credentials_wrong");
        problem.request_id.clear();
        answers.push(problem);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn too_many_failures_block_even_the_right_password() {
    let app = App::open().await;
    for _ in 0..10 {
        sign_in(&app, "admin@example.com", "guess").await.refused(401, "credentials_wrong");
    }

    let stopped = sign_in(&app, "admin@example.com", "testops").await;

    let seconds: u64 = stopped.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=900).contains(&seconds));
    stopped.refused(429, "rate_limited");
    sign_in(&app, "owner@example.com", "testops").await.is(204);
}

#[tokio::test]
async fn sign_out_ends_the_session() {
    let app = App::open().await;
    let cookie = format!("tcu_session={}", token(&sign_in(&app, "user@example.com", "testops").await));
    let me = [("cookie", cookie.as_str())];
    call(app.router(), "GET", "/api/v1/users/me", &me, "").await.is(200);

    let out =
        call(app.router(), "DELETE", "/api/v1/session", &[("cookie", &cookie), ("origin", ORIGIN)], "").await;

    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header("set-cookie").unwrap().ends_with("Max-Age=0"));
    call(app.router(), "GET", "/api/v1/users/me", &me, "").await.refused(401, "signed_out");
}

#[tokio::test]
async fn session_endpoint_answers_200_signed_in_and_signed_out() {
    let app = App::open().await;
    let nobody = json!({ "signedIn": false, "methods": ["password"] });
    for cookie in ["", "tcu_session=", "tcu_session=nonsense", "tcu_session=a; tcu_session=b"] {
        let answer = call(app.router(), "GET", "/api/v1/session", &[("cookie", cookie)], "").await.is(200);
        assert_eq!(answer.json::<serde_json::Value>(), nobody, "{cookie}");
        assert!(answer.body.starts_with(contract::NO_SESSION.as_bytes()));
    }

    let cookie = format!("tcu_session={}", token(&sign_in(&app, "billing@example.com", "testops").await));
    let with_session = [("cookie", cookie.as_str())];
    let session = call(app.router(), "GET", "/api/v1/session", &with_session, "").await.is(200);
    let me = call(app.router(), "GET", "/api/v1/users/me", &with_session, "").await.is(200);

    assert_eq!(session.json::<serde_json::Value>(), me.json::<serde_json::Value>());
    assert_eq!(session.json::<contract::User>().email, "billing@example.com");
    let sign_out = [("cookie", cookie.as_str()), ("origin", ORIGIN)];
    call(app.router(), "DELETE", "/api/v1/session", &sign_out, "").await.is(204);
    let answer = call(app.router(), "GET", "/api/v1/session", &with_session, "").await.is(200);
    assert_eq!(answer.json::<serde_json::Value>(), nobody);
}

#[tokio::test]
async fn signing_in_again_ends_the_previous_session() {
    let app = App::open().await;
    let previous = format!("tcu_session={}", token(&sign_in(&app, "user@example.com", "testops").await));
    let headers = [("origin", ORIGIN), ("content-type", "application/json"), ("cookie", &previous)];
    let body = r#"{"email":"owner@example.com","password":"testops"}"#;

    let answer = call(app.router(), "POST", "/api/v1/session", &headers, body).await.is(204);

    assert_ne!(format!("tcu_session={}", token(&answer)), previous);
    call(app.router(), "GET", "/api/v1/users/me", &[("cookie", &previous)], "").await.is(401);
}

#[tokio::test]
async fn old_and_idle_sessions_expire() {
    for statement in [
        "UPDATE session SET created_at = created_at - 7 * 86400",
        "UPDATE session SET used_at = used_at - 12 * 3600",
    ] {
        let app = App::open().await;
        let cookie = format!("tcu_session={}", token(&sign_in(&app, "user@example.com", "testops").await));

        edit(&app.state, statement).await;

        call(app.router(), "GET", "/api/v1/users/me", &[("cookie", &cookie)], "")
            .await
            .refused(401, "signed_out");
    }
}

#[tokio::test]
async fn database_stores_only_hashes_of_tokens_and_passwords() {
    let app = App::open().await;
    let token = token(&sign_in(&app, "user@example.com", "testops").await);

    let mut reader = app.state.store.reader().await.unwrap();
    let hashes_of_tokens: Vec<String> =
        sqlx::query_scalar("SELECT token_hash FROM session").fetch_all(&mut *reader).await.unwrap();
    let hashes: Vec<String> =
        sqlx::query_scalar("SELECT password_hash FROM person").fetch_all(&mut *reader).await.unwrap();

    assert_eq!(hashes_of_tokens.len(), 1);
    assert_ne!(hashes_of_tokens[0], token);
    assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$") && !hash.contains("testops")));
}

#[tokio::test]
async fn parallel_guesses_on_two_instances_share_one_limit() {
    let app = App::open().await;
    let other = router(app.second_instance(app.gateway()).await);
    let mut guessed = 0;
    for _ in 0..5 {
        let guesses = (0..200).map(|guess| {
            let app = if guess % 2 == 0 { app.router() } else { other.clone() };
            (app, "192.0.2.1".to_owned(), "owner@example.com")
        });
        guessed += sign_in_in_parallel(guesses).await.remove(&401).unwrap_or_default();
    }

    // Ten guesses without a delay. On a busy machine, the first delay of 5 s can expire.
    assert!((10..=12).contains(&guessed), "{guessed} guesses were checked");
    let right = sign_in_from(app.router(), "192.0.2.1", "owner@example.com", "testops").await;
    right.refused(429, "rate_limited");
}

#[tokio::test]
async fn sign_in_failures_per_email_are_limited_across_all_networks() {
    let app = App::open().await;
    let mut guessed = 0;
    for round in 0..20 {
        let guesses =
            (0..20).map(|guess| (app.router(), format!("198.51.{round}.{guess}"), "owner@example.com"));
        guessed += at_once_until_checked(guesses).await.remove(&401).unwrap_or_default();
    }

    // Thirty guesses plus twenty from new networks. Both limits are restored by one every 30 s.
    assert!((50..=54).contains(&guessed), "{guessed} guesses were checked");
}

#[tokio::test]
async fn attackers_do_not_lock_out_a_person_on_a_new_network() {
    // Networks of one IPv6 allocation: many /64 of one /56, and many /56 of one /48.
    let one_56 = |guess: u32| format!("2001:db8:1:{guess:x}::1");
    let one_48 = |guess: u32| format!("2001:db8:1:{guess:x}00::1");
    let one_24 = |guess: u32| format!("198.51.100.{guess}");
    for (most, address) in [(15, &one_56 as &dyn Fn(u32) -> String), (20, &one_48), (20, &one_24)] {
        let app = App::open().await;
        let mut guessed = 0;
        for round in 0..10 {
            let guesses =
                (0..20).map(|guess| (app.router(), address(round * 20 + guess), "owner@example.com"));
            guessed += at_once_until_checked(guesses).await.remove(&401).unwrap_or_default();
        }

        assert!((most..=most + 2).contains(&guessed), "{guessed} guesses were checked");
        for network in ["2001:db8:2::1", "203.0.113.9"] {
            sign_in_from(app.router(), network, "owner@example.com", "mistyped").await.is(401);
            sign_in_from(app.router(), network, "owner@example.com", "testops").await.is(204);
        }
    }
}

#[tokio::test]
async fn attackers_on_several_networks_leave_attempts_for_new_networks() {
    let app = App::open().await;
    let address = |round: u32, guess: u32| format!("2001:db8:{round:x}:{guess:x}::1");
    for round in 0..5 {
        at_once_until_checked(
            (0..20).map(|guess| (app.router(), address(round, guess), "owner@example.com")),
        )
        .await;
    }
    // The limit for all networks is used up.
    let stranger = sign_in_from(app.router(), &address(0, 50), "owner@example.com", "testops").await;
    stranger.refused(429, "rate_limited");

    sign_in_from(app.router(), "2001:db8:99::1", "owner@example.com", "mistyped").await.is(401);
    sign_in_from(app.router(), "2001:db8:99::1", "owner@example.com", "testops").await.is(204);
}

#[tokio::test]
async fn attackers_do_not_lock_out_a_person_who_has_signed_in_before() {
    let app = App::open().await;
    sign_in_from(app.router(), "192.0.2.1", "owner@example.com", "testops").await.is(204);
    // Enough networks to use up the attempts of new networks too.
    for round in 0..12 {
        at_once_until_checked(
            (0..20).map(|guess| (app.router(), format!("198.51.{round}.{guess}"), "owner@example.com")),
        )
        .await;
    }
    // The limit of the person's own network is used up too, as with a shared office address.
    for _ in 0..8 {
        at_once_until_checked((0..8).map(|_| (app.router(), "192.0.2.1".to_owned(), "nobody@example.com")))
            .await;
    }

    sign_in_from(app.router(), "192.0.2.1", "owner@example.com", "testops").await.is(204);
    let unknown = sign_in_from(app.router(), "203.0.113.9", "owner@example.com", "testops").await;
    let seconds: u64 = unknown.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=30).contains(&seconds), "{seconds} s");
}

#[tokio::test]
async fn repeated_sign_in_failures_back_off_up_to_five_minutes() {
    let app = App::open().await;
    let mut waits = Vec::new();
    for _ in 0..9 {
        sign_in_from(app.router(), "192.0.2.1", "owner@example.com", "guess").await.is(401);
    }
    for _ in 0..9 {
        sign_in_from(app.router(), "192.0.2.1", "owner@example.com", "guess").await.is(401);
        let next = sign_in_from(app.router(), "192.0.2.1", "owner@example.com", "testops").await;
        next.refused(429, "rate_limited");
        waits.push(next.header("retry-after").unwrap().parse::<i64>().unwrap());
        edit(&app.state, "UPDATE sign_in_pair SET blocked_until = 0").await;
    }

    let expected = [5, 10, 20, 40, 80, 160, 300, 300, 300];
    assert!(waits.iter().zip(expected).all(|(wait, most)| (most - 3..=most).contains(wait)), "{waits:?}");
    sign_in_from(app.router(), "192.0.2.1", "owner@example.com", "testops").await.is(204);
    assert_eq!(count(&app, "SELECT failures FROM sign_in_pair").await, 0);
}

#[tokio::test]
async fn sign_in_flood_does_not_delay_a_valid_sign_in() {
    let app = App::open().await;
    sign_in_from(app.router(), "192.0.2.1", "owner@example.com", "testops").await.is(204);
    let flood = (0..3_000).map(|guess: u32| {
        (app.router(), format!("198.51.{}.{}", guess / 250, guess % 250), "nobody@example.com")
    });
    let flood = tokio::spawn(sign_in_in_parallel(flood.collect::<Vec<_>>()));
    tokio::task::yield_now().await;

    let began = Instant::now();
    let returning = sign_in_from(app.router(), "192.0.2.1", "owner@example.com", "testops").await;
    let took = began.elapsed();
    let newcomer = loop {
        let answer = sign_in_from(app.router(), "203.0.113.1", "user@example.com", "testops").await;
        if answer.status != StatusCode::SERVICE_UNAVAILABLE {
            break answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };

    returning.is(204);
    assert!(took < Duration::from_secs(10), "{took:?}");
    newcomer.is(204);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let statuses = flood.await.unwrap();
    assert!(statuses.get(&401).copied().unwrap_or_default() < 100, "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_ins_of_one_account_leave_places_for_other_people() {
    let app = App::open().await;
    sign_in_from(app.router(), "203.0.113.5", "owner@example.com", "testops").await.is(204);
    let address = |n: usize| format!("198.51.100.{}", n % 20 + 1);
    for n in 0..20 {
        sign_in_from(app.router(), &address(n), "user@example.com", "testops").await.is(204);
    }
    // As many as can be in the queue from one address, so that nothing but the queue refuses them.
    let mut flood = JoinSet::new();
    for n in 0..100 {
        let (app, address) = (app.router(), address(n));
        flood.spawn(async move {
            for _ in 0..20 {
                sign_in_from(app.clone(), &address, "user@example.com", "testops").await;
            }
        });
    }
    tokio::time::sleep(Duration::from_millis(100)).await;

    for _ in 0..3 {
        sign_in_from(app.router(), "203.0.113.5", "owner@example.com", "testops").await.is(204);
        sign_in_from(app.router(), "203.0.114.9", "billing@example.com", "testops").await.is(204);
    }
    flood.abort_all();
}

#[tokio::test]
async fn often_repeated_sign_ins_of_one_account_are_delayed() {
    let app = App::open().await;
    let sign_in = async |address: &str| {
        let answer = sign_in_from(app.router(), address, "owner@example.com", "testops").await;
        (answer.status.as_u16(), answer.header("retry-after").map(|seconds| seconds.parse::<u64>().unwrap()))
    };
    assert_eq!(sign_in("192.0.2.1").await.0, 204);
    for _ in 1..30 {
        assert_eq!(sign_in("198.51.100.1").await.0, 204);
    }

    let (status, wait) = sign_in("203.0.113.9").await;
    assert!(status == 429 && (1..=20).contains(&wait.unwrap()), "{status} {wait:?}");
    // Where the person has signed in before, somebody else who knows the password cannot use up these.
    for address in ["198.51.100.1", "192.0.2.1"] {
        for _ in 0..5 {
            assert_eq!(sign_in(address).await.0, 204, "{address}");
        }
        let (status, wait) = sign_in(address).await;
        assert!(status == 429 && (1..=20).contains(&wait.unwrap()), "{status} {wait:?}");
    }
    sign_in_from(app.router(), "198.51.100.1", "billing@example.com", "testops").await.is(204);
    edit(&app.state, "UPDATE rate_limit SET restored_at = restored_at - 60").await;
    assert_eq!(sign_in("203.0.113.9").await.0, 204);
}

#[tokio::test]
async fn expired_rate_limit_rows_are_deleted() {
    let app = App::open().await;
    for guess in 0..15 {
        let (address, email) = (format!("192.0.2.{guess}"), format!("{guess}@example.com"));
        sign_in_from(app.router(), &address, &email, "guess").await.is(401);
    }
    // Four rows for each e-mail address (network, e-mail, and two with the /24), and one row for the /24.
    assert_eq!(count(&app, "SELECT count(*) FROM rate_limit").await, 61);
    edit(&app.state, "UPDATE rate_limit SET restored_at = 1").await;
    edit(&app.state, "UPDATE sign_in_pair SET expires_at = 1").await;

    sign_in_from(app.router(), "203.0.113.1", "user@example.com", "guess").await.is(401);

    assert_eq!(count(&app, "SELECT count(*) FROM rate_limit").await, 5);
    assert_eq!(count(&app, "SELECT count(*) FROM sign_in_pair").await, 1);
    assert_eq!(count(&app, "SELECT count(*) FROM sign_in_pair WHERE email LIKE '%@%'").await, 0);
}

#[tokio::test]
async fn number_of_known_networks_per_person_is_bounded() {
    let app = App::open().await;
    for network in 0..25 {
        let address = format!("192.0.2.{network}");
        sign_in_from(app.router(), &address, "owner@example.com", "testops").await.is(204);
    }

    assert_eq!(count(&app, "SELECT count(*) FROM sign_in_pair").await, 20);
}

fn router_behind_proxy(app: &App, required: bool) -> Router {
    let mut config = (*app.state.config).clone();
    config.proxies.trusted = vec!["10.0.0.0/8".parse().unwrap()];
    config.proxies.required = required;
    router(backend::app::AppState { config: config.into(), ..app.state.clone() })
}

async fn sign_in_through(app: Router, peer: &str, forwarded: &str, password: &str) -> Answer {
    let peer = SocketAddr::new(peer.parse::<IpAddr>().unwrap(), 40_000);
    let request = Request::post("/api/v1/session")
        .header("origin", ORIGIN)
        .header("content-type", "application/json")
        .header("x-forwarded-for", forwarded)
        .extension(ConnectInfo(peer))
        .body(Body::from(json!({ "email": "owner@example.com", "password": password }).to_string()));
    Answer::of(app.oneshot(request.unwrap()).await.unwrap()).await
}

#[tokio::test]
async fn clients_behind_a_trusted_proxy_are_limited_by_their_own_address() {
    let app = App::open().await;
    for _ in 0..10 {
        sign_in_through(router_behind_proxy(&app, false), "10.0.0.1", "198.51.100.7", "guess").await.is(401);
    }

    let guesser =
        sign_in_through(router_behind_proxy(&app, false), "10.0.0.1", "198.51.100.7", "testops").await;
    guesser.refused(429, "rate_limited");
    // A forged address further left in the header has no effect.
    let forged = "203.0.113.5, 198.51.100.7";
    let guesser = sign_in_through(router_behind_proxy(&app, false), "10.0.0.1", forged, "testops").await;
    guesser.refused(429, "rate_limited");
    sign_in_through(router_behind_proxy(&app, false), "10.0.0.1", "198.51.100.8", "testops").await.is(204);
}

#[tokio::test]
async fn forwarded_headers_of_untrusted_peers_are_ignored() {
    let app = App::open().await;
    for guess in 0..10 {
        let forwarded = format!("198.51.100.{guess}");
        sign_in_through(router_behind_proxy(&app, false), "192.0.2.1", &forwarded, "guess").await.is(401);
    }

    let next =
        sign_in_through(router_behind_proxy(&app, false), "192.0.2.1", "198.51.100.99", "testops").await;
    next.refused(429, "rate_limited");
    let unconfigured = sign_in_through(app.router(), "192.0.2.1", "198.51.100.99", "testops").await;
    unconfigured.refused(429, "rate_limited");
}

#[tokio::test]
async fn only_trusted_proxies_are_served_beyond_loopback() {
    let app = App::open().await;

    let direct = sign_in_through(router_behind_proxy(&app, true), "192.0.2.1", "10.0.0.1", "testops").await;
    direct.refused(403, "origin_refused");
    sign_in_through(router_behind_proxy(&app, true), "10.0.0.1", "192.0.2.1", "testops").await.is(204);
}

#[tokio::test]
async fn card_number_as_an_email_is_refused_without_counting_as_a_failure() {
    let app = App::open().await;
    for email in
        ["4111 1111 1111 1111", "4111111111111111@example.com", "４１１１-１１１１-１１１１-１１１１"]
    {
        for _ in 0..12 {
            let problem = sign_in(&app, email, "testops").await.refused(422, "card_number_in_text");
            assert_eq!(problem.fields[0].path, "email");
        }
    }
    sign_in(&app, "billing@example.com", "testops").await.is(204);
}
