//! A backend of a command's own, with fresh sample data.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    children::{Children, Watched},
    failure::{Context, Failure, Outcome},
    probe,
};

const NAME: &str = "the backend";
/// An instant at which every sample organization is in the middle of its period.
const CLOCK: &str = "2026-03-16T09:30:00Z";
const CREDENTIALS: &str = r#"{"email":"billing@example.com","password":"testops"}"#;

/// A running backend.
pub struct SampleService {
    port: u16,
}

impl SampleService {
    /// Starts `backend` with its files in `folder`, which must be empty.
    ///
    /// # Errors
    /// When it does not start, its log being named.
    pub fn start(children: &mut Children, backend: &mut Command, folder: &Path) -> Outcome<Self> {
        let no_ports = || Failure::new("there are no free ports on 127.0.0.1");
        let ports = probe::free_ports().ok_or_else(no_ports)?;
        let [port, _, admin] = ports;
        let log = folder.join("backend.log");
        let started = children.start(NAME, configured(backend, ports, folder, &log)?);
        let ready = started.and_then(|()| children.until(|| probe::answers(admin, "/health/ready")));
        match ready.map_err(|failure| Failure::new(format!("{failure} in {}", log.display())))? {
            Watched::Ready => Ok(Self { port }),
            Watched::Stopped => Err(Failure::new("stopped")),
        }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Signs in and returns the cookie of the session, for a `Cookie` header.
    ///
    /// # Errors
    /// When the backend refuses.
    pub fn sign_in(&self) -> Outcome<String> {
        let answer = probe::post(self.port, "/api/v1/session", CREDENTIALS).unwrap_or_default();
        cookie(&answer).ok_or_else(|| {
            let status = answer.lines().next().unwrap_or("no answer");
            Failure::new(format!("the backend refused the sign-in: {status}"))
        })
    }
}

fn configured<'a>(
    backend: &'a mut Command,
    [port, sandbox, admin]: [u16; 3],
    folder: &Path,
    log: &Path,
) -> Outcome<&'a mut Command> {
    let log = fs::File::create(log).context(|| format!("cannot create {}", log.display()))?;
    let log_too = log.try_clone().context(|| "cannot share the backend's log".into())?;
    backend.args(["--listen", &format!("127.0.0.1:{port}")]);
    backend.args(["--sandbox-listen", &format!("127.0.0.1:{sandbox}")]);
    backend.args(["--admin-listen", &format!("127.0.0.1:{admin}")]);
    backend.args(["--sample-data", "--clock", CLOCK]);
    backend.args(["--database-url", &format!("sqlite:{}", folder.join("testcloud.sqlite").display())]);
    backend.arg("--sandbox-log").arg(folder.join("sandbox-gateway.jsonl"));
    Ok(backend.stdout(Stdio::from(log)).stderr(Stdio::from(log_too)))
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
