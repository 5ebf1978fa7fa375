use super::session::Browser;
use crate::Step;

impl Browser {
    /// How far the page has shifted since it was opened, without anybody's doing, as Chromium counts it.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn layout_shift(&self) -> Step<f64> {
        let script = "
            const observer = new PerformanceObserver(() => {});
            observer.observe({ type: 'layout-shift', buffered: true });
            return observer.takeRecords().filter(shift => !shift.hadRecentInput)
                .reduce((sum, shift) => sum + shift.value, 0)";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// How many parts of the page move, each without an end.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn endless_animations(&self) -> Step<usize> {
        let script = "
            return document.getAnimations()
                .filter(motion => motion.effect.getComputedTiming().activeDuration > 1000).length";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }
}
