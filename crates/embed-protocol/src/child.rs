//! The state machine of the embedded app.

use crate::{
    ChildMessage, DropCounts, DropReason, Envelope, ErrorCode, FramePage, MAJOR, MessageId, Nonce, OpaqueId,
    ParentMessage, ReadJson, Theme,
    payload::{
        AccessRequestedPayload, AuthPayload, AuthReason, AuthRequestPayload, ChangedPayload,
        CloseBlockedPayload, CloseBlockedUntil, DraftPayload, EmptyPayload, ErrorPayload, ExitPayload,
        ExitReason, InitPayload, LoadedPayload, LocalePayload, PayAction, PayActionRequiredPayload,
        PaySettledPayload, PayStartedPayload, Prefill, QuotePayload, ReadyPayload, ResizePayload,
        RoutePayload, TelemetryPayload,
    },
};

/// Milliseconds to wait for `tcu.init`.
const INIT_TIMEOUT: u64 = 10_000;
/// Milliseconds to wait for the answer to `tcu.auth.request`. The portal may have to show its sign-in.
const AUTH_TIMEOUT: u64 = 30_000;
/// Milliseconds to wait for `tcu.pong`.
const PONG_TIMEOUT: u64 = 3_000;
/// Least milliseconds between two `tcu.resize`.
const RESIZE_INTERVAL: u64 = 100;
/// The number of messages accepted in one second.
const MESSAGES_PER_SECOND: u32 = 50;
/// The number of codes that the frame requests before it has a session.
const MAX_NEW_CODES: u32 = 2;
/// The longest path to return to, in bytes.
const MAX_RETURN_PATH: usize = 512;
/// The optional parts of the protocol that the frame supports.
const FEATURES: [&str; 4] = ["theme", "prefill", "focus", "telemetry"];

/// What the state machine needs from the app: a reader of JSON, and random ids.
pub trait ChildEnvironment: ReadJson {
    /// Returns a new random id.
    fn new_message_id(&mut self) -> MessageId;
}

/// The configuration in the HTML of the frame.
#[derive(Clone, Debug)]
pub struct ChildConfig {
    /// The origins that may embed the frame, the same as in `frame-ancestors`. Compared as exact strings.
    pub allowed_origins: Vec<String>,
    /// The sealed nonce of this document.
    pub nonce: Nonce,
    /// The organization in the URL of the frame.
    pub organization: i64,
    /// The reference for support.
    pub support_id: OpaqueId,
}

/// Where a message came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageSource<'a> {
    /// A message event of the frame's window.
    Window {
        /// Whether `event.source` is `window.parent`.
        is_parent: bool,
        /// `event.origin`.
        origin: &'a str,
        /// Whether the message transfers exactly one port.
        has_port: bool,
    },
    /// The port that [`ChildOutput::UsePort`] selected.
    Port,
}

/// The phases of the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChildPhase {
    /// Created, not started.
    Waiting,
    /// `tcu.ready` is sent.
    Ready,
    /// `tcu.init` is accepted. The app exchanges the code, or the parent was asked for a new one.
    Initialized,
    /// The session exists and `tcu.loaded` is sent.
    Loaded,
    /// A payment is sent, and the billing service has not returned its attempt.
    Sending,
    /// A payment is in progress.
    Paying {
        /// The id of the attempt.
        attempt_id: OpaqueId,
    },
    /// `tcu.exit` is sent. Final.
    Closed,
    /// The frame shows a link to the stand-alone page. Final.
    Fallback,
}

/// What happened in the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChildEvent {
    /// The code of [`ChildOutput::ExchangeCode`] was exchanged. A renewed session keeps the first public id.
    CodeExchanged(LoadedPayload),
    /// The code of [`ChildOutput::ExchangeCode`] was refused, or the request failed.
    ExchangeFailed(ErrorCode),
    /// A request needs a new code.
    AuthNeeded(AuthReason),
    /// The height of the content, in CSS pixels.
    Resized(u32),
    /// The frame shows another page.
    RouteChanged(RoutePayload),
    /// The entries of the upgrade page changed.
    DraftChanged(DraftPayload),
    /// The price of the entries changed.
    QuoteChanged(QuotePayload),
    /// The person sent a payment. Its attempt has no id yet.
    PaymentSent,
    /// No attempt came of the payment.
    PaymentEnded,
    /// The billing service returned the attempt of the payment, or the frame found a payment in progress.
    PaymentStarted(OpaqueId),
    /// The bank's page opened in a new tab.
    BankOpened,
    /// The payment ended.
    PaymentSettled(PaySettledPayload),
    /// The subscription changed.
    SubscriptionChanged(ChangedPayload),
    /// The person requested access to billing.
    AccessRequested(AccessRequestedPayload),
    /// The frame ends by itself. Ignored while a payment is in progress.
    Ended(ExitReason, Option<ErrorCode>),
    /// Check that the parent responds.
    ParentChecked,
    /// Send the counters, if the parent permitted it.
    TelemetryDue,
}

