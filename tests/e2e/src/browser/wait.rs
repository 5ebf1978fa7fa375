use std::time::{Duration, Instant};

use crate::Step;

const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(40);

/// Looks again and again until there is something to see.
///
/// # Errors
/// When looking fails, or nothing was seen in time; the sentence names what was awaited.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Step<Option<T>>) -> Step<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(seen) = look().await? {
            return Ok(seen);
        }
        if Instant::now() >= deadline {
            return Err(format!("waited {} s for {what}", PATIENCE.as_secs()).into());
        }
        tokio::time::sleep(GLANCE).await;
    }
}
