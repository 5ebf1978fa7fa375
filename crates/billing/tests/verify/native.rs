use billing::{Currency, Evidence, Line, Money, Quote, QuoteError, Reduction, explain};

use crate::{digest, formulas, generator, reference};

/// Inputs per run where nobody asks for another number.
const INPUTS: u64 = 200_000;
/// Inputs whose quotes are explained and worked out again from the text.
const EXPLAINED: u64 = 20_000;
/// Inputs that native and browser are compared on.
const SAME: u64 = 100_000;

fn count_from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |n| n.parse().expect("a number of inputs"))
}

#[test]
fn the_engine_and_the_integers_agree_on_every_input() {
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
    // A generator that only makes errors, or never some of them, proves little.
    assert!(outcomes["a quote"] * 100 >= inputs * 60, "{outcomes:?}");
    assert!(ties * 100 >= inputs, "{ties}");
    for error in QuoteError::ALL {
        assert!(outcomes.contains_key(error.code()), "no input is refused as {error}");
    }
}

/// Whether the first line's exact amount ends in one half.
fn charge_is_a_tie(quote: &Quote) -> bool {
    let Some(Line::Charge { sessions, unit_price_minor, units, of, .. }) = quote.lines.first() else {
        return false;
    };
    let exact = i128::from(*sessions) * i128::from(*unit_price_minor) * i128::from(*units) * 2;
    exact % i128::from(*of) == 0 && (exact / i128::from(*of)) % 2 == 1
}

#[test]
fn every_formula_that_is_shown_comes_to_the_amount_beside_it() {
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
            // Discounts and credits are written as what they take off; a credit's tax is a formula of its own.
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
fn a_formula_that_does_not_come_to_its_amount_is_noticed() {
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
fn the_results_have_a_digest() {
    let inputs = count_from_environment("BILLING_SAME_N", SAME);
    println!("digest {inputs} {:016x}", digest(inputs));
}
