//! Runs a backend with new sample data for a command.

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
/// Start of the backend's clock, at which every sample organization is in the middle of its period.
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
    /// Fails if the backend does not start. The error contains the path of the log.
    pub fn start(children: &mut Children, backend: &mut Command, folder: &Path) -> Outcome<Self> {
        let no_ports = || Failure::new("no free ports on 127.0.0.1");
        let ports = probe::free_ports().ok_or_else(no_ports)?;
        let [port, _, admin] = ports;
        let log = folder.join("backend.log");
        let started = children.start(NAME, configure(backend, ports, folder, &log)?);
        let ready = started.and_then(|()| children.until(|| probe::answers(admin, "/health/ready")));
        match ready.map_err(|failure| Failure::new(format!("{failure} in {}", log.display())))? {
            Watched::Ready => Ok(Self { port }),
            Watched::Stopped => Err(Failure::new("stopped")),
        }
    }

    /// Returns the URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Signs in and returns the session cookie for a `Cookie` header.
    pub fn sign_in(&self) -> Outcome<String> {
        let response = probe::post(self.port, "/api/v1/session", CREDENTIALS).unwrap_or_default();
        cookie(&response).ok_or_else(|| {
            let status = response.lines().next().unwrap_or("no response");
            Failure::new(format!("the backend refused the sign-in: {status}"))
        })
    }
}

fn configure<'a>(
    backend: &'a mut Command,
    [port, sandbox, admin]: [u16; 3],
    folder: &Path,
    log: &Path,
) -> Outcome<&'a mut Command> {
    let log = fs::File::create(log).context(|| format!("cannot create {}", log.display()))?;
    let log_copy = log.try_clone().context(|| "cannot open the backend's log twice".into())?;
    backend.args(["--listen", &format!("127.0.0.1:{port}")]);
    backend.args(["--sandbox-listen", &format!("127.0.0.1:{sandbox}")]);
    backend.args(["--admin-listen", &format!("127.0.0.1:{admin}")]);
    backend.args(["--sample-data", "--clock", CLOCK]);
    backend.args(["--database-url", &format!("sqlite:{}", folder.join("testcloud.sqlite").display())]);
    backend.arg("--sandbox-log").arg(folder.join("sandbox-gateway.jsonl"));
    Ok(backend.stdout(Stdio::from(log)).stderr(Stdio::from(log_copy)))
}

/// Returns the name and value of the cookie that a response sets.
fn cookie(response: &str) -> Option<String> {
    let mut headers =
        response.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
    let (_, cookie) = headers.find(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))?;
    Some(cookie.split(';').next()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::cookie;

    #[test]
    fn cookie_is_returned_without_attributes() {
        let response = "HTTP/1.1 204 No Content\r\nSet-Cookie: tcu_session=abc=; HttpOnly; Path=/\r\n\r\n";

        assert_eq!(cookie(response).as_deref(), Some("tcu_session=abc="));
    }

    #[test]
    fn response_without_a_cookie_returns_none() {
        assert_eq!(cookie("HTTP/1.1 401 Unauthorized\r\n\r\nset-cookie: not-a-header"), None);
    }
}
