use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::http::HeaderName;
use billing::Instant;
use clap::builder::FalseyValueParser;
use clap::error::ErrorKind;
use clap::{ArgAction, Args, Parser, Subcommand};
use gateway::stripe::ApiKey;
use ipnet::IpNet;
use process::arguments::{base_path, header_name, instant, limit, network, one_sentence, origin, seconds};

use super::AttemptsCommand;
use crate::webhook_secrets::WebhookSecrets;

const SECRETS: &str = "Secrets, read from the environment only:
  TESTCLOUD_SEAL_KEYS       keys that seal quotes, oldest first: ID:BASE64URL of at least 32 bytes each,
                            separated by commas. Without it, a key is generated and stored in the database.
  STRIPE_API_KEY            secret or restricted key of Stripe, sk_… or rk_…. A sandbox gateway in this process
                            generates one; `backend attempts` needs it.
  STRIPE_WEBHOOK_SECRET     signing secret of the webhook endpoint, whsec_…, or two during a rotation, separated by a
                            comma. A sandbox gateway in this process generates one.
STRIPE_API_KEY_FILE and STRIPE_WEBHOOK_SECRET_FILE name files with them instead.
RUST_LOG sets the log level. Logs are JSON lines on standard error.";

/// The billing service of TestCloud Upgrading: sign-in, quotes, payments and receipts. It can also serve the app.
#[derive(Debug, Parser)]
#[command(
    name = "backend",
    version,
    disable_help_subcommand = true,
    args_conflicts_with_subcommands = true,
    after_help = SECRETS
)]
pub struct Arguments {
    /// The command. Without one, the service runs.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The options of the service.
    #[command(flatten)]
    pub serve: ServeArguments,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the service. This is the default command.
    Serve(ServeArguments),
    /// Stores what files declare, in one transaction. The same files twice change nothing.
    Apply(ApplyArguments),
    /// Lists and settles payments that need a decision by a person.
    #[command(subcommand)]
    Attempts(AttemptsCommand),
    /// Prints the OpenAPI document of the API.
    Openapi(OpenapiArguments),
    /// Checks the audit trail.
    #[command(subcommand)]
    Audit(AuditCommand),
}

/// Options of `backend apply`. The service may be running. It uses the changes from its next request on.
#[derive(Clone, Debug, Args)]
pub struct ApplyArguments {
    /// JSON files. Objects that no file declares stay as they are.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Prints the changes and stores nothing.
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// Prints JSON.
    #[arg(long)]
    pub json: bool,
}

/// The database of a command, and the keys of its audit trail.
#[derive(Clone, Debug, Args)]
pub struct DatabaseArguments {
    /// The database: sqlite:PATH.
    #[arg(
        long,
        value_name = "URL",
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite:testcloud.sqlite"
    )]
    pub database_url: String,
    /// The keys of the audit trail. By default next to the database, with the extension audit-key.
    #[arg(long, value_name = "FILE", env = "AUDIT_KEY_FILE")]
    pub audit_key_file: Option<PathBuf>,
}

/// Options of `backend openapi`.
#[derive(Clone, Debug, Args)]
pub struct OpenapiArguments {
    /// Writes the document into this file instead.
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
}

/// The commands of `backend audit`.
#[derive(Clone, Debug, Subcommand)]
pub enum AuditCommand {
    /// Checks every row and names the first broken one. Exit code 0: intact, 2: broken, 1: it could not be checked.
    Verify(AuditVerifyArguments),
}

/// Options of `backend audit verify`. The command only reads the database.
#[derive(Clone, Debug, Args)]
pub struct AuditVerifyArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The file that records the newest row of each chain. Without it, rows removed from the end are not detected.
    #[arg(long, value_name = "FILE", env = "TESTCLOUD_AUDIT_ANCHOR")]
    pub audit_anchor: Option<PathBuf>,
    /// Prints the newest row of each organization as JSON lines too.
    #[arg(long)]
    pub head: bool,
    /// Prints JSON.
    #[arg(long)]
    pub json: bool,
}