/// Where to post a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostTarget {
    /// `window.parent`, with this exact target origin.
    Window(String),
    /// The port.
    Port,
}

/// What the app has to do, in the order of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChildOutput {
    /// Post a message.
    Post {
        /// Where to.
        to: PostTarget,
        /// The message.
        envelope: Box<Envelope<ChildMessage>>,
    },
    /// Use the port of the current message from now on.
    UsePort,
    /// Exchange the code for a session.
    ExchangeCode {
        /// The code.
        auth: AuthPayload,
        /// The pinned origin.
        origin: String,
    },
    /// The parent returned no code for this reason, or the code was refused.
    AuthFailed(AuthReason),
    /// Set the language and the direction of the text.
    SetLocale(LocalePayload),
    /// Set the appearance.
    SetTheme(Theme),
    /// Fill empty fields, and label them with the name of the portal.
    Prefill(Prefill),
    /// The URL behind "Return to the portal", on the pinned origin.
    SetReturnUrl(String),
    /// Move focus to the heading as soon as the page is drawn.
    FocusHeading,
    /// Open a page.
    Navigate(FramePage),
    /// Show the link to the stand-alone page instead of the app.
    ShowFallback,
    /// Remove the billing data and the session from memory.
    Close,
    /// The parent did not answer `tcu.ping` in time.
    ParentSilent,
}

#[derive(Debug)]
struct AuthRequest {
    id: MessageId,
    reason: AuthReason,
    deadline: u64,
}

/// The state machine of the embedded app.
///
/// Times are milliseconds of any clock that never runs backwards. After every call, [`Child::next_deadline`] returns the
/// time for the next [`Child::tick`].
#[derive(Debug)]
pub struct Child<E> {
    environment: E,
    config: ChildConfig,
    phase: ChildPhase,
    pinned: Option<String>,
    has_port: bool,
    session: Option<OpaqueId>,
    started_at: u64,
    init_deadline: Option<u64>,
    auth_request: Option<AuthRequest>,
    /// Why the code that the app exchanges now was requested.
    exchanging: Option<AuthReason>,
    new_codes: u32,
    ping: Option<(MessageId, u64)>,
    height: u32,
    pending_height: Option<u32>,
    resized_at: Option<u64>,
    last_attempt: Option<OpaqueId>,
    /// A language that waits for the response to a payment, because it draws the page again.
    pending_locale: Option<LocalePayload>,
    has_sent_version_error: bool,
    has_telemetry: bool,
    load_ms: u32,
    second_start: u64,
    messages_in_second: u32,
    accepted: u32,
    drops: DropCounts,
    outputs: Vec<ChildOutput>,
}

impl<E: ChildEnvironment> Child<E> {
    /// Creates the state machine. Entries of the list that are not origins are ignored.
    pub fn new(environment: E, mut config: ChildConfig) -> Self {
        config.allowed_origins.retain(|origin| is_origin(origin));
        Self {
            environment,
            config,
            phase: ChildPhase::Waiting,
            pinned: None,
            has_port: false,
            session: None,
            started_at: 0,
            init_deadline: None,
            auth_request: None,
            exchanging: None,
            new_codes: 0,
            ping: None,
            height: 0,
            pending_height: None,
            resized_at: None,
            last_attempt: None,
            pending_locale: None,
            has_sent_version_error: false,
            has_telemetry: false,
            load_ms: 0,
            second_start: 0,
            messages_in_second: 0,
            accepted: 0,
            drops: DropCounts::default(),
            outputs: Vec::new(),
        }
    }

    /// Returns the phase.
    pub const fn phase(&self) -> &ChildPhase {
        &self.phase
    }

    /// Returns the counts of dropped messages.
    pub const fn drops(&self) -> &DropCounts {
        &self.drops
    }

