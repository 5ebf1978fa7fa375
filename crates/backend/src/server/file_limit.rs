/// Files that are open besides connections: the database, logs, listeners, the gateway.
const OTHER_FILES: u64 = 256;

/// Raises the process's limit of open files for a number of connections, and returns how many connections fit.
///
/// The usual limit of 1,024 files ends service after about 1,000 connections.
#[must_use]
pub fn raise_file_limit(max_connections: usize) -> usize {
    let wanted = u64::try_from(max_connections).unwrap_or(u64::MAX).saturating_add(OTHER_FILES);
    let limit = rlimit::increase_nofile_limit(wanted).unwrap_or_else(|error| {
        tracing::warn!(%error, "the limit of open files could not be raised");
        rlimit::Resource::NOFILE.get_soft().unwrap_or(1_024)
    });
    let possible = usize::try_from(limit.saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX).max(1);
    let connections = max_connections.min(possible);
    if connections < max_connections {
        tracing::warn!(
            max_connections = connections,
            wanted = max_connections,
            open_files = limit,
            "the limit of open files allows fewer connections; raise it with ulimit -n or LimitNOFILE"
        );
    } else {
        tracing::info!(max_connections, open_files = limit, "connection limit");
    }
    connections
}
