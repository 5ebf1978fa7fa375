use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use gateway::stripe::ApiKey;
use http_server::Proxies;
use process::arguments::is_loopback;

use super::ServeArguments;

/// The payment gateway that the backend uses.
#[derive(Clone, Debug)]
pub enum GatewaySettings {
    /// A sandbox gateway in this process.
    Sandbox(SandboxSettings),
    /// Stripe, or a sandbox gateway elsewhere.
    Stripe {
        /// The origin of the API.
        url: String,
        /// The API key.
        key: ApiKey,
    },
}

/// A sandbox gateway in this process.
#[derive(Clone, Debug)]
pub struct SandboxSettings {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The address of the control listener.
    pub control_listen: Option<SocketAddr>,
    /// The log file.
    pub log: PathBuf,
    /// The origin at which browsers reach it, if that differs from its address.
    pub public_origin: Option<String>,
    /// The API key of its callers. By default a random one.
    pub key: Option<ApiKey>,
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

const SANDBOX_LISTEN: SocketAddr = SocketAddr::new(LOCALHOST, 8082);
const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const STRIPE_URL: &str = "https://api.stripe.com";

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

    /// Refuses a database with sample data behind a public origin, or with a key that charges real cards.
    ///
    /// # Errors
    /// When the database has sample data, and the origin is public or the key is live.
    pub fn check_sample_data(&self, has_sample_data: bool) -> Result<(), String> {
        if has_sample_data && self.arguments.api_key.as_ref().is_some_and(ApiKey::is_live) {
            return Err("STRIPE_API_KEY charges real cards, and this database has sample people, whose passwords are \
                        public: use a test key or another database"
                .to_owned());
        }
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
    let key = arguments.api_key.clone();
    if arguments.sample_data && key.as_ref().is_some_and(ApiKey::is_live) {
        return Err(
            "STRIPE_API_KEY charges real cards, and the sample people and their passwords are public: use a \
                    test key, or remove --sample-data"
                .to_owned(),
        );
    }
    let is_sandbox = arguments.sandbox_listen.is_some()
        || arguments.sandbox_log.is_some()
        || (arguments.sample_data && arguments.gateway_url.is_none());
    if is_sandbox {
        return sandbox(arguments, key).map(GatewaySettings::Sandbox);
    }
    match key {
        Some(key) => {
            let url = arguments.gateway_url.clone().unwrap_or_else(|| STRIPE_URL.to_owned());
            Ok(GatewaySettings::Stripe { url, key })
        }
        None => Err("no payment gateway is configured: set STRIPE_API_KEY to a key of Stripe, or start a sandbox with \
                     --sample-data or --sandbox-listen 127.0.0.1:8082"
            .to_owned()),
    }
}

fn sandbox(arguments: &ServeArguments, key: Option<ApiKey>) -> Result<SandboxSettings, String> {
    if key.as_ref().is_some_and(ApiKey::is_live) {
        return Err("STRIPE_API_KEY is a live key, and the sandbox gateway moves no money: remove the sandbox options, \
                    or set a test key"
            .to_owned());
    }
    let control_listen = arguments.sandbox_control_listen;
    if let Some(control_listen) = control_listen.filter(|address| !address.ip().is_loopback()) {
        return Err(format!(
            "--sandbox-control-listen {control_listen} would let the network control the sandbox: use 127.0.0.1"
        ));
    }
    let log = arguments.sandbox_log.clone();
    Ok(SandboxSettings {
        listen: arguments.sandbox_listen.unwrap_or(SANDBOX_LISTEN),
        control_listen,
        log: log.unwrap_or_else(|| default_sandbox_log(&arguments.database_url)),
        public_origin: arguments.sandbox_public_origin.clone(),
        key,
    })
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

        let GatewaySettings::Sandbox(sandbox) = settings.gateway else { panic!("{:?}", settings.gateway) };
        assert_eq!((sandbox.listen, sandbox.control_listen), (SANDBOX_LISTEN, None));
        assert_eq!(sandbox.log, PathBuf::from("data/sandbox-gateway.jsonl"));
    }

    #[test]
    fn missing_gateway_error_names_the_option() {
        let missing = settings(&[]).unwrap_err();
        assert!(missing.contains("STRIPE_API_KEY") && missing.contains("--sample-data"), "{missing}");
    }

    fn settings_with_key(options: &[&str], key: &str) -> Result<ServeSettings, String> {
        let words = ["backend"].iter().chain(options).map(OsString::from);
        let mut arguments = parse(words)?.expect("not a request for help");
        arguments.serve.api_key = Some(ApiKey::parse(key).unwrap());
        ServeSettings::new(arguments.serve)
    }

    #[test]
    fn key_without_a_sandbox_is_for_stripe() {
        for key in ["rk_live_f3a9c1d7e5b2", "rk_test_f3a9c1d7e5b2"] {
            let GatewaySettings::Stripe { url, .. } = settings_with_key(&[], key).unwrap().gateway else {
                panic!()
            };
            assert_eq!(url, "https://api.stripe.com");
        }
        let elsewhere = ["--sample-data", "--gateway-url", "http://127.0.0.1:8082"];
        let GatewaySettings::Stripe { url, .. } =
            settings_with_key(&elsewhere, "sk_test_f3a9c1d7e5b2").unwrap().gateway
        else {
            panic!()
        };
        assert_eq!(url, "http://127.0.0.1:8082");
    }

    #[test]
    fn live_key_is_refused_with_sample_data_and_with_the_sandbox() {
        for options in [
            &["--sample-data"][..],
            &["--sample-data", "--gateway-url", "https://api.stripe.com"],
            &["--sandbox-listen", "127.0.0.1:8082"],
        ] {
            let refused = settings_with_key(options, "sk_live_f3a9c1d7e5b2").unwrap_err();
            assert!(refused.contains("STRIPE_API_KEY") && !refused.contains("f3a9"), "{refused}");
        }
    }

    #[test]
    fn live_key_is_refused_for_a_database_with_sample_data() {
        let live = settings_with_key(&[], "sk_live_f3a9c1d7e5b2").unwrap();
        let test = settings_with_key(&[], "sk_test_f3a9c1d7e5b2").unwrap();

        assert!(live.check_sample_data(true).unwrap_err().contains("charges real cards"));
        assert!(live.check_sample_data(false).is_ok() && test.check_sample_data(true).is_ok());
    }

    #[test]
    fn sandbox_is_controlled_from_this_machine_only() {
        let refused = settings(&["--sample-data", "--sandbox-control-listen", "0.0.0.0:1"]).unwrap_err();
        assert!(refused.contains("--sandbox-control-listen"), "{refused}");
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