    /// Returns when to call [`Child::tick`], if nothing else happens before.
    pub fn next_deadline(&self) -> Option<u64> {
        let resize = self.pending_height.and(self.resized_at).map(|at| at.saturating_add(RESIZE_INTERVAL));
        let auth = self.auth_request.as_ref().map(|request| request.deadline);
        let pong = self.ping.as_ref().map(|(_, deadline)| *deadline);
        [self.init_deadline, auth, pong, resize].into_iter().flatten().min()
    }

    /// Sends `tcu.ready` to every allowed origin. The browser delivers it to the origin of the parent only.
    pub fn start(&mut self, now: u64) -> Vec<ChildOutput> {
        if self.phase == ChildPhase::Waiting {
            self.phase = ChildPhase::Ready;
            self.started_at = now;
            self.init_deadline = Some(now.saturating_add(INIT_TIMEOUT));
            for origin in self.config.allowed_origins.clone() {
                self.post_ready(origin, None);
            }
            if self.config.allowed_origins.is_empty() {
                self.show_fallback();
            }
        }
        self.take_outputs()
    }

    /// Handles the deadlines up to now: timeouts, and a height that waits for its interval.
    pub fn tick(&mut self, now: u64) -> Vec<ChildOutput> {
        if self.init_deadline.is_some_and(|deadline| deadline <= now) {
            self.post_error(ErrorCode::InitTimeout, None);
            self.show_fallback();
        }
        if let Some(request) = self.auth_request.take_if(|request| request.deadline <= now) {
            self.fail_auth(request.reason, ErrorCode::AuthTimeout);
        }
        if self.ping.take_if(|(_, deadline)| *deadline <= now).is_some() {
            self.outputs.push(ChildOutput::ParentSilent);
        }
        self.post_due_resize(now);
        self.take_outputs()
    }

    /// Handles a message. `text` returns its JSON, or `None` if it cannot be written as JSON; it is called only for
    /// messages of the parent.
    pub fn receive(
        &mut self,
        now: u64,
        source: MessageSource<'_>,
        text: impl FnOnce() -> Option<String>,
    ) -> Vec<ChildOutput> {
        match self.read(now, source, text).and_then(|envelope| self.handle(source, envelope)) {
            Ok(()) => self.accepted = self.accepted.saturating_add(1),
            Err(reason) => self.drops.add(reason),
        }
        self.take_outputs()
    }

    /// Handles an event of the app. An event that does not fit the phase is ignored.
    pub fn notify(&mut self, now: u64, event: ChildEvent) -> Vec<ChildOutput> {
        match event {
            ChildEvent::CodeExchanged(loaded) => self.finish_exchange(now, loaded),
            ChildEvent::ExchangeFailed(code) => self.fail_exchange(now, code),
            _ if !self.has_session() => {}
            ChildEvent::AuthNeeded(reason) => {
                if self.exchanging.is_none() {
                    self.request_code(now, reason);
                }
            }
            ChildEvent::Resized(height) => {
                self.pending_height = (height.abs_diff(self.height) > 1).then_some(height);
                self.post_due_resize(now);
            }
            ChildEvent::RouteChanged(payload) => self.post(ChildMessage::Route(payload), None),
            ChildEvent::DraftChanged(payload) => self.post(ChildMessage::Draft(payload), None),
            ChildEvent::QuoteChanged(payload) => self.post(ChildMessage::Quote(payload), None),
            ChildEvent::SubscriptionChanged(payload) => self.post(ChildMessage::Changed(payload), None),
            ChildEvent::AccessRequested(payload) => self.post(ChildMessage::AccessRequested(payload), None),
            ChildEvent::PaymentSent => {
                if self.phase == ChildPhase::Loaded {
                    self.phase = ChildPhase::Sending;
                }
            }
            ChildEvent::PaymentEnded => {
                if self.phase == ChildPhase::Sending {
                    self.phase = ChildPhase::Loaded;
                }
            }
            ChildEvent::PaymentStarted(attempt_id) => {
                if matches!(self.phase, ChildPhase::Loaded | ChildPhase::Sending) {
                    self.last_attempt = Some(attempt_id.clone());
                    self.phase = ChildPhase::Paying { attempt_id: attempt_id.clone() };
                    self.post(ChildMessage::PayStarted(PayStartedPayload { attempt_id }), None);
                }
            }
            ChildEvent::BankOpened => {
                if self.is_paying() {
                    let payload = PayActionRequiredPayload { kind: PayAction::Bank };
                    self.post(ChildMessage::PayActionRequired(payload), None);
                }
            }
            ChildEvent::PaymentSettled(payload) => {
                if self.phase == (ChildPhase::Paying { attempt_id: payload.attempt_id.clone() }) {
                    // Also with an unknown outcome. The billing service finds it out without the frame, so the parent
                    // may close it.
                    self.phase = ChildPhase::Loaded;
                    self.post(ChildMessage::PaySettled(payload), None);
                }
            }
            ChildEvent::Ended(reason, error) => {
                if !self.is_paying() {
                    self.exit(reason, error, None);
                }
            }
            ChildEvent::ParentChecked => {
                if self.ping.is_none() {
                    let id = self.post_with_id(ChildMessage::Ping(EmptyPayload {}), None);
                    self.ping = id.map(|id| (id, now.saturating_add(PONG_TIMEOUT)));
                }
            }
            ChildEvent::TelemetryDue => {
                if self.has_telemetry {
                    let payload = TelemetryPayload {
                        load_ms: self.load_ms,
                        accepted: self.accepted,
                        dropped: self.drops.total(),
                    };
                    self.post(ChildMessage::Telemetry(payload), None);
                }
            }
        }
        if self.phase != ChildPhase::Sending {
            self.outputs.extend(self.pending_locale.take().map(ChildOutput::SetLocale));
        }
        self.take_outputs()
    }

