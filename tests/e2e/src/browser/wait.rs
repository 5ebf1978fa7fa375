use std::time::{Duration, Instant};

use thirtyfour::error::{WebDriverError, WebDriverErrorInner};

use crate::Step;

const TIMEOUT: Duration = Duration::from_secs(20);
const INTERVAL: Duration = Duration::from_millis(40);

/// Polls `look` until it returns a value. Retries if an element is redrawn during the check. The timeout error names
/// `what`.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Step<Option<T>>) -> Step<T> {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        match look().await {
            Ok(Some(seen)) => return Ok(seen),
            Ok(None) => {}
            Err(trouble) if is_redrawn(trouble.downcast_ref()) => {}
            Err(trouble) => return Err(trouble),
        }
        if Instant::now() >= deadline {
            return Err(format!("waited {} s for {what}", TIMEOUT.as_secs()).into());
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

fn is_redrawn(trouble: Option<&WebDriverError>) -> bool {
    trouble.is_some_and(|trouble| matches!(trouble.as_inner(), WebDriverErrorInner::StaleElementReference(_)))
}
