use billing::Promotion;
use contract::{Charged, Problem, ProblemCode, WhoCanAct};
use serde::{Deserialize, de::DeserializeOwned};

use super::json;

/// The service said no: what every page may have to say of it.
///
/// The rest of its text, which only few refusals carry, is read by the page it concerns. So the forms of quotes and
/// receipts are known to the code that pays, not to what every first visit downloads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code.
    pub code: ProblemCode,
    /// The HTTP status.
    pub status: u16,
    /// Whether money moved.
    pub charged: Charged,
    /// Names the request in the service's log.
    pub request_id: String,
    text: String,
}

impl Refusal {
    /// Reads a refusal; `None` when the text is no problem document of the contract.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Head {
            code: ProblemCode,
            status: u16,
            charged: Charged,
            request_id: String,
        }

        let Head { code, status, charged, request_id } = json::read(text).ok()?;
        Some(Self { code, status, charged, request_id, text: text.to_owned() })
    }

    /// Everything it says; `None` when that is not of the contract's form.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        self.rest()
    }

    /// The people who could do what was refused.
    #[must_use]
    pub fn who_can_act(&self) -> Vec<WhoCanAct> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct People {
            #[serde(default)]
            who_can_act: Vec<WhoCanAct>,
        }

        self.rest().map(|People { who_can_act }| who_can_act).unwrap_or_default()
    }

    /// The terms of a promotion code that is refused only for the sessions or the cycle.
    #[must_use]
    pub fn promotion(&self) -> Option<Promotion> {
        #[derive(Deserialize)]
        struct Terms {
            #[serde(default)]
            promotion: Option<Promotion>,
        }

        self.rest().and_then(|Terms { promotion }| promotion)
    }

    fn rest<T: DeserializeOwned>(&self) -> Option<T> {
        json::read(&self.text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: &str = r#"{"type":"about:blank","title":"t","status":403,"detail":"d","code":"role_required",
        "charged":"no","requestId":"r-1","whoCanAct":[{"fullName":"Olga Owner"}]}"#;

    #[test]
    fn a_refusal_names_its_code_and_who_can_act() {
        let refusal = Refusal::parse(REFUSED).unwrap();

        assert_eq!((refusal.code, refusal.status), (ProblemCode::RoleRequired, 403));
        assert_eq!(refusal.who_can_act(), [WhoCanAct { full_name: "Olga Owner".to_owned() }]);
        assert_eq!(refusal.problem().unwrap().request_id, "r-1");
    }

    #[test]
    fn code_refused_for_the_entry_has_its_terms() {
        let fixture = include_str!("../../tests/fixtures/problem-promo-cycle-mismatch.json");
        let promotion = Refusal::parse(fixture).unwrap().promotion().unwrap();

        assert_eq!((promotion.code.as_str(), promotion.percent_bp), ("LEAP15", 1_500));
        assert_eq!(Refusal::parse(REFUSED).unwrap().promotion(), None);
    }

    #[test]
    fn a_refusal_whose_quote_cannot_be_read_still_has_its_code() {
        let refusal =
            Refusal::parse(&REFUSED.replace("\"whoCanAct\"", "\"quote\":{\"id\":1},\"whoCanAct\"")).unwrap();

        assert_eq!(refusal.code, ProblemCode::RoleRequired);
        assert_eq!(refusal.problem(), None);
    }

    #[test]
    fn another_services_page_is_no_refusal() {
        assert_eq!(Refusal::parse("<html>Bad gateway</html>"), None);
        assert_eq!(Refusal::parse("{\"error\":\"x\"}"), None);
    }
}
