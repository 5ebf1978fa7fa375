use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use contract::{EmbedSessionRequest, Membership, ProblemCode, Role, User};
use embed_protocol::{
    AuthPayload, ChildConfig, ChildEvent, ChildOutput, ColorScheme, ErrorCode, LoadedPayload, LocalePayload,
    Nonce, OpaqueId, Prefill, TextDirection, Theme,
};
use leptos::{mount::mount_to, prelude::*};
use platform::{address, dom, frame, random};
use send_wrapper::SendWrapper;
// Leptos initializes its executor when it mounts, which is later.
use wasm_bindgen_futures::spawn_local;

use super::{
    driver::Driver,
    host::FrameHost,
    pages::section_of,
    token::FrameToken,
    view::{Fallback, FrameView, FrameViewState},
};
use crate::{
    api::{ApiClient, ApiError, use_bearer},
    config::{Config, FrameConfig},
    layout::expect_page,
    routes::{self, Route, Section},
    state::{
        language,
        portal::{self, Portal, PortalEvent},
    },
    text::language::Language,
};

/// Renders the page of a section. The app passes it, because it loads the module with the page's code.
pub type Content = fn(Memo<Option<Section>>) -> AnyView;

/// How long to wait for the first page before looking again.
const DRAWING: Duration = Duration::from_millis(10);
const DRAWING_TRIES: u32 = 100;
/// How often the counters are sent, if the portal permitted it.
const TELEMETRY_INTERVAL: Duration = Duration::from_secs(10);

/// What the portal sets before the app is drawn.
struct Settings {
    locale: Option<LocalePayload>,
    prefill: Option<Prefill>,
    return_url: Option<String>,
}

#[derive(Clone)]
struct Frame(Rc<FrameParts>);

struct FrameParts {
    config: Config,
    frame: FrameConfig,
    content: Content,
    driver: Driver,
    token: &'static FrameToken,
    api: ApiClient,
    /// The public id of the session. It is not a token.
    public_id: OpaqueId,
    settings: RefCell<Settings>,
    is_closed: Cell<bool>,
    /// The view, once it is drawn.
    view: RefCell<Option<FrameViewState>>,
}

/// Starts the app in a frame: sends `tcu.ready`, and draws the app when the portal has sent a valid code.
pub fn start(config: Config, frame: FrameConfig, content: Content) {
    let nonce = Nonce::parse(&frame.nonce);
    let public_id = OpaqueId::parse(&random::uuid());
    let (Some(nonce), Some(public_id)) = (nonce, public_id) else { return dom::reveal_stopped("nonce") };
    routes::set_base(&format!("{}/embed/{}", config.base, frame.client));
    if !matches!(Route::parse(&address::path()), Some(Route::Organization(..))) {
        // The address that portals frame. Pages inside the frame have addresses that a reload can open.
        address::replace(&Section::Upgrade.path(frame.organization));
    }
    let driver = Driver::new(ChildConfig {
        allowed_origins: frame.origins.clone(),
        nonce,
        organization: frame.organization,
        support_id: public_id.clone(),
    });
    let request_code = driver.clone();
    let token: &FrameToken = Box::leak(Box::new(FrameToken::new(move |reason| {
        let has_session = request_code.has_session();
        request_code.notify(ChildEvent::AuthNeeded(reason));
        has_session
    })));
    use_bearer(token);
    let api = ApiClient::new(&config.api);
    let settings = RefCell::new(Settings { locale: None, prefill: None, return_url: None });
    let view = RefCell::default();
    let is_closed = Cell::new(false);
    let parts =
        FrameParts { config, frame, content, driver, token, api, public_id, settings, is_closed, view };
    let frame = Frame(Rc::new(parts));
    let driver = frame.0.driver.clone();
    driver.start(move |output| frame.perform(output));
}

