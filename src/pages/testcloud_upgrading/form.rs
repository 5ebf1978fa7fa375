use billing::{Cycle, Money, Savings, Target};
use leptos::prelude::*;
use platform::intl;

use super::promotion::Promotion;
use crate::{
    components::{BillingCycleSwitch, SessionsStepper},
    state::upgrade::{EntryProblem, UpgradeForm, price},
    text::{self, upgrade},
    view::{later, live_text},
};

/// The entries that a portal has filled in.
#[derive(Clone, Copy)]
pub struct FilledIn {
    /// The name of the portal.
    pub by: &'static str,
    /// Additional sessions.
    pub add: Option<i64>,
    /// The billing cycle.
    pub cycle: Option<Cycle>,
}

impl FilledIn {
    /// Says who has filled in an entry, as long as it is unchanged.
    fn label(self, is_unchanged: impl Fn() -> bool + Send + 'static) -> AnyView {
        let label = move || {
            if is_unchanged() { upgrade::filled_in_by(self.by) } else { String::new() }
        };
        view! { <p class="hint">{live_text(label)}</p> }.into_any()
    }
}

/// The inputs for sessions, billing cycle and promotion code.
#[component]
pub fn Form(
    /// The form.
    form: UpgradeForm,
    /// Id of the organization.
    organization: i64,
    /// The entries that a portal has filled in.
    filled_in: Option<FilledIn>,
) -> AnyView {
    let most = form.most();
    let added = Signal::derive(move || form.added.get().ok());
    let problem = Signal::derive(move || form.added.get().err().map(|problem| entry_problem(problem, most)));
    view! {
        <section class="panel" aria-labelledby="sessions-heading">
            <h2 id="sessions-heading">{upgrade::sessions_heading()}</h2>
            <SessionsStepper
                entry=form.entry
                added
                now=form.sessions_now()
                most
                problem
                on_entry=move |typed| form.entry.set(typed)
                on_leave=move |()| form.tidy()
            />
            {filled_in.and_then(|filled| {
                let add = filled.add?;
                Some(filled.label(move || form.added.get() == Ok(add)))
            })}
        </section>
        {later(move || cycle(form, filled_in))}
        {later(move || promotion(form, organization))}
    }
    .into_any()
}

fn cycle(form: UpgradeForm, filled_in: Option<FilledIn>) -> AnyView {
    view! {
        <section class="panel" aria-label=text::billing_cycle()>
            <CycleChoice form/>
            {filled_in.and_then(|filled| {
                let cycle = filled.cycle?;
                Some(filled.label(move || form.cycle.get() == cycle))
            })}
        </section>
    }
    .into_any()
}

fn promotion(form: UpgradeForm, organization: i64) -> AnyView {
    view! {
        <section class="panel" aria-label=upgrade::promotion_code()>
            <Promotion form organization/>
        </section>
    }
    .into_any()
}

/// The error message for an invalid entry.
pub fn entry_problem(problem: EntryProblem, most: i64) -> String {
    let most = &intl::count(most);
    match problem {
        EntryProblem::Empty => upgrade::entry_empty(most),
        EntryProblem::NotWhole => upgrade::entry_not_whole(most),
        EntryProblem::OutOfRange => upgrade::entry_out_of_range(most),
    }
}

/// The selection of the billing cycle, or an explanation if the subscription is already annual.
#[component]
fn CycleChoice(form: UpgradeForm) -> AnyView {
    let subscription = form.subscription();
    let engine = subscription.engine;
    if form.cycle_now() == Cycle::Annual {
        let until = intl::date(engine.subscription.period_end);
        return view! {
            <h2>{text::billing_cycle()}</h2>
            <p>{upgrade::already_annual(&until)}</p>
        }
        .into_any();
    }
    let (monthly, annual) = (form.money(engine.prices.monthly), form.money(engine.prices.annual));
    let Some((monthly, annual)) = monthly.zip(annual) else { return ().into_any() };
    // Show the annual saving and the end of the commitment before annual billing is selected.
    let if_annual = move || {
        let sessions = form.sessions_now().saturating_add(form.added.get().unwrap_or(0));
        let target = Target { sessions, cycle: Cycle::Annual };
        price(&form.snapshot.get(), target, None)
            .map(|priced| (priced.quote.savings, priced.quote.period_end))
            .ok()
    };
    let saving = Signal::derive(move || saving(form, if_annual()?.0));
    let one_way = Signal::derive(move || {
        if_annual().map(|(_, end)| upgrade::annual_is_one_way(&intl::date(end))).unwrap_or_default()
    });
    view! {
        <BillingCycleSwitch
            value=form.cycle
            monthly
            annual
            saving
            one_way
            on_change=move |cycle| form.cycle.set(cycle)
        />
    }
    .into_any()
}

fn saving(form: UpgradeForm, savings: Savings) -> Option<String> {
    let amount: Money = form.money(savings.amount_minor).filter(|amount| amount.minor() > 0)?;
    Some(upgrade::annual_saving(&intl::money(amount), &intl::percent(savings.bp)))
}
