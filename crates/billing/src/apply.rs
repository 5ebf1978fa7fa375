use crate::{Promotion, Quote, Segment, SubscriptionTerms, Target};

/// Returns the subscription after a paid upgrade.
///
/// Adding sessions appends one paid segment and keeps the pinned price. A change to annual replaces all segments with
/// one at the annual price. A promotion code that discounts renewals replaces the existing renewal discount. Without
/// such a code, adding sessions keeps the existing discount and a change of cycle removes it.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{Cycle, Target, after_upgrade, quote};
///
/// let (now, target) = (&input.snapshot.subscription, Target { sessions: 8, cycle: Cycle::Monthly });
/// let paid = quote(&input.snapshot, target, None)?;
/// let after = after_upgrade(now, target, None, &paid, "s2");
///
/// assert_eq!((after.sessions, after.unit_price_minor), (8, now.unit_price_minor));
/// // The 241.55 just paid are a separate segment, which a later change to annual credits.
/// assert_eq!(after.segments.last().map(|segment| segment.net_minor), Some(24_155));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn after_upgrade(
    now: &SubscriptionTerms,
    target: Target,
    promotion: Option<&Promotion>,
    quote: &Quote,
    segment_id: &str,
) -> SubscriptionTerms {
    let segment = Segment {
        id: segment_id.into(),
        net_minor: quote.charge_minor.saturating_sub(quote.discount_minor),
        tax_minor: quote.tax_minor,
        from: quote.effective_at,
        to: quote.period_end,
    };
    let same_cycle = target.cycle == now.cycle;
    let (unit_price_minor, mut segments) = if same_cycle {
        (now.unit_price_minor, now.segments.clone())
    } else {
        let annual_price = quote.lines.iter().find_map(|line| match line {
            crate::Line::Charge { unit_price_minor, .. } => Some(*unit_price_minor),
            _ => None,
        });
        (annual_price.unwrap_or(now.unit_price_minor), Vec::new())
    };
    segments.push(segment);
    SubscriptionTerms {
        cycle: target.cycle,
        sessions: target.sessions,
        unit_price_minor,
        anchor: quote.anchor,
        period_start: quote.period_start,
        period_end: quote.period_end,
        segments,
        renewal_discount: promotion
            .and_then(Promotion::renewal_discount)
            .or(now.renewal_discount.filter(|_| same_cycle)),
    }
}
