use serde_json::{Value, json};

use super::session::Browser;
use crate::Step;

/// How long the page takes to show a new amount, in milliseconds, each list in the order of the measurements.
pub struct InputLatency {
    /// From the input event to the second frame after it.
    pub painted: Vec<f64>,
    /// The same for an event that nobody answers to, on the same page, measured in turn with the others.
    pub idle: Vec<f64>,
    /// From the input event to the new amount in the document.
    pub worked: Vec<f64>,
    /// How often the amount in the document was not the new one before the next frame.
    pub late: usize,
    /// By how many CSS pixels anything on the page moved, at most.
    pub moved: f64,
}

/// Types numbers into the sessions field, and watches the amount, frames and places of things.
const MEASURE: &str = "
    const [samples, done] = [arguments[0], arguments[arguments.length - 1]];
    const field = document.getElementById('additional-sessions');
    const amount = document.querySelector('.amount-due output');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const frame = () => new Promise(requestAnimationFrame);
    const places = () => [...document.querySelectorAll('h1, h2, label, button, .panel, table')]
        .map(thing => thing.getBoundingClientRect()).map(({ left, top }) => [left, top]);
    const nobody = document.createElement('input');
    nobody.addEventListener('input', () => {});
    const task = () => new Promise(resolve => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(0);
    });
    // Effects run in microtasks. A frame may be drawn before the next task but not between two microtasks, so only
    // these measure the work without a frame.
    const microtasks = async () => { for (let turn = 0; turn < 50; turn += 1) await null; };
    const one = async (target, value) => {
        // Begins after a frame has been painted, so that each measurement has the same way to the next one.
        await frame();
        await task();
        const before = amount.textContent;
        const begun = performance.now();
        set.call(target, value);
        target.dispatchEvent(new Event('input', { bubbles: true }));
        await microtasks();
        const worked = performance.now() - begun;
        const changed = amount.textContent !== before;
        await frame(); await frame();
        return [performance.now() - begun, worked, changed];
    };
    // The table is drawn again for every amount.
    const after = () => document.querySelector('.before-after tbody td:last-child')?.textContent;
    const followed = async sessions => { while (after() !== sessions) await frame(); };
    (async () => {
        const result = { painted: [], idle: [], worked: [], late: 0, moved: 0 };
        await one(field, '11');
        await followed('16');
        const there = places();
        for (let sample = 0; sample < samples; sample += 1) {
            // Two digits all the way: 12 to 91.
            const [painted, worked, changed] = await one(field, String(12 + sample % 80));
            result.painted.push(painted);
            result.worked.push(worked);
            if (!changed) result.late += 1;
            places().forEach(([left, top], thing) => {
                result.moved = Math.max(result.moved, Math.abs(left - there[thing][0]), Math.abs(top - there[thing][1]));
            });
            // What hangs on the amount follows at a pause of the hand, and must not be taken for the event's.
            await followed(String(5 + 12 + sample % 80));
            const [idle] = await one(nobody, String(sample));
            result.idle.push(idle);
        }
        done(result);
    })().catch(trouble => done(String(trouble)));
";

impl Browser {
    /// Slows the processor down by a factor; 1 is its own speed.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn throttle_cpu(&self, factor: u32) -> Step {
        self.driver.cdp().send_raw("Emulation.setCPUThrottlingRate", json!({ "rate": factor })).await?;
        Ok(())
    }

    /// Measures so many changes of the number of sessions on the upgrading page.
    ///
    /// # Errors
    /// When the page is another one, or the browser does not answer.
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
            worked: list("worked")?,
            late: usize::try_from(measured["late"].as_u64().ok_or("no count of late amounts")?)?,
            moved: measured["moved"].as_f64().ok_or("no measure of movement")?,
        })
    }
}
