use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::http::HeaderName;
use billing::Instant;
use clap::Parser;
use clap::error::ErrorKind;
use ipnet::IpNet;
use process::arguments::{header_name, instant, network, one_sentence, origin, seconds};

const SECRET: &str =
    "TESTCLOUD_SANDBOX_SECRET is the secret that the backends send, read from the environment only.
RUST_LOG sets the log level. Logs are JSON lines on standard error.";

/// A payment gateway with test cards that moves no real money. Backends connect to it with --sandbox-url.
#[derive(Clone, Debug, Parser)]
#[command(name = "sandbox-gateway", version, after_help = SECRET)]
pub struct Arguments {
    /// The address to listen on.
    #[arg(long, value_name = "ADDR", env = "TESTCLOUD_SANDBOX_LISTEN", default_value = "127.0.0.1:8082")]
    pub sandbox_listen: SocketAddr,
    /// The log. It is the gateway's only state.
    #[arg(long, value_name = "FILE", env = "TESTCLOUD_SANDBOX_LOG", default_value = "sandbox-gateway.jsonl")]
    pub sandbox_log: PathBuf,
    /// The origin for browsers, if it differs from the address it listens on.
    #[arg(long, value_name = "URL", env = "TESTCLOUD_SANDBOX_PUBLIC_ORIGIN", value_parser = origin)]
    pub sandbox_public_origin: Option<String>,
    /// A network of reverse proxies whose forwarding header is trusted. Repeatable.
    #[arg(long, value_name = "CIDR", env = "TESTCLOUD_TRUSTED_PROXY", value_delimiter = ',', value_parser = network)]
    pub trusted_proxy: Vec<IpNet>,
    /// The header in which trusted proxies report the client's address. Forwarded is parsed by RFC 7239.
    #[arg(
        long,
        value_name = "NAME",
        env = "TESTCLOUD_FORWARDED_HEADER",
        default_value = "X-Forwarded-For",
        value_parser = header_name
    )]
    pub forwarded_header: HeaderName,
    /// An origin of the app, which may frame the card field and receive redirects. Repeatable.
    #[arg(
        long,
        value_name = "URL",
        env = "TESTCLOUD_APP_ORIGIN",
        value_delimiter = ',',
        default_values = ["http://127.0.0.1:8080", "http://localhost:8080", "http://127.0.0.1:8081", "http://localhost:8081"],
        value_parser = origin
    )]
    pub app_origin: Vec<String>,
    /// An origin of a portal that embeds the app, whose pages may contain the card field inside the app. Repeatable.
    #[arg(
        long,
        value_name = "URL",
        env = "TESTCLOUD_PORTAL_ORIGIN",
        value_delimiter = ',',
        value_parser = origin
    )]
    pub portal_origin: Vec<String>,
    /// The timeout of the gateway's callers. Test cards that time out take twice as long.
    #[arg(
        long,
        value_name = "SECONDS",
        env = "TESTCLOUD_GATEWAY_TIMEOUT",
        default_value = "5",
        value_parser = seconds
    )]
    pub gateway_timeout: Duration,
    /// The start of the gateway's clock. The clock then runs at normal speed.
    #[arg(long, value_name = "INSTANT", env = "TESTCLOUD_CLOCK", value_parser = instant)]
    pub clock: Option<Instant>,
}

/// Parses the command line. For help or the version, returns `Ok(Err(text))`.
///
/// # Errors
/// One sentence that describes the problem.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Result<Arguments, String>, String> {
    match Arguments::try_parse_from(arguments) {
        Ok(arguments) => Ok(Ok(arguments)),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            Ok(Err(error.to_string()))
        }
        Err(error) => Err(one_sentence(&error.to_string(), "sandbox-gateway")),
    }
}
