use leptos::prelude::*;

use super::live_view;

/// What the time of a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Over.
    Used,
    /// Still to come, already paid.
    Left,
    /// Paid for now.
    PaidNow,
    /// Paid, and given back as a credit.
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

/// A part of the time drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodPart {
    /// What it is.
    pub kind: PartKind,
    /// Where it begins, in thousandths of the width.
    pub from: i64,
    /// How long it is, in thousandths of the width.
    pub length: i64,
    /// Its name.
    pub name: String,
    /// From when to when.
    pub dates: String,
}

/// A billing period as a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodDrawing {
    /// The period that runs.
    pub present: Vec<PeriodPart>,
    /// The period that begins today, on a line of its own.
    pub next: Vec<PeriodPart>,
    /// Where today is, in thousandths of the width.
    pub today: i64,
    /// Today, by name and date.
    pub today_is: String,
    /// The renewal, by name and date.
    pub renews: String,
    /// All of it in words.
    pub description: String,
}

const LINE: i64 = 24;
const GAP: i64 = 8;

/// Draws a billing period: what is used, today, what is paid for now, and the renewal. Whoever cannot see it gets it
/// in words.
#[component]
pub fn PeriodBar(
    /// What to draw.
    #[prop(into)]
    drawing: Signal<PeriodDrawing>,
) -> AnyView {
    let figure = move || {
        let PeriodDrawing { present, next, today, today_is, renews, description } = drawing.get();
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
        // The words beneath say to the eye what the description says to the ear.
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
                <li data-part="today"><strong>{today_is}</strong></li>
                <li data-part="renewal"><strong>{renews}</strong></li>
            </ul>
        }
        .into_any()
    };
    view! { <div class="period-bar">{live_view(figure)}</div> }.into_any()
}
