use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

/// One counter for each value of a label.
#[derive(Clone, Debug)]
pub struct Counters {
    label: &'static str,
    family: Family<[(&'static str, &'static str); 1], Counter>,
}

impl Counters {
    /// Registers the counters. The given values start at 0, so that the first event appears as an increase.
    ///
    /// `name` has no `_total` suffix and `help` no full stop, because the encoder adds both.
    pub fn register(
        registry: &mut Registry,
        name: &'static str,
        help: &'static str,
        label: &'static str,
        values: &[&'static str],
    ) -> Self {
        let family = Family::default();
        registry.register(name, help, Family::clone(&family));
        let counters = Self { label, family };
        for value in values {
            let _ = counters.family.get_or_create(&[(label, value)]);
        }
        counters
    }

    /// Counters that are not part of any output.
    #[must_use]
    pub fn unregistered(label: &'static str) -> Self {
        Self { label, family: Family::default() }
    }

    /// Adds 1 to the counter of a value.
    pub fn inc(&self, value: &'static str) {
        self.family.get_or_create(&[(self.label, value)]).inc();
    }

    /// The count of a value.
    #[must_use]
    pub fn get(&self, value: &'static str) -> u64 {
        self.family.get(&[(self.label, value)]).map_or(0, |counter| counter.get())
    }
}
