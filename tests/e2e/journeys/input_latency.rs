//! Input latency: the time from a keystroke until the new amount is painted.

use std::io::Write;

use e2e::{
    Step, TestContext,
    browser::{InputCost, InputLatency},
    journey,
    pages::Shell,
};

use crate::sample::BILLING;

const SAMPLES: usize = 240;
const COST_SAMPLES: u32 = 240;
const ROUNDS: usize = 3;
/// The largest processor time of a change, in units of the fixed work. A change takes 2.0 to 2.3.
const COST_LIMIT: f64 = 3.5;
const LAYOUTS_LIMIT: f64 = 1.05;

/// Returns the quantile of the values, with `q` from 0 to 1.
fn quantile(values: &[f64], q: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "there are a few hundred values"
    )]
    sorted[((last as f64) * q).ceil() as usize]
}

#[tokio::test]
#[ignore = "run alone, by `cargo xtask test` and `cargo xtask input-latency`"]
async fn new_amount_costs_little_processor_time_and_one_layout() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver measures processor time") {
            return Ok(());
        }
        open(context).await?;

        let mut costs = Vec::new();
        for _ in 0..ROUNDS {
            let cost = context.browser.measure_input_cost(COST_SAMPLES).await?;
            let InputCost { work, layouts } = cost;
            writeln!(
                std::io::stderr(),
                "a change costs {work:.2} times the fixed work and {layouts:.2} layouts"
            )?;
            if work <= COST_LIMIT && layouts <= LAYOUTS_LIMIT {
                return Ok(());
            }
            costs.push((work, layouts));
        }
        Err(format!(
            "the limits are {COST_LIMIT} times the fixed work and {LAYOUTS_LIMIT} layouts: {costs:?}"
        )
        .into())
    })
    .await;
}

#[tokio::test]
#[ignore = "run alone, by `cargo xtask test` and `cargo xtask input-latency`"]
async fn new_amount_is_painted_as_fast_as_a_no_op_event() {
    journey(async |context| paint(context, 1, None).await).await;
}

/// Limits wall-clock time on a processor slowed four times, so a busy machine can make it fail.
#[tokio::test]
#[ignore = "run alone, by `cargo xtask input-latency`"]
async fn slow_processor_paints_a_new_amount_as_fast_as_a_no_op_event() {
    journey(async |context| paint(context, 4, Some(12.0)).await).await;
}

async fn open(context: &TestContext) -> Step {
    let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
    let upgrading = shell.subscription().await?.upgrade().await?;
    upgrading.add("3").await?.shows_amount("$241.55").await?;
    Ok(())
}

/// Measures with the processor slowed by a factor. `computed_limit` is in milliseconds.
async fn paint(context: &TestContext, slowdown: u32, computed_limit: Option<f64>) -> Step {
    if context.is_skipped_outside_chromium("no other driver throttles the CPU") {
        return Ok(());
    }
    open(context).await?;
    context.browser.throttle_cpu(slowdown).await?;

    // Other processes can slow a round down, so one round must pass.
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let latency = context.browser.measure_input_latency(SAMPLES).await?;
        let exceeded = exceeded_limits(slowdown, computed_limit, &latency)?;
        if exceeded.is_empty() {
            return Ok(());
        }
        rounds.push(exceeded);
    }
    Err(format!("no round passed: {rounds:?}").into())
}

/// Returns the limits that a round exceeds. Writes the figures to stderr directly, because the test harness captures
/// the output of passing tests.
fn exceeded_limits(slowdown: u32, computed_limit: Option<f64>, latency: &InputLatency) -> Step<Vec<String>> {
    let InputLatency { painted, idle, computed, late, moved } = latency;
    let [p50, p95] = [0.5, 0.95].map(|q| quantile(painted, q));
    let [idle50, idle95] = [0.5, 0.95].map(|q| quantile(idle, q));
    let [computed50, computed95] = [0.5, 0.95].map(|q| quantile(computed, q));
    writeln!(
        std::io::stderr(),
        "CPU slowed {slowdown} times, {} changes: painted p50 {p50:.1} ms, p95 {p95:.1} ms; no-op event p50 \
         {idle50:.1} ms, p95 {idle95:.1} ms; ratio of p95 {:.2}; computed p50 {computed50:.1} ms, p95 {computed95:.1} \
         ms",
        painted.len(),
        p95 / idle95
    )?;
    assert_eq!([painted.len(), idle.len(), computed.len()], [SAMPLES; 3]);
    let limits = [
        (p95 > 1.5 * idle95, format!("p95 {p95:.1} ms against {idle95:.1} ms")),
        (
            computed_limit.is_some_and(|limit| computed95 > limit),
            format!("p95 without painting is {computed95:.1} ms, the limit {computed_limit:?}"),
        ),
        (*late > 0, format!("{late} amounts were not in the document before the next frame")),
        (*moved >= 0.5, format!("an element moved by {moved} px")),
    ];
    Ok(limits.into_iter().filter(|(is_exceeded, _)| *is_exceeded).map(|(_, message)| message).collect())
}
