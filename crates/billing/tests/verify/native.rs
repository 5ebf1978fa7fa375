use billing::{Currency, Evidence, Line, Money, Quote, QuoteError, Reduction, explain};

use crate::{digest, formulas, generator, reference};

/// Default number of inputs per run.
const INPUTS: u64 = 200_000;
/// Number of inputs whose explained formulas are evaluated.
const EXPLAINED: u64 = 20_000;
/// Default number of inputs in the digest that compares native and browser runs.
const SAME: u64 = 100_000;

fn count_from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |n| n.parse().expect("a number of inputs"))
}

#[test]
fn engine_matches_the_reference_implementation() {
    let inputs = count_from_environment("BILLING_VERIFY_N", INPUTS);
    let mut outcomes = std::collections::BTreeMap::new();
    let (mut due, mut ties) = (0_u64, 0_u64);
    for seed in 0..inputs {
        let input = generator::input(seed);
        let (ours, reference) = (input.quote(), reference::quote(&input));
        assert_eq!(ours, reference, "seed {seed}: {}", serde_json::to_string(&input).expect("JSON"));
        match ours {
            Ok(quote) => {
                due += u64::from(quote.amount_due_minor > 0);
                ties += u64::from(charge_is_a_tie(&quote));
                *outcomes.entry("a quote").or_insert(0_u64) += 1;
            }
            Err(error) => *outcomes.entry(error.code()).or_insert(0) += 1,
        }
    }

    for (outcome, count) in &outcomes {
        println!("{:>9.4} %  {outcome}", *count as f64 * 100.0 / inputs as f64);
    }
    println!("{due} of them charge something, {ties} charges lie exactly between two minor units");
    println!("verified {inputs} inputs");
    // The test is only meaningful if the generator produces enough quotes, enough ties, and every error.
    assert!(outcomes["a quote"] * 100 >= inputs * 60, "{outcomes:?}");
    assert!(ties * 100 >= inputs, "{ties}");
    for error in QuoteError::ALL {
        assert!(outcomes.contains_key(error.code()), "no input returns the error {error}");
    }
}

/// Returns whether the exact amount of the charge is halfway between two minor units.
fn charge_is_a_tie(quote: &Quote) -> bool {
    let Some(Line::Charge { sessions, unit_price_minor, units, of, .. }) = quote.lines.first() else {
        return false;
    };
    let exact = i128::from(*sessions) * i128::from(*unit_price_minor) * i128::from(*units) * 2;
    exact % i128::from(*of) == 0 && (exact / i128::from(*of)) % 2 == 1
}

#[test]
fn displayed_formulas_evaluate_to_their_amounts() {
    let mut kinds = std::collections::BTreeMap::new();
    for seed in 0..EXPLAINED {
        let input = generator::input(seed);
        let Ok(quote) = input.quote() else { continue };
        let currency = Currency::parse(&input.snapshot.currency).expect("a quote has a currency");
        let evidence = Evidence {
            new_period: input.target.cycle != input.snapshot.subscription.cycle,
            segments: &input.snapshot.subscription.segments,
            reduction: input.promo.as_ref().and_then(|code| {
                Reduction::of(code.kind, code.percent_bp, Money::new(code.amount_minor, currency))
            }),
        };
        let explained = explain(&quote.lines, currency, evidence).expect("a quote of this engine");

        for (line, explanation) in quote.lines.iter().zip(&explained) {
            let text = explanation.to_string();
            let amounts = formulas::recomputed(&text, usize::from(currency.exponent()));
            let amounts = amounts.unwrap_or_else(|| panic!("seed {seed}: {text}"));
            // Formulas show discounts and credits as magnitudes. The tax of a credit is a separate formula.
            let total = i128::from(line.total_minor());
            assert_eq!(amounts.iter().sum::<i128>(), total.abs(), "seed {seed}: {text}");
            assert_eq!(explanation.total().map(Money::minor), Some(line.total_minor()), "{text}");
            *kinds.entry(kind(line)).or_insert(0_u64) += 1;
        }
    }
    println!("{kinds:?}");
    assert_eq!(kinds.len(), 4, "{kinds:?}");
}

const fn kind(line: &Line) -> &'static str {
    match line {
        Line::Charge { .. } => "charge",
        Line::Credit { .. } => "credit",
        Line::Discount { .. } => "discount",
        Line::Tax { .. } => "tax",
    }
}

#[test]
fn wrong_formulas_are_detected() {
    assert_eq!(
        formulas::recomputed("3 sessions x USD 156.00 x 16/31 days = USD 241.55", 2),
        Some(vec![24_155])
    );
    for wrong in [
        "3 sessions x USD 156.00 x 16/31 days = USD 241.56",
        "3 sessions x USD 156.00 x 16/31 days = USD 241.5",
        "2 sessions x USD 156.00 x 16/31 days = USD 241.55",
        "15 % of USD 6240.00 = USD 935.99",
        "USD 50.00, at most USD 5.03 = USD 50.00",
    ] {
        assert_eq!(formulas::recomputed(wrong, 2), None, "{wrong}");
    }
}

#[test]
fn native_digest_is_printed() {
    let inputs = count_from_environment("BILLING_SAME_N", SAME);
    println!("digest {inputs} {:016x}", digest(inputs));
}