    fn read(
        &mut self,
        now: u64,
        source: MessageSource<'_>,
        text: impl FnOnce() -> Option<String>,
    ) -> Result<Envelope<ParentMessage>, DropReason> {
        if let MessageSource::Window { is_parent, origin, .. } = source {
            if !is_parent {
                return Err(DropReason::Source);
            }
            let is_good = match &self.pinned {
                Some(pinned) => pinned == origin,
                None => self.config.allowed_origins.iter().any(|allowed| allowed == origin),
            };
            if !is_good {
                return Err(DropReason::Origin);
            }
            if self.has_port {
                return Err(DropReason::Channel);
            }
        } else if !self.has_port {
            return Err(DropReason::Channel);
        }
        if matches!(self.phase, ChildPhase::Waiting | ChildPhase::Closed | ChildPhase::Fallback) {
            return Err(DropReason::Phase);
        }
        self.limit_rate(now)?;
        if let MessageSource::Window { origin, .. } = source {
            self.pinned.get_or_insert_with(|| origin.to_owned());
        }
        let text = text().ok_or(DropReason::Malformed)?;
        let envelope = Envelope::<ParentMessage>::parse(&text, &self.environment);
        if envelope == Err(DropReason::Version) {
            self.post_version_error();
        }
        let envelope = envelope?;
        if envelope.session.is_some() && envelope.session != self.session {
            return Err(DropReason::Session);
        }
        Ok(envelope)
    }

    fn limit_rate(&mut self, now: u64) -> Result<(), DropReason> {
        if now.saturating_sub(self.second_start) >= 1_000 {
            (self.second_start, self.messages_in_second) = (now, 0);
        }
        if self.messages_in_second >= MESSAGES_PER_SECOND {
            return Err(DropReason::Rate);
        }
        self.messages_in_second += 1;
        Ok(())
    }

    fn handle(
        &mut self,
        source: MessageSource<'_>,
        envelope: Envelope<ParentMessage>,
    ) -> Result<(), DropReason> {
        let Envelope { id, re, message, .. } = envelope;
        match message {
            ParentMessage::Hello(_) => {
                let pinned = self.pinned.clone().filter(|_| self.phase == ChildPhase::Ready);
                self.post_ready(pinned.ok_or(DropReason::Phase)?, Some(id));
            }
            ParentMessage::Init(payload) => return self.init(source, *payload),
            ParentMessage::Ping(_) => self.post(ChildMessage::Pong(EmptyPayload {}), Some(id)),
            ParentMessage::Close(_) if self.is_paying() => {
                let payload = CloseBlockedPayload { until: CloseBlockedUntil::Settled };
                self.post(ChildMessage::CloseBlocked(payload), Some(id));
            }
            ParentMessage::Close(_) => self.exit(ExitReason::Closed, None, Some(id)),
            _ if self.phase == ChildPhase::Ready => return Err(DropReason::Phase),
            ParentMessage::Navigate(payload) => match self.phase {
                ChildPhase::Loaded => self.outputs.push(ChildOutput::Navigate(payload.path)),
                ChildPhase::Sending | ChildPhase::Paying { .. } => {
                    self.post_error(ErrorCode::PaymentInProgress, Some(id));
                    return Err(DropReason::PaymentInProgress);
                }
                _ => return Err(DropReason::Phase),
            },
            ParentMessage::Theme(payload) => self.outputs.push(ChildOutput::SetTheme(Theme::new(&payload))),
            ParentMessage::Locale(payload) if self.phase == ChildPhase::Sending => {
                self.pending_locale = Some(payload);
            }
            ParentMessage::Locale(payload) => self.outputs.push(ChildOutput::SetLocale(payload)),
            ParentMessage::Auth(auth) => {
                let request = self.take_auth_request(re.as_ref())?;
                self.exchange(auth, request.reason);
            }
            ParentMessage::AuthDenied(_) => {
                let request = self.take_auth_request(re.as_ref())?;
                self.fail_auth(request.reason, ErrorCode::AuthDenied);
            }
            ParentMessage::Pong(_) => {
                let ping = self.ping.take_if(|(ping, _)| re.is_none() || re.as_ref() == Some(ping));
                ping.ok_or(DropReason::Unrequested)?;
            }
        }
        Ok(())
    }