/// Options of `backend serve`.
#[derive(Clone, Debug, Args)]
pub struct ServeArguments {
    /// The address to listen on. Any other than loopback requires an https --public-origin and --trusted-proxy, and
    /// accepts connections from these proxies only.
    #[arg(long, value_name = "ADDR", env = "TESTCLOUD_LISTEN", default_value = "127.0.0.1:8081")]
    pub listen: SocketAddr,
    /// The address that serves /metrics and /health, for operators only.
    #[arg(long, value_name = "ADDR", env = "TESTCLOUD_ADMIN_LISTEN", default_value = "127.0.0.1:9090")]
    pub admin_listen: SocketAddr,
    /// The most open connections. The limit of open files is raised accordingly where the system allows that.
    #[arg(
        long,
        value_name = "NUMBER",
        env = "TESTCLOUD_MAX_CONNECTIONS",
        default_value = "10000",
        value_parser = limit
    )]
    pub max_connections: usize,
    /// The most open connections of one IPv4 address or IPv6 /64. Trusted proxies and this machine have no such limit.
    #[arg(
        long,
        value_name = "NUMBER",
        env = "TESTCLOUD_MAX_CONNECTIONS_PER_NETWORK",
        default_value = "100",
        value_parser = limit
    )]
    pub max_connections_per_network: usize,
    /// The most requests that run at once. One IPv4 address or IPv6 /64 has a sixteenth. Further ones get 503 with
    /// Retry-After.
    #[arg(
        long,
        value_name = "NUMBER",
        env = "TESTCLOUD_MAX_REQUESTS",
        default_value = "512",
        value_parser = limit
    )]
    pub max_requests: usize,
    /// The database: sqlite:PATH. A missing file is created.
    #[arg(
        long,
        value_name = "URL",
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite:testcloud.sqlite"
    )]
    pub database_url: String,
    /// Fills an empty database with sample organizations, people and promotion codes, and enables the sandbox.
    #[arg(long, env = "TESTCLOUD_SAMPLE_DATA", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub sample_data: bool,
    /// Also serves the built app in this folder.
    #[arg(long, value_name = "DIR", env = "TESTCLOUD_SERVE_DIST")]
    pub serve_dist: Option<PathBuf>,
    /// The path of the app and the API at its origin, such as /billing/testcloud/. A reverse proxy must pass it on
    /// unchanged. The admin listener ignores it.
    #[arg(long, value_name = "PATH", env = "TESTCLOUD_BASE_PATH", default_value = "/", value_parser = base_path)]
    pub base_path: String,
    /// The origin at which people open the app, such as https://testcloud.example.com.
    #[arg(long, value_name = "URL", env = "TESTCLOUD_PUBLIC_ORIGIN", value_parser = origin)]
    pub public_origin: Option<String>,
    /// A network of reverse proxies, such as 10.0.0.0/8, whose forwarding header is trusted. Repeatable.
    /// Without it, forwarding headers are ignored.
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
    /// The timeout of a gateway call.
    #[arg(
        long,
        value_name = "SECONDS",
        env = "TESTCLOUD_GATEWAY_TIMEOUT",
        default_value = "5",
        value_parser = seconds
    )]
    pub gateway_timeout: Duration,
    /// How often recovery checks unfinished payments and due renewals.
    #[arg(
        long,
        value_name = "SECONDS",
        env = "TESTCLOUD_RECOVERY_INTERVAL",
        default_value = "30",
        value_parser = seconds
    )]
    pub recovery_interval: Duration,
    /// The address in the API's refusal of an amount that is too large for one card payment.
    #[arg(long, value_name = "ADDRESS", env = "TESTCLOUD_CONTACT", default_value = "billing@example.com")]
    pub contact: String,
    /// Keys that seal quotes, oldest first, as ID:BASE64URL of at least 32 bytes each, separated by commas.
    /// Read from the environment only. Without it, the sandbox generates a key and stores it in the database.
    #[arg(skip)]
    pub seal_keys: Option<String>,
    /// The gateway's API key. Read from the environment or a file only.
    #[arg(skip)]
    pub api_key: Option<ApiKey>,
    /// The signing secrets of the gateway's webhooks. Read from the environment or a file only.
    #[arg(skip)]
    pub webhook_secrets: Option<WebhookSecrets>,
    /// The origin of Stripe's API, or of a sandbox gateway that runs elsewhere. With an API key in STRIPE_API_KEY, by
    /// default https://api.stripe.com.
    #[arg(
        long,
        value_name = "URL",
        env = "TESTCLOUD_GATEWAY_URL",
        value_parser = origin,
        conflicts_with_all = ["sandbox_listen", "sandbox_log"]
    )]
    pub gateway_url: Option<String>,
    /// The keys that sign the audit trail, oldest first, as ID:BASE64URL lines of at least 32 bytes each. By default
    /// next to the database, with the extension audit-key. Created at the first start.
    #[arg(long, value_name = "FILE", env = "AUDIT_KEY_FILE")]
    pub audit_key_file: Option<PathBuf>,
    /// A file outside the database that records the newest rows of the audit trail, so that removed rows are detected.
    /// Created with a new database. For an existing one, create an empty file first.
    #[arg(long, value_name = "FILE", env = "TESTCLOUD_AUDIT_ANCHOR")]
    pub audit_anchor: Option<PathBuf>,
    /// The address of a sandbox gateway in this process, which moves no real money. By default 127.0.0.1:8082.
    #[arg(long, value_name = "ADDR", env = "TESTCLOUD_SANDBOX_LISTEN")]
    pub sandbox_listen: Option<SocketAddr>,
    /// The log of the sandbox gateway. By default sandbox-gateway.jsonl next to the database.
    #[arg(long, value_name = "FILE", env = "TESTCLOUD_SANDBOX_LOG")]
    pub sandbox_log: Option<PathBuf>,
    /// The origin of the sandbox gateway for browsers, if it differs from the address it listens on.
    #[arg(long, value_name = "URL", env = "TESTCLOUD_SANDBOX_PUBLIC_ORIGIN", value_parser = origin)]
    pub sandbox_public_origin: Option<String>,
    /// The address at which operators control the sandbox gateway: its clock and faults. Loopback only.
    /// Without it, the sandbox is not controlled.
    #[arg(long, value_name = "ADDR", env = "TESTCLOUD_SANDBOX_CONTROL_LISTEN")]
    pub sandbox_control_listen: Option<SocketAddr>,
    /// The start of the sandbox's clock, such as 2026-03-16T09:30:00Z. The clock then runs at normal speed.
    #[arg(long, value_name = "INSTANT", env = "TESTCLOUD_CLOCK", value_parser = instant)]
    pub clock: Option<Instant>,
    /// An origin of the app's development server, whose pages may call the API in sandbox mode. Repeatable.
    /// By default http://127.0.0.1:8080 and http://localhost:8080, or none with a public origin.
    #[arg(
        long,
        value_name = "URL",
        env = "TESTCLOUD_TRUNK_ORIGIN",
        value_delimiter = ',',
        value_parser = origin
    )]
    pub trunk_origin: Vec<String>,
}

impl ServeArguments {
    /// Reads the secrets. Every process on the machine can read a command line, so they come from the environment.
    fn read_secrets(&mut self) -> Result<(), String> {
        self.seal_keys = std::env::var("TESTCLOUD_SEAL_KEYS").ok();
        self.api_key = ApiKey::from_environment()?;
        self.webhook_secrets = WebhookSecrets::from_environment()?;
        Ok(())
    }
}

/// Parses the command line. For help or the version, returns `Ok(Err(text))`.
///
/// # Errors
/// One sentence that describes the problem.
pub fn parse(
    arguments: impl IntoIterator<Item = std::ffi::OsString>,
) -> Result<Result<Arguments, String>, String> {
    match Arguments::try_parse_from(arguments) {
        Ok(mut arguments) => {
            if let Some(Command::Serve(serve)) = arguments.command {
                arguments = Arguments { command: None, serve };
            }
            if let Some(Command::Attempts(command)) = &mut arguments.command {
                command.service_mut().read_secrets()?;
            }
            arguments.serve.read_secrets()?;
            Ok(Ok(arguments))
        }
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            Ok(Err(error.to_string()))
        }
        Err(error) => Err(one_sentence(&error.to_string(), "backend")),
    }
}
