use billing::Promotion;
use contract::{Charged, Problem, ProblemCode, WhoCanAct};
use serde::{Deserialize, de::DeserializeOwned};

use super::json;

/// A refused request, with the fields that any page may show.
///
/// The other fields occur in few refusals and are parsed by the page that uses them. This keeps the deserializers of
/// quotes and receipts in the payment module and out of the initial download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemResponse {
    /// The stable code.
    pub code: ProblemCode,
    /// The HTTP status.
    pub status: u16,
    /// Whether money moved.
    pub charged: Charged,
    /// Identifies the request in the service's log.
    pub request_id: String,
    text: String,
}

impl ProblemResponse {
    /// Parses a problem document; `None` when the text is not one.
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

    /// The complete problem document; `None` when it does not match the contract.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        self.rest()
    }

    /// The people who have permission for the refused request.
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

    /// The terms of a promotion code that was refused only because of the sessions or the billing cycle.
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
    fn refusal_has_its_code_and_who_can_act() {
        let refusal = ProblemResponse::parse(REFUSED).unwrap();

        assert_eq!((refusal.code, refusal.status), (ProblemCode::RoleRequired, 403));
        assert_eq!(refusal.who_can_act(), [WhoCanAct { full_name: "Olga Owner".to_owned() }]);
        assert_eq!(refusal.problem().unwrap().request_id, "r-1");
    }

    #[test]
    fn code_refused_for_the_entry_has_its_terms() {
        let fixture = include_str!("../../tests/fixtures/problem-promo-cycle-mismatch.json");
        let promotion = ProblemResponse::parse(fixture).unwrap().promotion().unwrap();

        assert_eq!((promotion.code.as_str(), promotion.percent_bp), ("LEAP15", 1_500));
        assert_eq!(ProblemResponse::parse(REFUSED).unwrap().promotion(), None);
    }

    #[test]
    fn refusal_with_an_invalid_quote_keeps_its_code() {
        let refusal =
            ProblemResponse::parse(&REFUSED.replace("\"whoCanAct\"", "\"quote\":{\"id\":1},\"whoCanAct\""))
                .unwrap();

        assert_eq!(refusal.code, ProblemCode::RoleRequired);
        assert_eq!(refusal.problem(), None);
    }

    #[test]
    fn other_documents_are_not_refusals() {
        assert_eq!(ProblemResponse::parse("<html>Bad gateway</html>"), None);
        assert_eq!(ProblemResponse::parse("{\"error\":\"x\"}"), None);
    }
}