impl Frame {
    fn perform(&self, output: ChildOutput) {
        match output {
            ChildOutput::ExchangeCode { auth, origin } => self.exchange(auth, origin),
            ChildOutput::AuthFailed(_) => self.0.token.settle(false),
            ChildOutput::SetLocale(locale) => self.set_locale(locale),
            ChildOutput::SetTheme(theme) => set_theme(&theme),
            ChildOutput::Prefill(prefill) => self.0.settings.borrow_mut().prefill = Some(prefill),
            ChildOutput::SetReturnUrl(url) => self.0.settings.borrow_mut().return_url = Some(url),
            ChildOutput::FocusHeading => expect_page(),
            ChildOutput::Navigate(page) => {
                if let Some(view) = &*self.0.view.borrow() {
                    view.open(&section_of(&page).path(self.0.frame.organization));
                }
            }
            ChildOutput::ShowFallback => self.show_fallback(),
            ChildOutput::Close => self.close(),
            // The driver handles the first two. A portal that does not answer may still display the frame.
            ChildOutput::Post { .. } | ChildOutput::UsePort | ChildOutput::ParentSilent => {}
        }
    }

    /// Exchanges a code for a token. The first time, this draws the app.
    fn exchange(&self, auth: AuthPayload, origin: String) {
        let this = self.clone();
        let request = EmbedSessionRequest {
            code: auth.code.as_str().to_owned(),
            client: self.0.frame.client.clone(),
            nonce: self.0.frame.nonce.clone(),
            origin,
        };
        spawn_local(async move {
            let session = match this.0.api.embed_session(&request).await {
                Ok(session) => session,
                Err(error) => return this.0.driver.notify(ChildEvent::ExchangeFailed(code_of(&error))),
            };
            this.0.token.set(Some(session.token));
            if this.0.is_closed.get() {
                return this.sign_out().await;
            }
            if let Some(view) = &*this.0.view.borrow() {
                this.0.token.settle(true);
                this.0.driver.notify(ChildEvent::CodeExchanged(this.loaded(Role::User)));
                view.renew();
                return;
            }
            match this.0.api.user().await {
                Ok(user) => this.draw(user, session.prefill).await,
                Err(error) => this.0.driver.notify(ChildEvent::ExchangeFailed(code_of(&error))),
            }
        });
    }

    /// Ends the session. Without a response, the token expires by itself.
    async fn sign_out(&self) {
        self.0.api.sign_out().await.ok();
        self.0.token.set(None);
    }

    async fn draw(&self, user: User, prefill: Option<contract::Prefill>) {
        let FrameParts { config, frame, content, driver, api, .. } = &*self.0;
        let is_here = |membership: &&Membership| membership.id == frame.organization;
        let Some(role) = user.organizations.iter().find(is_here).map(|membership| membership.role) else {
            return driver.notify(ChildEvent::ExchangeFailed(ErrorCode::OrganizationNotFound));
        };
        let locale = self.0.settings.borrow().locale.clone();
        let tag = locale.as_ref().map_or("en", |locale| locale.locale.as_str());
        let language = language::begin_with(&config.base, tag).await;
        if let Some(locale) = &locale {
            set_direction(language, locale);
        }
        // The portal may have closed the frame in the meantime.
        let Some(mount) = dom::take_mount_element().filter(|_| !self.0.is_closed.get()) else { return };
        let from_page = self
            .0
            .settings
            .borrow()
            .prefill
            .as_ref()
            .map(|prefill| contract::Prefill { add: prefill.add.map(i64::from), cycle: prefill.cycle });
        let host = FrameHost::new(driver.clone(), api.clone(), frame.organization, role);
        let return_url = self.0.settings.borrow().return_url.clone();
        let (this, language_base, content) = (self.clone(), config.base.clone(), *content);
        let (api, organization, prefill) = (api.clone(), frame.organization, from_page.or(prefill));
        let alone = stand_alone(&config.base, frame.organization);
        Portal::new(Box::new(host), frame.portal.clone(), alone, return_url, prefill).install();
        mount_to(mount, move || {
            let on_view = SendWrapper::new(move |state| {
                this.0.view.replace(Some(state));
            });
            view! { <FrameView api user organization language language_base content on_view/> }
        })
        .forget();
        self.clone().report_when_drawn(role, DRAWING_TRIES);
    }

