//! The draft of an upgrade. It is stored in the URL, so that it survives reload, sign-out and Back, and can be shared
//! as a link.

use billing::{Cycle, PromotionCode};
use contract::{Plan, contains_card_number};

use super::parse_sessions;
use crate::routes::percent_encode;

/// Maximum length of the sessions field, in characters.
const MAX_ENTRY_CHARS: usize = 24;

/// The entered upgrade.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Additional sessions.
    pub add: i64,
    /// The text of the sessions field if it is not a valid number, to show it again with the error.
    pub entry: Option<String>,
    /// Number of sessions when the draft was created.
    pub from: Option<i64>,
    /// The selected billing cycle; `None` keeps the current one.
    pub cycle: Option<Cycle>,
    /// Promotion code, confirmed by the backend or from a link.
    pub code: Option<String>,
}

/// A query parameter that was invalid and therefore ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidParameter {
    /// `from`
    From,
    /// `cycle`
    Cycle,
    /// `code`
    Code,
}

impl Draft {
    /// The draft of an upgrade from one plan to another, to try it again.
    #[must_use]
    pub fn of(before: Plan, after: Plan, code: Option<String>) -> Self {
        Self {
            add: after.sessions.saturating_sub(before.sessions),
            entry: None,
            from: Some(before.sessions),
            cycle: (after.cycle != before.cycle).then_some(after.cycle),
            code,
        }
    }

    /// Parses a draft from query parameters. Ignores invalid parameters and returns their names. An invalid number of
    /// sessions is kept as typed, unless it looks like a card number.
    pub fn read(get: impl Fn(&str) -> Option<String>, max_sessions: i64) -> (Self, Vec<InvalidParameter>) {
        let mut invalid = Vec::new();
        let typed = get("add").filter(|typed| !typed.is_empty());
        let added = typed.as_deref().map(|typed| parse_sessions(typed, max_sessions, ','));
        let add = added.and_then(Result::ok).unwrap_or(0);
        let entry = typed.filter(|typed| matches!(added, Some(Err(_))) && !contains_card_number(typed));
        let entry = entry.map(|typed| typed.chars().take(MAX_ENTRY_CHARS).collect());
        let from = get("from").and_then(|typed| {
            let from = parse_sessions(&typed, max_sessions, ',').ok();
            if from.is_none() {
                invalid.push(InvalidParameter::From);
            }
            from
        });
        let cycle = get("cycle").and_then(|word| {
            let cycle = Cycle::parse(&word);
            if cycle.is_none() {
                invalid.push(InvalidParameter::Cycle);
            }
            cycle
        });
        let code = get("code").filter(|code| !code.is_empty()).and_then(|typed| {
            let code = PromotionCode::parse(&typed).filter(|_| !contains_card_number(&typed));
            let code = code.map(|code| code.as_str().to_owned());
            if code.is_none() {
                invalid.push(InvalidParameter::Code);
            }
            code
        });
        (Self { add, entry, from, cycle, code }, invalid)
    }

    /// The query string, without its question mark; empty for an empty draft. Omits an entry that looks like a card
    /// number, because URLs are stored in histories and logs.
    #[must_use]
    pub fn query(&self) -> String {
        let mut parts = Vec::new();
        let entry = self.entry.as_deref().filter(|typed| !contains_card_number(typed));
        if let Some(typed) = entry {
            parts.push(format!("add={}", percent_encode(typed)));
        } else if self.add > 0 {
            parts.push(format!("add={}", self.add));
        }
        if let Some(from) = self.from.filter(|_| self.add > 0) {
            parts.push(format!("from={from}"));
        }
        if let Some(cycle) = self.cycle {
            parts.push(format!("cycle={}", cycle.as_str()));
        }
        // The normalized code needs no escaping.
        if let Some(code) = self.code.as_deref().and_then(PromotionCode::parse) {
            parts.push(format!("code={}", code.as_str()));
        }
        parts.join("&")
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(query: &str) -> (Draft, Vec<InvalidParameter>) {
        let pairs: Vec<_> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let get =
            |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Draft::read(get, 10_000)
    }

    #[test]
    fn draft_round_trips_through_its_query() {
        let query = "add=3&from=5&cycle=annual&code=LEAP15";
        let (draft, invalid) = read(query);
        assert_eq!(invalid, []);
        assert_eq!((draft.add, draft.from, draft.cycle), (3, Some(5), Some(Cycle::Annual)));
        assert_eq!(draft.query(), query);
    }

    #[test]
    fn invalid_parameters_are_ignored_and_returned() {
        let (draft, invalid) = read("add=-3&from=x&cycle=weekly&code=%3Cb%3E");
        assert_eq!(draft, Draft { entry: Some("-3".to_owned()), ..Draft::default() });
        assert_eq!(invalid, [InvalidParameter::From, InvalidParameter::Cycle, InvalidParameter::Code]);
    }

    #[test]
    fn invalid_sessions_are_kept_as_typed() {
        for (typed, address) in
            [("12.5", "12.5"), ("-3", "-3"), ("99999", "99999"), ("a&b=½ ", "a%26b%3D%C2%BD%20")]
        {
            let (draft, invalid) = Draft::read(|name| (name == "add").then(|| typed.to_owned()), 10_000);
            assert_eq!((draft.add, draft.entry.as_deref(), invalid), (0, Some(typed), Vec::new()));
            assert_eq!(draft.query(), format!("add={address}"));
        }
        let (draft, _) = Draft::read(|name| (name == "add").then(|| "x".repeat(100)), 10_000);
        assert_eq!(draft.entry, Some("x".repeat(24)));
    }

    #[test]
    fn card_number_never_enters_the_address() {
        for typed in ["4111111111111111", "4111-1111-1111-1111", "٤١١١١١١١١١١١١١١١"] {
            let (draft, invalid) = Draft::read(|_| Some(typed.to_owned()), 10_000);
            assert_eq!(draft, Draft::default(), "{typed}");
            assert_eq!(
                invalid,
                [InvalidParameter::From, InvalidParameter::Cycle, InvalidParameter::Code],
                "{typed}"
            );

            let entered = Draft { entry: Some(typed.to_owned()), ..Draft::default() };
            assert_eq!(entered.query(), "", "{typed}");
        }
    }

    #[test]
    fn empty_draft_has_an_empty_query() {
        assert_eq!(read("").0.query(), "");
        assert_eq!(read("add=0&from=5").0.query(), "");
    }
    proptest! {
        #[test]
        fn any_address_makes_a_draft_in_range_with_a_plain_query(
            add in "([+-]?[0-9]{0,22}|\\PC{0,9})",
            from in "([0-9]{0,22}|\\PC{0,9})",
            cycle in "(annual|monthly|\\PC{0,9})",
            code in "([A-Z0-9_]{0,40}|\\PC{0,9})",
        ) {
            let given = [("add", add), ("from", from), ("cycle", cycle), ("code", code)];
            let get = |name: &str| given.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
            let (draft, _) = Draft::read(get, 10_000);

            prop_assert!((0..=10_000).contains(&draft.add), "{draft:?}");
            prop_assert!(draft.query().bytes().all(|byte| byte.is_ascii_graphic()), "{}", draft.query());
        }
    }
}