    fn init(&mut self, source: MessageSource<'_>, payload: InitPayload) -> Result<(), DropReason> {
        if self.phase != ChildPhase::Ready {
            return Err(DropReason::Phase);
        }
        if payload.version != MAJOR {
            self.post_version_error();
            return Err(DropReason::Version);
        }
        if payload.nonce != self.config.nonce {
            return Err(DropReason::Nonce);
        }
        if payload.org != self.config.organization {
            return Err(DropReason::Organization);
        }
        if !matches!(source, MessageSource::Window { has_port: true, .. }) {
            return Err(DropReason::Port);
        }
        self.phase = ChildPhase::Initialized;
        self.init_deadline = None;
        self.has_port = true;
        self.has_telemetry = payload.telemetry;
        self.outputs.push(ChildOutput::UsePort);
        self.outputs.push(ChildOutput::SetLocale(LocalePayload { locale: payload.locale, dir: payload.dir }));
        self.outputs.push(ChildOutput::SetTheme(Theme::new(&payload.theme)));
        if let Some(prefill) = payload.prefill {
            self.outputs.push(ChildOutput::Prefill(prefill));
        }
        let path = payload.r#return.filter(|path| is_return_path(path));
        if let (Some(path), Some(origin)) = (path, &self.pinned) {
            self.outputs.push(ChildOutput::SetReturnUrl(format!("{origin}{path}")));
        }
        if payload.focus {
            self.outputs.push(ChildOutput::FocusHeading);
        }
        self.exchange(payload.auth, AuthReason::Expired);
        Ok(())
    }

    fn exchange(&mut self, auth: AuthPayload, reason: AuthReason) {
        if let Some(origin) = self.pinned.clone() {
            self.exchanging = Some(reason);
            self.outputs.push(ChildOutput::ExchangeCode { auth, origin });
        }
    }

    fn finish_exchange(&mut self, now: u64, loaded: LoadedPayload) {
        if self.exchanging.take().is_some() && self.phase == ChildPhase::Initialized {
            self.phase = ChildPhase::Loaded;
            self.session = Some(loaded.session.clone());
            self.height = loaded.height;
            self.load_ms = u32::try_from(now.saturating_sub(self.started_at)).unwrap_or(u32::MAX);
            self.post(ChildMessage::Loaded(loaded), None);
        }
    }

    fn fail_exchange(&mut self, now: u64, code: ErrorCode) {
        let Some(reason) = self.exchanging.take() else { return };
        if self.phase == ChildPhase::Initialized && code.is_retryable() && self.new_codes < MAX_NEW_CODES {
            self.new_codes += 1;
            self.request_code(now, reason);
        } else {
            self.fail_auth(reason, code);
        }
    }

    fn request_code(&mut self, now: u64, reason: AuthReason) {
        if self.auth_request.is_none() {
            let id = self.post_with_id(ChildMessage::AuthRequest(AuthRequestPayload { reason }), None);
            let deadline = now.saturating_add(AUTH_TIMEOUT);
            self.auth_request = id.map(|id| AuthRequest { id, reason, deadline });
        }
    }

    /// Takes the request that a message answers. `re` is optional, because one request at most is open.
    fn take_auth_request(&mut self, re: Option<&MessageId>) -> Result<AuthRequest, DropReason> {
        let request = self.auth_request.take_if(|request| re.is_none_or(|re| *re == request.id));
        request.ok_or(DropReason::Unrequested)
    }

