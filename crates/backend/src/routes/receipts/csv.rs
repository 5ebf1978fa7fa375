use billing::{Currency, Line, Money};
use contract::Receipt;

const HEADER: &str = "receipt,kind,at,organization,tax_id,by,sessions_before,cycle_before,sessions_after,cycle_after,\
                      line,description,from,to,units,of,currency,amount,tax";

/// Formats a receipt as CSV (RFC 4180): one row per line, then the total, the change of the account balance, the quoted
/// amount and the charged amount.
///
/// `None` if the currency is unknown.
pub(super) fn write(receipt: &Receipt) -> Option<String> {
    let currency = Currency::parse(&receipt.currency)?;
    let mut rows: Vec<Row> = receipt.lines.iter().map(|line| Row::of(line, currency)).collect();
    let balance_change = receipt.balance_after_minor.checked_sub(receipt.balance_before_minor)?;
    rows.push(Row::sum("total", receipt.total_minor, currency));
    rows.push(Row::sum("account_balance", balance_change, currency));
    rows.push(Row::sum("quoted", receipt.quoted_minor, currency));
    rows.push(Row::sum("charged", receipt.charged_minor, currency));
    let mut text = format!("{HEADER}\r\n");
    for row in rows {
        let cells = [
            text_cell(&receipt.number),
            receipt.kind.as_str().to_owned(),
            receipt.at.to_string(),
            text_cell(&receipt.organization.name),
            text_cell(receipt.tax_id.as_deref().unwrap_or_default()),
            text_cell(&receipt.by),
            receipt.before.sessions.to_string(),
            receipt.before.cycle.as_str().to_owned(),
            receipt.after.sessions.to_string(),
            receipt.after.cycle.as_str().to_owned(),
            row.kind.to_owned(),
            text_cell(&row.description),
            row.from,
            row.to,
            row.units,
            row.of,
            receipt.currency.clone(),
            row.amount,
            row.tax,
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    Some(text)
}

#[derive(Default)]
struct Row {
    kind: &'static str,
    description: String,
    from: String,
    to: String,
    units: String,
    of: String,
    amount: String,
    tax: String,
}

impl Row {
    fn sum(kind: &'static str, minor: i64, currency: Currency) -> Self {
        Self { kind, amount: Money::new(minor, currency).decimal(), ..Self::default() }
    }

    fn of(line: &Line, currency: Currency) -> Self {
        let money = |minor| Money::new(minor, currency).decimal();
        match line {
            Line::Charge { sessions, unit_price_minor, units, of, from, to, amount_minor } => Self {
                kind: "charge",
                description: format!("{sessions} x {}", money(*unit_price_minor)),
                from: from.to_string(),
                to: to.to_string(),
                units: units.to_string(),
                of: of.to_string(),
                amount: money(*amount_minor),
                tax: String::new(),
            },
            Line::Credit { segment, units, of, from, to, amount_minor, tax_minor } => Self {
                kind: "credit",
                description: segment.to_string(),
                from: from.to_string(),
                to: to.to_string(),
                units: units.to_string(),
                of: of.to_string(),
                amount: money(*amount_minor),
                tax: money(*tax_minor),
            },
            Line::Discount { code, amount_minor } => Self {
                kind: "discount",
                description: code.clone(),
                amount: money(*amount_minor),
                ..Self::default()
            },
            Line::Tax { rate_bp, amount_minor, .. } => Self {
                kind: "tax",
                description: format!("{}.{:02} %", rate_bp / 100, rate_bp % 100),
                amount: money(*amount_minor),
                ..Self::default()
            },
        }
    }
}

/// Characters that start a formula in a spreadsheet. East Asian versions also accept the full-width forms.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Formats a text cell: quoted, without control characters, and never a formula to a spreadsheet.
fn text_cell(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    let prefix = if clean.trim_start().starts_with(FORMULA) { "'" } else { "" };
    format!("\"{prefix}{}\"", clean.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::text_cell;

    #[test]
    fn text_cell_is_never_a_formula() {
        assert_eq!(text_cell("Harbor QA"), "\"Harbor QA\"");
        assert_eq!(text_cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        for start in ["+1", "-1", "@a", " =1", "\t=1", "\r=1", "\u{ff1d}1", "\u{3000}\u{ff20}a"] {
            assert!(text_cell(start).starts_with("\"'"), "{start:?}");
        }
        assert_eq!(text_cell("a\u{0}b\r\nc\u{1b}"), "\"abc\"");
    }
}
