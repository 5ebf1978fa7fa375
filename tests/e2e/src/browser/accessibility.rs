use super::session::Browser;
use crate::Step;

/// Says of each fault which rule and which elements. Frames of other origins are the gateway's, not ours.
const LOOK: &str = "
    const done = arguments[arguments.length - 1];
    const say = fault => `${fault.id}: ${fault.nodes.map(node => node.target.join(' ')).join(', ')}`;
    axe.run(document, { resultTypes: ['violations'], iframes: false, rules: { 'target-size': { enabled: true } } })
        .then(found => done(found.violations.map(say)), trouble => done([`axe did not run: ${trouble}`]));
";

impl Browser {
    /// What axe-core finds wrong with the page as it is now.
    ///
    /// # Errors
    /// When the browser does not let it look.
    pub async fn faults(&self, axe: &str) -> Step<Vec<String>> {
        // What has slid beneath the bar at the top is no smaller for that.
        self.driver.execute("scrollTo(0, 0)", vec![]).await?;
        self.driver.execute(axe, vec![]).await?;
        Ok(self.driver.execute_async(LOOK, vec![]).await?.convert()?)
    }
}
