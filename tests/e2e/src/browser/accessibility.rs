use super::session::Browser;
use crate::Step;

/// Runs axe-core and returns the rule and the elements of each violation.
const RUN_AXE: &str = "
    const done = arguments[arguments.length - 1];
    const describe = fault => `${fault.id}: ${fault.nodes.map(node => node.target.join(' ')).join(', ')}`;
    axe.run(document, { resultTypes: ['violations'], iframes: false, rules: { 'target-size': { enabled: true } } })
        .then(found => done(found.violations.map(describe)), trouble => done([`axe did not run: ${trouble}`]));
";

/// False positives of IBM's checker, by rule and element, each with the reason.
const FALSE_POSITIVES: [&str; 3] = [
    // HTML allows `username` for a field of the type `email`; the password manager needs it.
    "input_autocomplete_valid: #email: ",
    // The field has a <label for>. The checker does not see it while both are in a closed <details>.
    "input_label_exists: #promotion-code: ",
    // Columns and rows have their <th scope>. The empty corner is a <td>, as an empty <th> would be a header without
    // a name.
    "table_headers_exists: .before-after: ",
];

/// Runs IBM's checker and returns the rule, element and message of each certain violation.
const RUN_CHECKER: &str = "
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
    /// Returns the violations that axe-core finds on the current page.
    pub async fn faults(&self, axe: &str) -> Step<Vec<String>> {
        // Elements scrolled under the sticky header would count as too small.
        self.driver.execute("scrollTo(0, 0)", vec![]).await?;
        self.driver.execute(axe, vec![]).await?;
        Ok(self.driver.execute_async(RUN_AXE, vec![]).await?.convert()?)
    }

    /// Returns the violations that IBM's accessibility checker finds on the current page.
    pub async fn checker_faults(&self, checker: &str) -> Step<Vec<String>> {
        // The driver runs a script inside a function, so its variables would not outlive the call.
        self.driver.execute(format!("{checker}; window.ace = ace"), vec![]).await?;
        let mut faults: Vec<String> = self.driver.execute_async(RUN_CHECKER, vec![]).await?.convert()?;
        faults.retain(|fault| !FALSE_POSITIVES.iter().any(|known| fault.starts_with(known)));
        Ok(faults)
    }
}
