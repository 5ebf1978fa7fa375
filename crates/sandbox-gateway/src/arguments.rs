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

const SECRETS: &str =
    "STRIPE_API_KEY is the test key that callers send, such as sk_test_ and 24 random letters.
STRIPE_WEBHOOK_SECRET signs the webhooks of --webhook-url: whsec_ and at least 16 random characters.
Both are read from the environment only.
RUST_LOG sets the log level. Logs are JSON lines on standard error.";

/// A server that speaks a part of Stripe's API with test cards, and moves no real money.
#[derive(Clone, Debug, Parser)]
#[command(name = "sandbox-gateway", version, after_help = SECRETS)]
pub struct Arguments {
    /// The address of the API and the hosted pages.
    #[arg(long, value_name = "ADDR", env = "TESTCLOUD_SANDBOX_LISTEN", default_value = "127.0.0.1:8082")]
    pub sandbox_listen: SocketAddr,
    /// The loopback address of the control calls: clock, faults, refunds, disputes.
    #[arg(long, value_name = "ADDR", env = "TESTCLOUD_SANDBOX_CONTROL_LISTEN")]
    pub sandbox_control_listen: Option<SocketAddr>,
    /// The book. It is the sandbox's only state.
    #[arg(long, value_name = "FILE", env = "TESTCLOUD_SANDBOX_LOG", default_value = "sandbox-gateway.jsonl")]
    pub sandbox_log: PathBuf,
    /// The origin for browsers, if it differs from the address it listens on.
    #[arg(long, value_name = "URL", env = "TESTCLOUD_SANDBOX_PUBLIC_ORIGIN", value_parser = origin)]
    pub sandbox_public_origin: Option<String>,
    /// An address that receives events. Repeatable.
    #[arg(long, value_name = "URL", env = "TESTCLOUD_SANDBOX_WEBHOOK_URL", value_delimiter = ',')]
    pub webhook_url: Vec<String>,
    /// The name of the merchant on the hosted pages.
    #[arg(long, value_name = "NAME", env = "TESTCLOUD_SANDBOX_MERCHANT", default_value = sandbox_gateway::MERCHANT)]
    pub merchant: String,
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
    /// The timeout of the sandbox's callers. Test cards that time out take twice as long.
    #[arg(long, value_name = "SECONDS", env = "TESTCLOUD_GATEWAY_TIMEOUT", default_value = "5", value_parser = seconds)]
    pub gateway_timeout: Duration,
    /// The start of the sandbox's clock. The clock then runs at normal speed.
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
