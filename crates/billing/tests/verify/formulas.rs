//! Evaluates formulas from their text, as a reader with a calculator does.

/// Returns the amounts in a formula text, in minor units, after recomputing each of them. Returns `None` if the text
/// cannot be parsed or an amount differs from the result of its formula.
pub fn recomputed(text: &str, decimals: usize) -> Option<Vec<i128>> {
    text.split("; ")
        .map(|part| {
            let (formula, amount) = part.rsplit_once(" = ")?;
            let stated = minor(amount, decimals)?;
            (evaluate(formula, decimals)? == stated).then_some(stated)
        })
        .collect()
}

fn evaluate(formula: &str, decimals: usize) -> Option<i128> {
    if let Some((rate, base)) = formula.split_once(" % of ") {
        return Some(rounded(digits(rate, 2)? * minor(base, decimals)?, 10_000));
    }
    if let Some((worth, most)) = formula.split_once(", at most ") {
        return Some(minor(worth, decimals)?.min(minor(most, decimals)?));
    }
    let mut product = (1, 1);
    for factor in formula.split(" x ") {
        let (num, den) = parse_factor(factor, decimals)?;
        product = (product.0 * num, product.1 * den);
    }
    Some(rounded(product.0, product.1))
}

/// Parses a factor as a fraction: sessions, an amount, or a share of the period.
fn parse_factor(factor: &str, decimals: usize) -> Option<(i128, i128)> {
    if let Some(amount) = factor.strip_suffix(" tax paid").or_else(|| factor.strip_suffix(" paid")) {
        return Some((minor(amount, decimals)?, 1));
    }
    let (number, unit) = factor.split_once(' ')?;
    match (unit, number.split_once('/')) {
        ("session" | "sessions", None) => Some((number.parse().ok()?, 1)),
        ("day" | "days" | "second" | "seconds", Some((units, of))) => {
            Some((units.parse().ok()?, of.parse().ok()?))
        }
        _ => Some((minor(factor, decimals)?, 1)),
    }
}

/// Parses an amount such as `USD 241.55` to minor units. Requires all decimals of the currency.
fn minor(amount: &str, decimals: usize) -> Option<i128> {
    let (code, number) = amount.split_once(' ')?;
    let shown = number.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    (code.len() == 3 && shown == decimals).then(|| digits(number, decimals))?
}

/// Parses a decimal number, scaled by `10^decimals`.
fn digits(number: &str, decimals: usize) -> Option<i128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}{fraction:0<decimals$}").parse().ok()
}

fn rounded(num: i128, den: i128) -> i128 {
    (2 * num + den) / (2 * den)
}
