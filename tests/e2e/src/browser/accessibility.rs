use super::session::Browser;
use crate::Step;

/// Says of each fault which rule and which elements. Frames of other origins are the gateway's, not ours.
const LOOK: &str = "
    const done = arguments[arguments.length - 1];
    const say = fault => `${fault.id}: ${fault.nodes.map(node => node.target.join(' ')).join(', ')}`;
    axe.run(document, { resultTypes: ['violations'], iframes: false, rules: { 'target-size': { enabled: true } } })
        .then(found => done(found.violations.map(say)), trouble => done([`axe did not run: ${trouble}`]));
";

/// Findings of IBM's checker that are no faults, by rule and element, each with the reason.
const FALSE_FINDINGS: [&str; 3] = [
    // HTML allows `username` for a field of the type `email`; the password manager needs it.
    "input_autocomplete_valid: #email: ",
    // The field has a <label for>. The checker does not see it while both are in a closed <details>.
    "input_label_exists: #promotion-code: ",
    // Columns and rows have their <th scope>. The empty corner is a <td>, as an empty <th> would be a header without
    // a name.
    "table_headers_exists: .before-after: ",
];

/// Names each violation that IBM's checker is certain of by its rule and the element's path.
const CHECK: &str = "
    const done = arguments[arguments.length - 1];
    const is_certain = ({ value: [level, result] }) => level === 'VIOLATION' && result === 'FAIL';
    const name = ({ ruleId, path, message }) => {
        const element = document.evaluate(path.dom, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue;
        const place = element?.id ? `#${element.id}` : element?.className ? `.${element.className}` : path.dom;
        return `${ruleId}: ${place}: ${message}`;
    };
    new ace.Checker().check(document, ['WCAG_2_2'])
        .then(report => done(report.results.filter(is_certain).map(name)), trouble => done([`the checker failed: ${trouble}`]));
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

    /// What IBM's accessibility checker finds wrong with the page as it is now.
    ///
    /// # Errors
    /// When the browser does not run the script.
    pub async fn checker_faults(&self, checker: &str) -> Step<Vec<String>> {
        // A script is run in a function, where its variable would end with it.
        self.driver.execute(format!("{checker}; window.ace = ace"), vec![]).await?;
        let mut faults: Vec<String> = self.driver.execute_async(CHECK, vec![]).await?.convert()?;
        faults.retain(|fault| !FALSE_FINDINGS.iter().any(|known| fault.starts_with(known)));
        Ok(faults)
    }
}
