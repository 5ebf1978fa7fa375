use std::{cell::RefCell, rc::Rc, time::Duration};

use embed_protocol::{
    Child, ChildConfig, ChildEnvironment, ChildEvent, ChildOutput, Envelope, MessageId, MessageSource,
    PostTarget, ReadJson,
};
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use platform::{
    frame::{self, Port},
    random,
};
use serde::de::DeserializeOwned;

use crate::api::json;

/// Connects the state machine of the protocol with the browser: its messages, the time, and what the app has to do.
#[derive(Clone)]
pub struct Driver(Rc<Connection>);

struct Connection {
    child: RefCell<Child<Environment>>,
    port: RefCell<Option<Port>>,
    /// The port of the message that is being handled.
    offered: RefCell<Option<Port>>,
    timer: RefCell<Option<TimeoutHandle>>,
    perform: RefCell<Option<Perform>>,
}

/// Does what the protocol asks of the app.
type Perform = Rc<dyn Fn(ChildOutput)>;

#[derive(Debug)]
struct Environment;

impl ReadJson for Environment {
    fn read_json<T: DeserializeOwned>(&self, text: &str) -> Option<T> {
        json::read(text).ok()
    }
}

impl ChildEnvironment for Environment {
    fn new_message_id(&mut self) -> MessageId {
        loop {
            // A random UUID always has the form of an id.
            if let Some(id) = MessageId::parse(&random::uuid()) {
                return id;
            }
        }
    }
}

impl Driver {
    /// A driver that has not started.
    pub fn new(config: ChildConfig) -> Self {
        Self(Rc::new(Connection {
            child: RefCell::new(Child::new(Environment, config)),
            port: RefCell::default(),
            offered: RefCell::default(),
            timer: RefCell::default(),
            perform: RefCell::default(),
        }))
    }

    /// Listens to messages and sends `tcu.ready`. `perform` does what the protocol asks of the app.
    pub fn start(&self, perform: impl Fn(ChildOutput) + 'static) {
        self.0.perform.replace(Some(Rc::new(perform)));
        let driver = self.clone();
        frame::on_window_message(move |message| {
            driver.0.offered.replace(message.port());
            let origin = message.origin();
            let source = MessageSource::Window {
                is_parent: message.is_from_parent(),
                origin: &origin,
                has_port: driver.0.offered.borrow().is_some(),
            };
            driver.step(|child, now| child.receive(now, source, || message.text()));
        });
        self.step(Child::start);
    }

    /// Passes an event of the app to the protocol.
    pub fn notify(&self, event: ChildEvent) {
        self.step(|child, now| child.notify(now, event));
    }

    /// Whether the frame has a session, which a new code can extend.
    pub fn has_session(&self) -> bool {
        self.0.child.borrow().has_session()
    }

    fn step(&self, run: impl FnOnce(&mut Child<Environment>, u64) -> Vec<ChildOutput>) {
        let outputs = run(&mut self.0.child.borrow_mut(), frame::monotonic_milliseconds());
        for output in outputs {
            self.perform(output);
        }
        self.schedule();
    }

    fn perform(&self, output: ChildOutput) {
        match output {
            ChildOutput::Post { to, envelope } => self.post(&to, &envelope),
            ChildOutput::UsePort => {
                let port = self.0.offered.take();
                if let Some(port) = &port {
                    let driver = self.clone();
                    port.listen(move |text| {
                        driver.step(|child, now| child.receive(now, MessageSource::Port, text));
                    });
                }
                self.0.port.replace(port);
            }
            output => {
                let perform = self.0.perform.borrow().clone();
                if let Some(perform) = perform {
                    perform(output);
                }
            }
        }
    }

    fn post(&self, to: &PostTarget, envelope: &Envelope<embed_protocol::ChildMessage>) {
        let Ok(json) = serde_json::to_string(envelope) else { return };
        match to {
            PostTarget::Window(origin) => frame::post_to_parent(&json, origin),
            PostTarget::Port => {
                if let Some(port) = &*self.0.port.borrow() {
                    port.post(&json);
                }
            }
        }
    }

    /// Starts the timer for the next deadline.
    fn schedule(&self) {
        let deadline = self.0.child.borrow().next_deadline();
        let timer = deadline.and_then(|deadline| {
            let driver = self.clone();
            let wait = Duration::from_millis(deadline.saturating_sub(frame::monotonic_milliseconds()));
            set_timeout_with_handle(move || driver.step(Child::tick), wait).ok()
        });
        if let Some(before) = self.0.timer.replace(timer) {
            before.clear();
        }
    }
}
