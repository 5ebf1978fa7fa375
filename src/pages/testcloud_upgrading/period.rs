//! Computes the drawing of the billing period from the snapshot and the quote.

use billing::{Instant, Quote, Snapshot, Target};
use platform::intl;

use crate::{
    components::{PartKind, PeriodDrawing, PeriodPart},
    text::{subscription, upgrade},
};

const WIDTH: i64 = 1_000;

/// A drawing, to scale, of what the upgrade pays for. Without a quote, it shows the position of today in the period.
pub fn drawing(snapshot: &Snapshot, quoted: Option<(&Quote, Target)>) -> PeriodDrawing {
    let terms = &snapshot.subscription;
    let (start, end) = (terms.period_start, terms.period_end);
    let today = quoted.map_or(snapshot.as_of, |(quote, _)| quote.effective_at);
    let new_period = quoted.filter(|(_, target)| target.cycle != terms.cycle).map(|(quote, _)| quote);
    let scale = Scale { start, end: new_period.map_or(end, |quote| quote.period_end) };
    let [from, to, now] = [start, end, today].map(intl::date);

    let (rest, description) = match (quoted, new_period) {
        (Some(_), Some(quote)) => (
            (PartKind::Credited, upgrade::period_credited()),
            upgrade::period_described_annual(&from, &to, &now, &intl::date(quote.period_end)),
        ),
        (Some((_, target)), None) => {
            let added = intl::count(target.sessions.saturating_sub(terms.sessions));
            (
                (PartKind::PaidNow, upgrade::period_paid_now()),
                upgrade::period_described_sessions(&added, &from, &to, &now),
            )
        }
        (None, _) => ((PartKind::Left, upgrade::period_left()), upgrade::period_described(&from, &to, &now)),
    };
    let (rest_kind, rest_name) = rest;
    let present = [
        scale.part(PartKind::Used, upgrade::period_used(), start, today),
        scale.part(rest_kind, rest_name, today, end),
    ];
    let next = new_period
        .and_then(|quote| scale.part(PartKind::PaidNow, upgrade::period_paid_now(), today, quote.period_end));
    let renews_at = quoted.map_or(end, |(quote, _)| quote.renewal.at);
    PeriodDrawing {
        present: present.into_iter().flatten().collect(),
        next: next.into_iter().collect(),
        today: scale.position(today),
        today_label: upgrade::period_today(&now),
        renewal_label: upgrade::period_renews(&intl::date(renews_at)),
        description,
    }
}

struct Scale {
    start: Instant,
    end: Instant,
}

impl Scale {
    fn position(&self, at: Instant) -> i64 {
        let whole = self.end.seconds_since(self.start).max(1);
        at.seconds_since(self.start).saturating_mul(WIDTH).checked_div(whole).unwrap_or(0).clamp(0, WIDTH)
    }

    /// A part of the period; `None` if it has no length.
    fn part(&self, kind: PartKind, name: &str, from: Instant, to: Instant) -> Option<PeriodPart> {
        let (begins, ends) = (self.position(from), self.position(to));
        (ends > begins).then(|| PeriodPart {
            kind,
            from: begins,
            length: ends.saturating_sub(begins),
            name: name.to_owned(),
            dates: subscription::from_to(&intl::date(from), &intl::date(to)),
        })
    }
}
