use tracing_subscriber::EnvFilter;

/// Logs one JSON object per line to standard error. `RUST_LOG` sets the level.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second call in one process, as in tests, keeps the first subscriber.
    let _ = log.try_init();
}
