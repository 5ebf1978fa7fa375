use super::html::escape;
use super::texts::Texts;
use crate::cards::{Authentication, ChargeOutcome, TEST_CARDS, TestCard};

/// The rows of the table of test cards. Each has a button that uses the card.
pub fn rows(texts: &Texts) -> String {
    TEST_CARDS.iter().map(|card| row(card, texts)).collect()
}

fn row(card: &TestCard, texts: &Texts) -> String {
    let number = grouped(card.number);
    let mark = if card.is_stripes { String::new() } else { format!(" ({})", texts.not_stripes) };
    format!(
        "<tr><th scope=\"row\"><bdi>{number}</bdi></th><td>{}</td><td><button class=\"secondary use-card\" type=\"submit\" \
         name=\"token\" value=\"{}\">{}<span class=\"hidden\"> {number}</span></button></td></tr>\n",
        escape(&format!("{}{mark}", result(card, texts))),
        card.token,
        escape(texts.choose),
    )
}

fn result(card: &TestCard, texts: &Texts) -> &'static str {
    let results = &texts.results;
    match (card.authentication, card.outcome) {
        (Authentication::Never, ChargeOutcome::Declined(_)) if card.saves => results.declined_later,
        (Authentication::Never, ChargeOutcome::Declined(_)) => results.declined_on_setup,
        (_, ChargeOutcome::Declined(_)) => results.confirms_declined,
        (_, ChargeOutcome::Disputed(_)) => results.disputed,
        (_, ChargeOutcome::TimeoutCharged) => results.timeout_charged,
        (_, ChargeOutcome::TimeoutLost) => results.timeout_lost,
        (Authentication::Never, ChargeOutcome::Succeeds) => results.succeeds,
        (Authentication::UnlessSetUp, ChargeOutcome::Succeeds) => results.confirms_on_setup,
        (Authentication::Always | Authentication::OnSession, ChargeOutcome::Succeeds) => results.confirms,
    }
}

fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
