use serde_json::{Value, json};

use super::session::Browser;
use crate::Step;

/// How long the page takes to show a new amount, in milliseconds. Lists are in the order of the measurements.
pub struct InputLatency {
    /// From the input event to the second frame after it.
    pub painted: Vec<f64>,
    /// The same for a no-op event on the same page, as the baseline. Measured alternately with `painted`.
    pub idle: Vec<f64>,
    /// From the input event to the new amount in the document.
    pub computed: Vec<f64>,
    /// How often the new amount was not in the document before the next frame.
    pub late: usize,
    /// The largest distance that an element of the page moved, in CSS pixels.
    pub moved: f64,
}

/// What changes of the number of sessions cost.
pub struct InputCost {
    /// The processor time of a change, script to layout, in units of a fixed amount of work in JavaScript. Other
    /// processes do not affect it.
    pub work: f64,
    /// How often the page was laid out for each change.
    pub layouts: f64,
}

/// Dispatches an input event in each frame, to the sessions field or to an element whose listener does the fixed work.
const DISPATCH: &str = "
    const [samples, changesAmount, done] = [arguments[0], arguments[1], arguments[arguments.length - 1]];
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const work = () => {
        let text = '';
        for (let turn = 0; turn < 3000; turn += 1) text = JSON.stringify({ turn, text: text.slice(-40) });
    };
    const target = changesAmount ? document.getElementById('additional-sessions') : document.createElement('input');
    if (!changesAmount) target.addEventListener('input', work);
    let sample = 0;
    const next = () => {
        if (sample === samples) { done(); return; }
        set.call(target, String(12 + sample % 80));
        target.dispatchEvent(new Event('input', { bubbles: true }));
        sample += 1;
        requestAnimationFrame(next);
    };
    next();
";

/// Sets numbers in the sessions field and measures the amount, the frames and the positions of elements.
const MEASURE: &str = "
    const [samples, done] = [arguments[0], arguments[arguments.length - 1]];
    const field = document.getElementById('additional-sessions');
    const amount = document.querySelector('.amount-due output');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const frame = () => new Promise(requestAnimationFrame);
    const positions = () => [...document.querySelectorAll('h1, h2, label, button, .panel, table')]
        .map(element => element.getBoundingClientRect()).map(({ left, top }) => [left, top]);
    const noop = document.createElement('input');
    noop.addEventListener('input', () => {});
    const task = () => new Promise(resolve => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(0);
    });
    // Effects run in microtasks. A frame may be drawn before the next task but not between two microtasks, so only
    // these measure the work without a frame.
    const microtasks = async () => { for (let turn = 0; turn < 50; turn += 1) await null; };
    const measure = async (target, value) => {
        // Starts after a frame has been painted, so that each measurement has the same time until the next frame.
        await frame();
        await task();
        const before = amount.textContent;
        const begun = performance.now();
        set.call(target, value);
        target.dispatchEvent(new Event('input', { bubbles: true }));
        await microtasks();
        const computed = performance.now() - begun;
        const changed = amount.textContent !== before;
        await frame(); await frame();
        return [performance.now() - begun, computed, changed];
    };
    // The table is redrawn for every amount.
    const after = () => document.querySelector('.before-after tbody td:last-child')?.textContent;
    const tableShows = async sessions => { while (after() !== sessions) await frame(); };
    (async () => {
        const result = { painted: [], idle: [], computed: [], late: 0, moved: 0 };
        await measure(field, '11');
        await tableShows('16');
        const initial = positions();
        for (let sample = 0; sample < samples; sample += 1) {
            // Always two digits: 12 to 91.
            const [painted, computed, changed] = await measure(field, String(12 + sample % 80));
            result.painted.push(painted);
            result.computed.push(computed);
            if (!changed) result.late += 1;
            positions().forEach(([left, top], index) => {
                result.moved = Math.max(result.moved, Math.abs(left - initial[index][0]), Math.abs(top - initial[index][1]));
            });
            // Panels derived from the amount are debounced. Their work must not count for the no-op event.
            await tableShows(String(5 + 12 + sample % 80));
            const [idle] = await measure(noop, String(sample));
            result.idle.push(idle);
        }
        done(result);
    })().catch(trouble => done(String(trouble)));
";

impl Browser {
    /// Slows the CPU down by a factor. 1 is full speed. In Chromium only.
    pub async fn throttle_cpu(&self, factor: u32) -> Step {
        self.driver.cdp().send_raw("Emulation.setCPUThrottlingRate", json!({ "rate": factor })).await?;
        Ok(())
    }

    /// Measures what `samples` changes of the number of sessions cost on the upgrading page. In Chromium only.
    pub async fn measure_input_cost(&self, samples: u32) -> Step<InputCost> {
        self.driver.cdp().send_raw("Performance.enable", json!({ "timeDomain": "threadTicks" })).await?;
        let [change, layouts] = self.dispatch_and_measure(samples, true).await?;
        let [work, _] = self.dispatch_and_measure(samples, false).await?;
        self.driver.cdp().send_raw("Performance.disable", json!({})).await?;
        Ok(InputCost { work: change / work, layouts: layouts / f64::from(samples) })
    }

    /// Returns the processor time in seconds and the number of layouts.
    async fn dispatch_and_measure(&self, samples: u32, changes_amount: bool) -> Step<[f64; 2]> {
        let before = self.main_thread_totals().await?;
        self.driver.execute_async(DISPATCH, vec![json!(samples), json!(changes_amount)]).await?;
        let after = self.main_thread_totals().await?;
        Ok([after[0] - before[0], after[1] - before[1]])
    }

    async fn main_thread_totals(&self) -> Step<[f64; 2]> {
        let answer = self.driver.cdp().send_raw("Performance.getMetrics", json!({})).await?;
        let metrics = answer["metrics"].as_array().ok_or("the metrics are missing")?;
        let total = |name: &str| {
            let metric = metrics.iter().find(|metric| metric["name"] == name);
            metric.and_then(|metric| metric["value"].as_f64()).ok_or_else(|| format!("{name} is missing"))
        };
        Ok([total("TaskDuration")?, total("LayoutCount")?])
    }

    /// Measures `samples` changes of the number of sessions on the upgrading page.
    pub async fn measure_input_latency(&self, samples: usize) -> Step<InputLatency> {
        self.driver.set_script_timeout(std::time::Duration::from_secs(180)).await?;
        let answer = self.driver.execute_async(MEASURE, vec![json!(samples)]).await?;
        let measured = answer.json();
        let list = |name: &str| -> Step<Vec<f64>> {
            let list = measured[name].as_array().ok_or_else(|| format!("no measurement: {measured}"))?;
            Ok(list.iter().filter_map(Value::as_f64).collect())
        };
        Ok(InputLatency {
            painted: list("painted")?,
            idle: list("idle")?,
            computed: list("computed")?,
            late: usize::try_from(measured["late"].as_u64().ok_or("the number of late amounts is missing")?)?,
            moved: measured["moved"].as_f64().ok_or("the movement is missing")?,
        })
    }
}
