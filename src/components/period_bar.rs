use leptos::prelude::*;

use crate::view::live_view;

/// The kind of a part of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Elapsed.
    Used,
    /// Remaining, already paid.
    Left,
    /// Paid with this upgrade.
    PaidNow,
    /// Already paid, and returned as a credit.
    Credited,
}

impl PartKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Left => "left",
            Self::PaidNow => "paid-now",
            Self::Credited => "credited",
        }
    }
}

/// A part of the drawn period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodPart {
    /// The kind.
    pub kind: PartKind,
    /// Start, in thousandths of the width.
    pub from: i64,
    /// Length, in thousandths of the width.
    pub length: i64,
    /// The label.
    pub name: String,
    /// Start and end dates.
    pub dates: String,
}

/// The data of a [`PeriodBar`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodDrawing {
    /// The current period.
    pub present: Vec<PeriodPart>,
    /// The period that starts today, drawn on a second line.
    pub next: Vec<PeriodPart>,
    /// Position of today, in thousandths of the width.
    pub today: i64,
    /// Label of today, with the date.
    pub today_label: String,
    /// Label of the renewal, with the date.
    pub renewal_label: String,
    /// Text alternative for the drawing.
    pub description: String,
}

const LINE: i64 = 24;
const GAP: i64 = 8;

/// Draws a billing period: the used part, today, the part that is paid now, and the renewal. Has a text alternative.
#[component]
pub fn PeriodBar(
    /// The data to draw.
    #[prop(into)]
    drawing: Signal<PeriodDrawing>,
) -> AnyView {
    let figure = move || {
        let PeriodDrawing { present, next, today, today_label, renewal_label, description } = drawing.get();
        let lines = if next.is_empty() { 1 } else { 2 };
        let height = LINE * lines + GAP * (lines - 1);
        let bar = |line: i64| {
            move |part: &PeriodPart| {
                view! {
                    <rect
                        data-part=part.kind.as_str()
                        x=part.from
                        y=line * (LINE + GAP)
                        width=part.length
                        height=LINE
                    ></rect>
                }
                .into_any()
            }
        };
        let bars: Vec<_> = present.iter().map(bar(0)).chain(next.iter().map(bar(1))).collect();
        let entry = |part: &PeriodPart| {
            view! {
                <li data-part=part.kind.as_str()>
                    <strong>{part.name.clone()}</strong>
                    " "
                    <span>{part.dates.clone()}</span>
                </li>
            }
            .into_any()
        };
        let entries: Vec<_> = present.iter().chain(&next).map(entry).collect();
        // The legend repeats the description, so it is hidden from assistive technology.
        view! {
            <svg
                role="img"
                aria-label=description
                viewBox=format!("0 0 1000 {height}")
                preserveAspectRatio="none"
                data-lines=lines
            >
                {bars}
                <line x1=today x2=today y1="0" y2=height></line>
            </svg>
            <ul role="list" aria-hidden="true">
                {entries}
                <li data-part="today"><strong>{today_label}</strong></li>
                <li data-part="renewal"><strong>{renewal_label}</strong></li>
            </ul>
        }
        .into_any()
    };
    view! { <div class="period-bar">{live_view(figure)}</div> }.into_any()
}
