//! JSON form of a line: one flat object whose `type` determines its other keys. The conversion is manual, because
//! serde's tagged enums buffer the whole value and add more bytes to the app.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{Instant, Line};

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Form {
    r#type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sessions: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_price_minor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    segment: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    units: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_bp: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_minor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_minor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_minor: Option<i64>,
}

impl Form {
    fn into_line(self) -> Option<Line> {
        let amount_minor = self.amount_minor?;
        Some(match self.r#type.as_str() {
            "charge" => Line::Charge {
                sessions: self.sessions?,
                unit_price_minor: self.unit_price_minor?,
                units: self.units?,
                of: self.of?,
                from: self.from?,
                to: self.to?,
                amount_minor,
            },
            "credit" => Line::Credit {
                segment: self.segment?,
                units: self.units?,
                of: self.of?,
                from: self.from?,
                to: self.to?,
                amount_minor,
                tax_minor: self.tax_minor?,
            },
            "discount" => Line::Discount { code: self.code?, amount_minor },
            "tax" => Line::Tax { rate_bp: self.rate_bp?, base_minor: self.base_minor?, amount_minor },
            _ => return None,
        })
    }

    fn of(line: &Line) -> Self {
        match line.clone() {
            Line::Charge { sessions, unit_price_minor, units, of, from, to, amount_minor } => Self {
                r#type: "charge".to_owned(),
                sessions: Some(sessions),
                unit_price_minor: Some(unit_price_minor),
                units: Some(units),
                of: Some(of),
                from: Some(from),
                to: Some(to),
                amount_minor: Some(amount_minor),
                ..Self::default()
            },
            Line::Credit { segment, units, of, from, to, amount_minor, tax_minor } => Self {
                r#type: "credit".to_owned(),
                segment: Some(segment),
                units: Some(units),
                of: Some(of),
                from: Some(from),
                to: Some(to),
                amount_minor: Some(amount_minor),
                tax_minor: Some(tax_minor),
                ..Self::default()
            },
            Line::Discount { code, amount_minor } => Self {
                r#type: "discount".to_owned(),
                code: Some(code),
                amount_minor: Some(amount_minor),
                ..Self::default()
            },
            Line::Tax { rate_bp, base_minor, amount_minor } => Self {
                r#type: "tax".to_owned(),
                rate_bp: Some(rate_bp),
                base_minor: Some(base_minor),
                amount_minor: Some(amount_minor),
                ..Self::default()
            },
        }
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Form::deserialize(deserializer)?.into_line().ok_or_else(|| D::Error::custom("not a line of a quote"))
    }
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Form::of(self).serialize(serializer)
    }
}
