use super::session::Browser;
use crate::Step;

impl Browser {
    /// Returns the cumulative layout shift since the page was opened. In Chromium only.
    pub async fn layout_shift(&self) -> Step<f64> {
        let script = "
            const observer = new PerformanceObserver(() => {});
            observer.observe({ type: 'layout-shift', buffered: true });
            return observer.takeRecords().filter(shift => !shift.hadRecentInput)
                .reduce((sum, shift) => sum + shift.value, 0)";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Counts the animations that run for more than one second.
    pub async fn endless_animations(&self) -> Step<usize> {
        let script = "
            return document.getAnimations()
                .filter(motion => motion.effect.getComputedTiming().activeDuration > 1000).length";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }
}