    /// Sends `tcu.loaded` once a page is drawn. Uses no animation frame, which a hidden tab does not have.
    fn report_when_drawn(self, role: Role, tries: u32) {
        let this = self;
        let is_drawn = move || {
            // A portal may hide the frame until it is loaded. A hidden frame has no height.
            if frame::height() == 0 && tries > 0 {
                return this.report_when_drawn(role, tries - 1);
            }
            this.0.driver.notify(ChildEvent::CodeExchanged(this.loaded(role)));
            // Nothing is reported before `tcu.loaded`, so report the first page now.
            if let Some(heading) = dom::text(dom::HEADING) {
                portal::report(|| PortalEvent::PageShown(heading));
            }
            let driver = this.0.driver.clone();
            let resized = driver.clone();
            frame::on_height(move |height| {
                // While the page is drawn again, for example in another language, it is empty for a moment.
                if height > 0 {
                    resized.notify(ChildEvent::Resized(height));
                }
            });
            // Sent only if the portal permitted it. The timer lasts as long as the document.
            set_interval(move || driver.notify(ChildEvent::TelemetryDue), TELEMETRY_INTERVAL);
        };
        set_timeout(is_drawn, DRAWING);
    }

    fn loaded(&self, role: Role) -> LoadedPayload {
        LoadedPayload { session: self.0.public_id.clone(), role, height: frame::height() }
    }

    fn set_locale(&self, locale: LocalePayload) {
        if let Some(view) = &*self.0.view.borrow() {
            let choice = view.language;
            let tag = locale.locale.as_str().to_owned();
            choice.follow(tag, move || set_direction(untrack(move || choice.language()), &locale));
            return;
        }
        self.0.settings.borrow_mut().locale = Some(locale);
    }

    /// Shows the link to the stand-alone page.
    fn show_fallback(&self) {
        let Some(mount) = dom::take_mount_element() else { return };
        let path = stand_alone(&self.0.config.base, self.0.frame.organization);
        let locale = self.0.settings.borrow().locale.as_ref().map(|locale| locale.locale.as_str().to_owned());
        let base = self.0.config.base.clone();
        spawn_local(async move {
            match locale {
                Some(tag) => language::begin_with(&base, &tag).await,
                None => language::begin(&base, None).await,
            };
            mount_to(mount, move || view! { <Fallback path/> }).forget();
        });
    }

    /// Removes the billing data and the token from memory, and ends the session.
    fn close(&self) {
        self.0.is_closed.set(true);
        if let Some(view) = &*self.0.view.borrow() {
            view.close();
        }
        let this = self.clone();
        spawn_local(async move { this.sign_out().await });
    }
}

fn stand_alone(base: &str, organization: i64) -> String {
    let within = Section::Upgrade.path(organization);
    // The path of the frame starts with the base, `/embed` and the client.
    let start = within.find("/organizations/").unwrap_or_default();
    format!("{base}{}", within.get(start..).unwrap_or_default())
}

/// The direction of the portal, unless the app speaks another language than the portal.
fn set_direction(language: &Language, locale: &LocalePayload) {
    let primary = locale.locale.as_str().split('-').next();
    if primary.is_some_and(|primary| primary.eq_ignore_ascii_case(language.tag)) {
        let direction = match locale.dir {
            TextDirection::Ltr => "ltr",
            TextDirection::Rtl => "rtl",
        };
        frame::set_direction(direction);
    }
}

fn set_theme(theme: &Theme) {
    let scheme = match theme.scheme {
        ColorScheme::Light => Some("light"),
        ColorScheme::Dark => Some("dark"),
        // The style sheet follows the browser.
        ColorScheme::Auto => None,
    };
    let mut properties = theme.properties.clone();
    properties.extend(scheme.map(|scheme| ("color-scheme", scheme.to_owned())));
    frame::set_properties(&properties);
}

fn code_of(error: &ApiError) -> ErrorCode {
    match error {
        ApiError::Offline | ApiError::Timeout => ErrorCode::ServiceUnavailable,
        ApiError::SignedOut => ErrorCode::CodeInvalid,
        ApiError::Refused(refusal) => match refusal.code {
            ProblemCode::EmbedCodeInvalid => ErrorCode::CodeInvalid,
            ProblemCode::RateLimited => ErrorCode::RateLimited,
            _ => ErrorCode::Internal,
        },
        ApiError::Malformed => ErrorCode::Internal,
    }
}
