//! Tests of the portal's server as a process, against a stub of the billing service.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, ChildStderr, Command, Stdio},
    sync::mpsc::{self, Receiver, Sender},
    thread,
    time::Duration,
};

const ORIGIN: &str = "http://localhost:8090";
const SECRET: &str = "5b1c7f0e9a3d4c2b8e6f7a1d0c9b8e7f";
/// `testops:` and the secret in base64.
const CREDENTIALS: &str = "dGVzdG9wczo1YjFjN2YwZTlhM2Q0YzJiOGU2ZjdhMWQwYzliOGU3Zg==";
const CODE: &str = "one-time-code-0123456789";
const PAGES: [&str; 4] = ["/element", "/frame", "/sub-path", "/link"];
const ASSETS: [&str; 5] = ["portal.css", "portal.js", "code.js", "element.js", "frame.js"];

/// A portal and the stub of its billing service.
struct Portal {
    process: Child,
    stderr: BufReader<ChildStderr>,
    address: String,
    /// The requests that the stub received.
    requests: Receiver<String>,
    /// Permits the stub to send the end of a response.
    permit: Sender<()>,
    _folder: tempfile::TempDir,
}

impl Portal {
    fn start() -> Self {
        let stub = TcpListener::bind("127.0.0.1:0").unwrap();
        let billing = format!("http://{}/billing/testcloud/", stub.local_addr().unwrap());
        let (received, requests) = mpsc::channel();
        let (permit, permitted) = mpsc::channel();
        thread::spawn(move || {
            for stream in stub.incoming() {
                let _ = answer(stream.unwrap(), &received, &permitted);
            }
        });
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret");
        fs::write(&secret, format!("{SECRET}\n")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
        command.env("PORTAL_LISTEN", "127.0.0.1:0").env("PORTAL_ORIGIN", ORIGIN).env("BILLING_URL", billing);
        command.env("BILLING_CLIENT_SECRET_FILE", secret).env_remove("BILLING_LINK_URL");
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Sample Portal listens on ").unwrap().to_owned();
        Self { process, stderr, address, requests, permit, _folder: folder }
    }

    /// Sends a request, and returns the response as text.
    fn send(&self, head: &str, headers: &str, body: &str) -> String {
        let mut stream = self.open(head, headers, body);
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }

    fn open(&self, head: &str, headers: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let request = format!(
            "{head} HTTP/1.1\r\nHost: localhost:8090\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn post(&self, path: &str, cookie: &str, body: &str) -> String {
        let headers = format!(
            "Origin: {ORIGIN}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        );
        self.send(&format!("POST {path}"), &headers, body)
    }

    fn get(&self, path: &str, cookie: &str) -> String {
        self.send(&format!("GET {path}"), &format!("Cookie: {cookie}\r\n"), "")
    }

    /// Signs in and returns the cookie. `more` are further fields of the form.
    fn sign_in(&self, more: &str) -> String {
        let response =
            self.post("/sign-in", "", &format!("email=billing%40example.com&password=testops{more}"));
        assert!(response.starts_with("HTTP/1.1 303"), "{response}");
        header(&response, "set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }

    /// Stops the portal and returns its log.
    fn log(mut self) -> String {
        self.process.kill().unwrap();
        let mut log = String::new();
        self.stderr.read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Receives a request and answers it by its path.
fn answer(stream: TcpStream, received: &Sender<String>, permitted: &Receiver<()>) -> std::io::Result<()> {
    let (mut reader, mut stream) = (BufReader::new(stream.try_clone()?), stream);
    let mut request = String::new();
    while !request.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut request)? > 0, "the portal closed the connection");
    }
    let mut body = vec![0; header(&request, "content-length").map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body)?;
    request.push_str(&String::from_utf8(body).unwrap());
    let path = request.split(' ').nth(1).unwrap().to_owned();
    received.send(request.clone()).unwrap();
    let respond = |status: &str, body: &str| {
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    };
    let response = match path.as_str() {
        "/billing/testcloud/api/v1/embed-codes" if request.contains("admin@") => {
            respond("404 Not Found", "{\"code\":\"not_found\",\"requestId\":\"r1\"}")
        }
        "/billing/testcloud/api/v1/embed-codes" => {
            respond("201 Created", &format!("{{\"code\":\"{CODE}\",\"expiresInSeconds\":60}}"))
        }
        "/billing/testcloud/slow" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")?;
            permitted.recv().unwrap();
            "3\r\ntwo\r\n0\r\n\r\n".to_owned()
        }
        _ => "HTTP/1.1 404 Not Found\r\nDate: Mon, 16 Mar 2026 09:30:00 GMT\r\nX-Frame-Options: DENY\r\n\
              Set-Cookie: a=1; Path=/billing/testcloud/\r\nSet-Cookie: b=2\r\nContent-Encoding: br\r\n\
              Location: /billing/testcloud/next\r\nConnection: close, x-hop\r\nX-Hop: 1\r\nContent-Length: 3\r\n\r\nabc"
            .to_owned(),
    };
    stream.write_all(response.as_bytes())
}

/// The first value of a header of a request or response.
fn header<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    let head = message.split("\r\n\r\n").next().unwrap_or_default();
    let mut fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    fields.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// The header lines of a message in lower case, sorted.
fn header_lines(message: &str) -> Vec<String> {
    let head = message.split("\r\n\r\n").next().unwrap_or_default();
    let mut lines: Vec<_> = head.lines().skip(1).map(str::to_lowercase).collect();
    lines.sort_unstable();
    lines
}

fn body(message: &str) -> &str {
    message.split_once("\r\n\r\n").unwrap().1
}

#[test]
fn session_cookie_of_the_portal_is_out_of_reach_of_scripts() {
    let portal = Portal::start();

    assert!(portal.get("/element", "").contains("location: /sign-in"));
    let wrong = portal.post("/sign-in", "", "email=billing%40example.com&password=wrong");
    assert!(wrong.starts_with("HTTP/1.1 401") && header(&wrong, "set-cookie").is_none(), "{wrong}");
    let stranger = portal.post("/sign-in", "", "email=owner%40example.com&password=testops");
    assert!(stranger.starts_with("HTTP/1.1 401"), "{stranger}");
    let form = "email=billing%40example.com&password=testops";
    let cookie = header(&portal.post("/sign-in", "", form), "set-cookie").unwrap().to_owned();
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    assert!(portal.get("/element", cookie).contains("billing@example.com"));

    portal.post("/sign-out", cookie, "");

    assert!(portal.get("/element", cookie).contains("location: /sign-in"));
}

#[test]
fn code_is_requested_for_the_person_who_is_signed_in() {
    let portal = Portal::start();
    let cookie = portal.sign_in("");

    let response = portal.post("/embed-code?reason=init", &cookie, "");

    assert!(response.starts_with("HTTP/1.1 200") && body(&response) == CODE, "{response}");
    assert_eq!(header(&response, "cache-control"), Some("no-store"));
    let request = portal.requests.recv().unwrap();
    assert!(request.starts_with("POST /billing/testcloud/api/v1/embed-codes HTTP/1.1\r\n"), "{request}");
    assert_eq!(header(&request, "authorization"), Some(format!("Basic {CREDENTIALS}").as_str()));
    let json: serde_json::Value = serde_json::from_str(body(&request)).unwrap();
    assert_eq!(
        (json["email"].as_str(), json["origin"].as_str()),
        (Some("billing@example.com"), Some(ORIGIN))
    );
    assert_eq!(json["organization"], 101);
    let authenticated_at = json["authenticatedAt"].as_str().unwrap();
    assert!(authenticated_at.len() == 20 && authenticated_at.ends_with('Z'), "{authenticated_at}");
    assert_eq!(json.as_object().unwrap().len(), 4);
}

#[test]
fn code_requires_a_session_and_the_portals_own_page() {
    let portal = Portal::start();
    let cookie = portal.sign_in("");

    assert!(portal.post("/embed-code?reason=init", "", "").starts_with("HTTP/1.1 401"));
    assert!(portal.post("/embed-code?reason=init", "portal_session=guess", "").starts_with("HTTP/1.1 401"));
    assert!(portal.get("/embed-code", &cookie).starts_with("HTTP/1.1 405"));
    for origin in [
        "",
        "Origin: null\r\n",
        "Origin: http://127.0.0.1:8083\r\n",
        "Origin: http://localhost:8090.evil.example\r\n",
    ] {
        for path in ["/embed-code?reason=init", "/sign-in", "/sign-out"] {
            let headers = format!("{origin}Cookie: {cookie}\r\n");
            let response = portal.send(&format!("POST {path}"), &headers, "");
            assert!(response.starts_with("HTTP/1.1 403"), "{origin} {path}: {response}");
        }
    }

    assert!(portal.requests.try_recv().is_err());
    assert!(portal.get("/element", &cookie).starts_with("HTTP/1.1 200"));
}

#[test]
fn old_sign_in_is_confirmed_before_a_payment() {
    let portal = Portal::start();
    let old = portal.sign_in("&age=old");

    assert_eq!(body(&portal.post("/embed-code?reason=init", &old, "")), CODE);
    let refused = portal.post("/embed-code?reason=step_up", &old, "");
    assert!(refused.starts_with("HTTP/1.1 403") && body(&refused) == "confirm_required", "{refused}");
    let new = portal.sign_in("");
    assert_eq!(body(&portal.post("/embed-code?reason=step_up", &new, "")), CODE);

    let times = [(); 2].map(|()| {
        let request = portal.requests.recv().unwrap();
        let json: serde_json::Value = serde_json::from_str(body(&request)).unwrap();
        json["authenticatedAt"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap()
    });
    // 20 minutes, and at most one minute for this test.
    let minutes = times[1].duration_since(times[0]).as_mins();
    assert!((20..=21).contains(&minutes), "{minutes}");
}

#[test]
fn proxy_changes_nothing_but_the_headers_of_the_connection() {
    let portal = Portal::start();
    let headers = "Cookie: tcu_session=s\r\nOrigin: http://localhost:8090\r\nX-Forwarded-For: 203.0.113.9\r\n\
                   Accept-Encoding: br\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nX-Hop: 1\r\nConnection: x-hop\r\n";

    let response = portal.send("PUT /billing/testcloud/a%2Fb//c?d=%20e&f", headers, "{}");

    let request = portal.requests.recv().unwrap();
    assert!(request.starts_with("PUT /billing/testcloud/a%2Fb//c?d=%20e&f HTTP/1.1\r\n"), "{request}");
    let expected = [
        "accept-encoding: br",
        "content-length: 2",
        "cookie: tcu_session=s",
        "host: localhost:8090",
        "origin: http://localhost:8090",
        "x-forwarded-for: 127.0.0.1",
        "x-forwarded-for: 203.0.113.9",
    ];
    assert_eq!((header_lines(&request), body(&request)), (expected.map(str::to_owned).to_vec(), "{}"));
    assert!(request.find("203.0.113.9") < request.find("127.0.0.1"), "{request}");
    assert!(response.starts_with("HTTP/1.1 404"), "{response}");
    let expected = [
        "connection: close",
        "content-encoding: br",
        "content-length: 3",
        "date: mon, 16 mar 2026 09:30:00 gmt",
        "location: /billing/testcloud/next",
        "set-cookie: a=1; path=/billing/testcloud/",
        "set-cookie: b=2",
        "x-frame-options: deny",
    ];
    assert_eq!((header_lines(&response), body(&response)), (expected.map(str::to_owned).to_vec(), "abc"));
}

#[test]
fn proxy_passes_on_the_start_of_a_response_before_its_end() {
    let portal = Portal::start();
    let mut stream = portal.open("GET /billing/testcloud/slow", "", "");
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();

    let mut start = Vec::new();
    let mut buffer = [0; 1024];
    while !start.windows(3).any(|bytes| bytes == b"one") {
        let length = stream.read(&mut buffer).unwrap();
        assert!(length > 0, "the response ended early");
        start.extend_from_slice(&buffer[..length]);
    }
    portal.permit.send(()).unwrap();

    let mut end = String::new();
    stream.read_to_string(&mut end).unwrap();
    assert!(end.contains("two"), "{end}");
}

#[test]
fn secret_and_code_are_in_no_page_and_no_log() {
    let portal = Portal::start();
    let cookie = portal.sign_in("");
    let admin = portal.post("/sign-in", "", "email=admin%40example.com&password=testops");
    let admin = header(&admin, "set-cookie").unwrap().split(';').next().unwrap().to_owned();

    portal.post("/embed-code?reason=init", &cookie, "");
    let refused = portal.post("/embed-code?reason=init", &admin, "");

    assert!(refused.starts_with("HTTP/1.1 502") && body(&refused) == "code_refused", "{refused}");
    let assets = ASSETS.map(|asset| format!("/assets/{asset}"));
    let mut texts: Vec<_> = PAGES
        .into_iter()
        .chain(assets.iter().map(String::as_str))
        .map(|path| {
            let response = portal.get(path, &cookie);
            assert!(response.starts_with("HTTP/1.1 200"), "{path}: {response}");
            response
        })
        .collect();
    texts.push(portal.get("/sign-in", ""));
    let log = portal.log();
    assert!(log.contains("no embed code: 404 Not Found not_found, request \"r1\""), "{log}");
    texts.push(log);
    for text in texts {
        assert!(![SECRET, CREDENTIALS, CODE].into_iter().any(|secret| text.contains(secret)), "{text}");
    }
}

#[test]
fn pages_of_the_portal_have_no_inline_script_or_style() {
    let portal = Portal::start();
    let cookie = portal.sign_in("");

    for path in PAGES.into_iter().chain(["/sign-in"]) {
        let response = portal.get(path, &cookie);
        let policy = header(&response, "content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
        let html = body(&response);
        assert!(!html.contains("{{"), "{html}");
        assert!(
            html.split("<script").skip(1).all(|script| script.starts_with(" type=\"module\" src=")),
            "{html}"
        );
        assert!(
            !["<style", " style=", " onclick=", "javascript:"].into_iter().any(|part| html.contains(part)),
            "{html}"
        );
    }
}

#[test]
fn portal_is_short_enough_to_copy() {
    let lines = include_str!("../src/main.rs").lines().count();
    assert!(lines <= 250, "{lines} lines");
}
