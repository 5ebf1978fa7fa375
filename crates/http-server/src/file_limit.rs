/// File descriptors reserved for the database, logs, listeners and gateway connections.
const OTHER_FILES: u64 = 256;

/// Raises the open file limit of the process to allow `max_connections`, and returns the number of connections that the
/// limit allows.
///
/// The common default of 1,024 files allows only about 1,000 connections.
#[must_use]
pub fn raise_file_limit(max_connections: usize) -> usize {
    let wanted = u64::try_from(max_connections).unwrap_or(u64::MAX).saturating_add(OTHER_FILES);
    let limit = rlimit::increase_nofile_limit(wanted).unwrap_or_else(|error| {
        tracing::warn!(%error, "the open file limit cannot be raised");
        rlimit::Resource::NOFILE.get_soft().unwrap_or(1_024)
    });
    let allowed = usize::try_from(limit.saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX).max(1);
    let connections = max_connections.min(allowed);
    if connections < max_connections {
        tracing::warn!(
            max_connections = connections,
            wanted = max_connections,
            open_files = limit,
            "the open file limit allows fewer connections than configured; raise it with ulimit -n or LimitNOFILE"
        );
    } else {
        tracing::info!(max_connections, open_files = limit, "connection limit");
    }
    connections
}
