use std::net::SocketAddr;
use std::path::PathBuf;

use http_server::Proxies;
use process::arguments::is_loopback;

use super::ServeArguments;

/// The payment gateway that the backend uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewaySettings {
    /// The sandbox gateway.
    Sandbox(SandboxSettings),
}

/// The sandbox gateway that the backend uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxSettings {
    /// Where it runs.
    pub location: SandboxLocation,
    /// The origin at which browsers reach it, if that differs from its address.
    pub public_origin: Option<String>,
}

/// Where the sandbox gateway runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SandboxLocation {
    /// In this process.
    ThisProcess {
        /// The address to listen on.
        listen: SocketAddr,
        /// The log file.
        log: PathBuf,
    },
    /// In another process, at this origin.
    OtherProcess(String),
}

/// Validated arguments of `backend serve`.
#[derive(Clone, Debug)]
pub struct ServeSettings {
    /// The arguments.
    pub arguments: ServeArguments,
    /// The payment gateway.
    pub gateway: GatewaySettings,
    /// The public origin, if it uses https.
    pub secure_origin: Option<String>,
}

const SANDBOX_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8082);

/// The origins of Trunk's development server.
const DEVELOPMENT_ORIGINS: [&str; 2] = ["http://127.0.0.1:8080", "http://localhost:8080"];

impl ServeSettings {
    /// Validates the combination of arguments.
    ///
    /// # Errors
    /// One sentence with the conflict and the remedy.
    pub fn new(arguments: ServeArguments) -> Result<Self, String> {
        let gateway = gateway(&arguments)?;
        let secure_origin = arguments.public_origin.clone().filter(|origin| origin.starts_with("https://"));
        if let Some(origin) = arguments.public_origin.as_deref().filter(|_| secure_origin.is_none())
            && !is_loopback(origin)
        {
            return Err(format!(
                "the public origin {origin} uses plain http, which exposes sessions: use an https origin"
            ));
        }
        if secure_origin.is_none() && !arguments.listen.ip().is_loopback() {
            return Err(format!(
                "plain http on {} exposes sessions to the network: listen on 127.0.0.1, or set the https origin in \
                 front of it with --public-origin",
                arguments.listen
            ));
        }
        if !arguments.listen.ip().is_loopback() && arguments.trusted_proxy.is_empty() {
            return Err(format!(
                "plain http on {} is only allowed behind a TLS proxy: set its network with --trusted-proxy, or listen \
                 on 127.0.0.1",
                arguments.listen
            ));
        }
        let public = secure_origin.as_deref().filter(|origin| !is_loopback(origin));
        if let Some(origin) = public {
            if arguments.sample_data {
                return Err(sample_data_is_public(origin));
            }
            if let Some(development) = arguments.trunk_origin.first() {
                return Err(format!(
                    "the development origin {development} cannot be used with the public origin {origin}: remove \
                     --trunk-origin"
                ));
            }
        }
        Ok(Self { arguments, gateway, secure_origin })
    }

    /// The https origin, unless it is loopback.
    fn public_origin(&self) -> Option<&str> {
        self.secure_origin.as_deref().filter(|origin| !is_loopback(origin))
    }

    /// Refuses a database with sample data behind a public origin.
    ///
    /// # Errors
    /// When the database has sample data and the origin is public.
    pub fn check_sample_data(&self, has_sample_data: bool) -> Result<(), String> {
        match self.public_origin() {
            Some(origin) if has_sample_data => Err(sample_data_is_public(origin)),
            _ => Ok(()),
        }
    }

    /// The reverse proxies in front of the service. Beyond loopback, connections from other peers are refused.
    #[must_use]
    pub fn proxies(&self) -> Proxies {
        Proxies {
            trusted: self.arguments.trusted_proxy.clone(),
            header: self.arguments.forwarded_header.clone(),
            required: !self.arguments.listen.ip().is_loopback(),
        }
    }

    /// The origins whose pages may send requests that change something, for a listening address.
    #[must_use]
    pub fn allowed_origins(&self, listening: SocketAddr) -> Vec<String> {
        let mut origins = Vec::new();
        if let Some(origin) = self.public_origin() {
            // Pages of other programs on the user's machine must not act as the user.
            return vec![origin.to_owned()];
        }
        if listening.ip().is_loopback() {
            origins.push(format!("http://{listening}"));
            origins.push(format!("http://127.0.0.1:{}", listening.port()));
            origins.push(format!("http://localhost:{}", listening.port()));
        }
        origins.extend(self.arguments.public_origin.clone());
        if self.arguments.trunk_origin.is_empty() {
            origins.extend(DEVELOPMENT_ORIGINS.map(str::to_owned));
        }
        origins.extend(self.arguments.trunk_origin.iter().cloned());
        origins.sort_unstable();
        origins.dedup();
        origins
    }
}

fn sample_data_is_public(origin: &str) -> String {
    format!(
        "the passwords of the sample people are public, and so is {origin}: use a database without sample data, and \
         remove --sample-data"
    )
}

