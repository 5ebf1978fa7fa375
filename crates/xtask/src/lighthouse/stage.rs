//! A backend of its own with fresh sample data, as a deployment would serve the app.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    children::{Children, Watched},
    failure::{Context, Failure, Outcome},
    probe, workspace,
};

const NAME: &str = "the backend";
/// An instant at which every sample organization is in the middle of its period.
const CLOCK: &str = "2026-03-16T09:30:00Z";
const CREDENTIALS: &str = r#"{"email":"billing@example.com","password":"testops"}"#;

/// Where the app is served.
pub struct Stage {
    port: u16,
    /// The header that signs a request in.
    pub cookie: String,
}

impl Stage {
    /// Starts a backend in `folder`, which must be empty, and signs in.
    ///
    /// # Errors
    /// When it does not start, its log being named, or lets nobody in.
    pub fn open(children: &mut Children, folder: &Path) -> Outcome<Self> {
        let no_ports = || Failure::new("there are no free ports on 127.0.0.1");
        let ports = probe::free_ports().ok_or_else(no_ports)?;
        let [port, _, admin] = ports;
        let log = folder.join("backend.log");
        let started = children.start(NAME, &mut backend(ports, folder, &log)?);
        let ready = started.and_then(|()| children.until(|| probe::answers(admin, "/health/ready")));
        match ready.map_err(|failure| Failure::new(format!("{failure} in {}", log.display())))? {
            Watched::Ready => Ok(Self { port, cookie: signed_in(port)? }),
            Watched::Stopped => Err(Failure::new("stopped")),
        }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn backend([port, sandbox, admin]: [u16; 3], folder: &Path, log: &Path) -> Outcome<Command> {
    let log = fs::File::create(log).context(|| format!("cannot create {}", log.display()))?;
    let log_too = log.try_clone().context(|| "cannot share the backend's log".into())?;
    let mut backend = Command::new(workspace::release_backend_binary());
    backend.args(["--listen", &format!("127.0.0.1:{port}")]);
    backend.args(["--sandbox-listen", &format!("127.0.0.1:{sandbox}")]);
    backend.args(["--admin-listen", &format!("127.0.0.1:{admin}")]);
    backend.args(["--sample-data", "--clock", CLOCK]);
    backend.args(["--database-url", &format!("sqlite:{}", folder.join("testcloud.sqlite").display())]);
    backend.arg("--sandbox-log").arg(folder.join("sandbox-gateway.jsonl"));
    backend
        .arg("--serve-dist")
        .arg(workspace::path("dist"))
        .stdout(Stdio::from(log))
        .stderr(Stdio::from(log_too));
    Ok(backend)
}

fn signed_in(port: u16) -> Outcome<String> {
    let answer = probe::post(port, "/api/v1/session", CREDENTIALS).unwrap_or_default();
    cookie(&answer).ok_or_else(|| {
        let status = answer.lines().next().unwrap_or("no answer");
        Failure::new(format!("the backend let nobody in: {status}"))
    })
}

/// The name and value of the cookie an answer sets.
fn cookie(answer: &str) -> Option<String> {
    let mut headers =
        answer.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
    let (_, cookie) = headers.find(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))?;
    Some(cookie.split(';').next()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::cookie;

    #[test]
    fn a_cookie_is_taken_without_what_guards_it() {
        let answer = "HTTP/1.1 204 No Content\r\nSet-Cookie: tcu_session=abc=; HttpOnly; Path=/\r\n\r\n";

        assert_eq!(cookie(answer).as_deref(), Some("tcu_session=abc="));
    }

    #[test]
    fn an_answer_that_sets_none_signs_nobody_in() {
        assert_eq!(cookie("HTTP/1.1 401 Unauthorized\r\n\r\nset-cookie: not-a-header"), None);
    }
}