    fn fail_auth(&mut self, reason: AuthReason, code: ErrorCode) {
        // A refused step-up ends nothing: pressing Pay asks again.
        let retryable = code.is_retryable() || (reason == AuthReason::StepUp && self.has_session());
        self.post_error_as(code, retryable, None);
        if self.has_session() {
            self.outputs.push(ChildOutput::AuthFailed(reason));
        } else {
            self.show_fallback();
        }
    }

    /// Returns whether `tcu.loaded` is sent and the frame has not ended.
    pub fn has_session(&self) -> bool {
        self.phase == ChildPhase::Loaded || self.is_paying()
    }

    const fn is_paying(&self) -> bool {
        matches!(self.phase, ChildPhase::Sending | ChildPhase::Paying { .. })
    }

    fn post_due_resize(&mut self, now: u64) {
        let is_due = self.resized_at.is_none_or(|at| now.saturating_sub(at) >= RESIZE_INTERVAL);
        if let Some(height) = self.pending_height.take_if(|_| is_due) {
            self.height = height;
            self.resized_at = Some(now);
            self.post(ChildMessage::Resize(ResizePayload { height }), None);
        }
    }

    fn exit(&mut self, reason: ExitReason, error: Option<ErrorCode>, re: Option<MessageId>) {
        let payload = ExitPayload {
            reason,
            error,
            attempt_id: self.last_attempt.clone(),
            support_id: self.config.support_id.clone(),
        };
        self.post(ChildMessage::Exit(payload), re);
        self.outputs.push(ChildOutput::Close);
        self.end(ChildPhase::Closed);
    }

    fn show_fallback(&mut self) {
        self.outputs.push(ChildOutput::ShowFallback);
        self.end(ChildPhase::Fallback);
    }

    fn end(&mut self, phase: ChildPhase) {
        self.phase = phase;
        self.init_deadline = None;
        self.auth_request = None;
        self.exchanging = None;
        self.ping = None;
        self.pending_height = None;
    }

    fn post_version_error(&mut self) {
        if !std::mem::replace(&mut self.has_sent_version_error, true) {
            self.post_error(ErrorCode::Version, None);
        }
    }

    fn post_error(&mut self, code: ErrorCode, re: Option<MessageId>) {
        self.post_error_as(code, code.is_retryable(), re);
    }

    fn post_error_as(&mut self, code: ErrorCode, retryable: bool, re: Option<MessageId>) {
        let payload = ErrorPayload { code, retryable, support_id: self.config.support_id.clone() };
        self.post(ChildMessage::Error(payload), re);
    }

    fn post_ready(&mut self, origin: String, re: Option<MessageId>) {
        let payload = ReadyPayload {
            versions: vec![MAJOR],
            nonce: self.config.nonce.clone(),
            features: FEATURES.map(str::to_owned).to_vec(),
        };
        self.post_to(PostTarget::Window(origin), ChildMessage::Ready(payload), re);
    }

    fn post(&mut self, message: ChildMessage, re: Option<MessageId>) {
        self.post_with_id(message, re);
    }

    /// Posts to the port, or to the pinned origin before the handshake. Posts nothing without a pinned origin.
    fn post_with_id(&mut self, message: ChildMessage, re: Option<MessageId>) -> Option<MessageId> {
        let to = match &self.pinned {
            _ if self.has_port => PostTarget::Port,
            Some(origin) => PostTarget::Window(origin.clone()),
            None => return None,
        };
        Some(self.post_to(to, message, re))
    }

    fn post_to(&mut self, to: PostTarget, message: ChildMessage, re: Option<MessageId>) -> MessageId {
        let id = self.environment.new_message_id();
        let envelope = Envelope { id: id.clone(), re, session: self.session.clone(), message };
        self.outputs.push(ChildOutput::Post { to, envelope: Box::new(envelope) });
        id
    }

    fn take_outputs(&mut self) -> Vec<ChildOutput> {
        std::mem::take(&mut self.outputs)
    }
}

/// Returns whether the text has the form of an origin. `null` and `*` are none.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    })
}

/// Returns whether the text is a path without query and fragment that stays on its origin.
fn is_return_path(text: &str) -> bool {
    text.len() <= MAX_RETURN_PATH
        && text.starts_with('/')
        && !text.starts_with("//")
        && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\?#".contains(&byte))
}