fn gateway(arguments: &ServeArguments) -> Result<GatewaySettings, String> {
    let sandbox = sandbox(arguments).ok_or(
        "no payment gateway is configured, and this build only has the sandbox: start with --sample-data, or with \
         --sandbox-listen 127.0.0.1:8082",
    )?;
    Ok(GatewaySettings::Sandbox(sandbox))
}

fn sandbox(arguments: &ServeArguments) -> Option<SandboxSettings> {
    let is_enabled = arguments.sample_data
        || arguments.sandbox_listen.is_some()
        || arguments.sandbox_log.is_some()
        || arguments.sandbox_url.is_some();
    let location = match &arguments.sandbox_url {
        Some(origin) => SandboxLocation::OtherProcess(origin.clone()),
        None => SandboxLocation::ThisProcess {
            listen: arguments.sandbox_listen.unwrap_or(SANDBOX_LISTEN),
            log: arguments
                .sandbox_log
                .clone()
                .unwrap_or_else(|| default_sandbox_log(&arguments.database_url)),
        },
    };
    let public_origin = arguments.sandbox_public_origin.clone();
    is_enabled.then_some(SandboxSettings { location, public_origin })
}

fn default_sandbox_log(url: &str) -> PathBuf {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = path.split('?').next().unwrap_or(path);
    PathBuf::from(path).with_file_name("sandbox-gateway.jsonl")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::cli::parse;

    fn settings(options: &[&str]) -> Result<ServeSettings, String> {
        let words = ["backend"].iter().chain(options).map(OsString::from);
        let arguments = parse(words)?.expect("not a request for help");
        ServeSettings::new(arguments.serve)
    }

    #[test]
    fn sandbox_listens_on_its_default_address_and_logs_next_to_the_database() {
        let settings =
            settings(&["--sample-data", "--database-url", "sqlite:data/testcloud.sqlite"]).unwrap();

        let log = PathBuf::from("data/sandbox-gateway.jsonl");
        let location = SandboxLocation::ThisProcess { listen: SANDBOX_LISTEN, log };
        assert_eq!(
            settings.gateway,
            GatewaySettings::Sandbox(SandboxSettings { location, public_origin: None })
        );
    }

    #[test]
    fn missing_gateway_error_names_the_option() {
        assert!(settings(&[]).unwrap_err().contains("--sample-data"));
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert!(
            settings(&["--sample-data", "--listen", "0.0.0.0:80"]).unwrap_err().contains("--public-origin")
        );
        assert!(settings(&["--sample-data", "--public-origin", "http://a.example"]).is_err());
        let secure = [
            "--sandbox-listen",
            "127.0.0.1:8082",
            "--listen",
            "0.0.0.0:80",
            "--public-origin",
            "https://a.example",
        ];
        assert!(settings(&secure).unwrap_err().contains("--trusted-proxy"));
        let behind_proxy = settings(&[&secure[..], &["--trusted-proxy", "10.0.0.0/8"]].concat()).unwrap();
        assert_eq!(behind_proxy.secure_origin.as_deref(), Some("https://a.example"));
        assert!(behind_proxy.proxies().required && !settings(&["--sample-data"]).unwrap().proxies().required);
    }

    #[test]
    fn sample_data_and_development_origins_are_refused_at_a_public_origin() {
        let public = ["--sandbox-listen", "127.0.0.1:8082", "--public-origin", "https://a.example"];
        let with = |more: &[&'static str]| settings(&[&public[..], more].concat());

        let refused = with(&["--sample-data"]).unwrap_err();
        assert!(refused.contains("https://a.example") && refused.contains("--sample-data"), "{refused}");
        let refused = with(&["--trunk-origin", "http://127.0.0.1:8080"]).unwrap_err();
        assert!(refused.contains("http://127.0.0.1:8080") && refused.contains("--trunk-origin"), "{refused}");

        let settings = with(&[]).unwrap();
        let origins = settings.allowed_origins("127.0.0.1:8081".parse().unwrap());
        assert_eq!(origins, ["https://a.example"]);
        assert!(settings.check_sample_data(true).unwrap_err().contains("https://a.example"));
        assert_eq!(settings.check_sample_data(false), Ok(()));
    }

    #[test]
    fn sample_data_is_served_at_a_loopback_https_origin() {
        assert!(settings(&["--sample-data", "--public-origin", "https://localhost:8443"]).is_ok());
    }

    #[test]
    fn invalid_values_are_reported_in_one_line() {
        for (option, value) in [("--listen", "nowhere"), ("--clock", "noon"), ("--gateway-timeout", "0")] {
            let message = settings(&["--sample-data", option, value]).unwrap_err();
            assert!(
                message.contains(option) && message.contains(value) && !message.contains('\n'),
                "{message}"
            );
        }
    }

    #[test]
    fn own_and_development_origins_are_allowed() {
        let origins =
            settings(&["--sample-data"]).unwrap().allowed_origins("127.0.0.1:8081".parse().unwrap());

        for origin in ["http://127.0.0.1:8081", "http://localhost:8081", "http://127.0.0.1:8080"] {
            assert!(origins.iter().any(|allowed| allowed == origin), "{origin}");
        }
        assert_eq!(origins.len(), 4);
    }
}
