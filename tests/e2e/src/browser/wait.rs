use std::time::{Duration, Instant};

use thirtyfour::error::{WebDriverError, WebDriverErrorInner};

use crate::Step;

const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(40);

/// Looks again and again until there is something to see. What is redrawn while being looked at is looked at again.
///
/// # Errors
/// When looking fails otherwise, or nothing was seen in time; the sentence names what was awaited.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Step<Option<T>>) -> Step<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match look().await {
            Ok(Some(seen)) => return Ok(seen),
            Ok(None) => {}
            Err(trouble) if is_redrawn(trouble.downcast_ref()) => {}
            Err(trouble) => return Err(trouble),
        }
        if Instant::now() >= deadline {
            return Err(format!("waited {} s for {what}", PATIENCE.as_secs()).into());
        }
        tokio::time::sleep(GLANCE).await;
    }
}

fn is_redrawn(trouble: Option<&WebDriverError>) -> bool {
    trouble.is_some_and(|trouble| matches!(trouble.as_inner(), WebDriverErrorInner::StaleElementReference(_)))
}
