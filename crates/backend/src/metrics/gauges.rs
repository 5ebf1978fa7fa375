use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// One gauge for each value of a label, such as rows by state.
#[derive(Clone, Debug)]
pub struct Gauges {
    label: &'static str,
    family: Family<[(&'static str, String); 1], Gauge>,
    values: Arc<Mutex<BTreeSet<String>>>,
}

impl Gauges {
    /// Registers the gauges. The given values start at 0.
    pub(super) fn register(
        registry: &mut Registry,
        name: &'static str,
        help: &'static str,
        label: &'static str,
        values: &[&'static str],
    ) -> Self {
        let family = Family::default();
        registry.register(name, help, Family::clone(&family));
        let gauges = Self { label, family, values: Arc::default() };
        for value in values {
            gauges.set(value, 0);
        }
        gauges
    }

    /// Sets the gauge of a value. Values must be from a closed set.
    pub fn set(&self, value: &str, to: i64) {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if !values.contains(value) {
            values.insert(value.to_owned());
        }
        self.family.get_or_create(&[(self.label, value.to_owned())]).set(to);
    }

    /// Sets the gauges of these values, and all other gauges to 0.
    pub fn set_all<'a>(&self, counts: impl IntoIterator<Item = (&'a str, i64)>) {
        let mut absent = self.values.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for (value, count) in counts {
            absent.remove(value);
            self.set(value, count);
        }
        for value in absent {
            self.set(&value, 0);
        }
    }
}
