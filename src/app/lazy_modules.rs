//! The code of the pages behind sign-in and of the help: in modules that are loaded when one of their pages is first
//! opened.
//!
//! A release build is split at the functions below. Code that only these pages need is removed from the main module,
//! which reduces the initial download. A build without the feature `split`, such as a plain Trunk build, contains all
//! code and loads a module immediately.

use std::{future::Future, pin::Pin, sync::OnceLock};

use leptos::{prelude::*, wasm_split::SplitLoaderError};

use crate::{
    pages::{
        AccessDenied, AttemptStatus, HelpPage, PaymentMethodPage, ReceiptPage, Review, SettingsPage,
        TestcloudSubscription, TestcloudUpgrading,
    },
    routes::Section,
};

/// A page, by the module with its code.
pub enum LazyPage {
    /// A page whose code is in the module `subscription`.
    Subscription(SubscriptionPage),
    /// The page of the module `upgrading`.
    Upgrading,
    /// A page whose code is in the module `paying`.
    Paying(PayingPage),
}

/// The subscription, the payment method, the settings, the access-denied page for roles without billing, and the help.
pub enum SubscriptionPage {
    Subscription,
    PaymentMethod,
    Settings,
    AccessDenied,
    Help,
}

/// The review and all pages that a payment can lead to, so that a payment does not depend on loading another module.
pub enum PayingPage {
    Review,
    Attempt(String),
    Receipt(String),
}

impl From<Section> for LazyPage {
    fn from(section: Section) -> Self {
        match section {
            Section::Settings => Self::Subscription(SubscriptionPage::Settings),
            Section::Subscription => Self::Subscription(SubscriptionPage::Subscription),
            Section::PaymentMethod => Self::Subscription(SubscriptionPage::PaymentMethod),
            Section::Upgrade => Self::Upgrading,
            Section::Review => Self::Paying(PayingPage::Review),
            Section::Attempt(id) => Self::Paying(PayingPage::Attempt(id)),
            Section::Receipt(number) => Self::Paying(PayingPage::Receipt(number)),
        }
    }
}

impl LazyPage {
    /// The page shown to a role without billing in place of other pages.
    pub const ACCESS_DENIED: Self = Self::Subscription(SubscriptionPage::AccessDenied);
    /// The help.
    pub const HELP: Self = Self::Subscription(SubscriptionPage::Help);

    /// The module with the code of the page.
    pub const fn module(&self) -> &'static PageModule {
        match self {
            Self::Subscription(_) => &SUBSCRIPTION,
            Self::Upgrading => &UPGRADING,
            Self::Paying(_) => &PAYING,
        }
    }
}

/// Renders a page of one module. A page of another module has no content.
pub type Draw = fn(&LazyPage) -> AnyView;

fn draw_subscription(page: &LazyPage) -> AnyView {
    let LazyPage::Subscription(page) = page else { return ().into_any() };
    match page {
        SubscriptionPage::Subscription => view! { <TestcloudSubscription/> }.into_any(),
        SubscriptionPage::PaymentMethod => view! { <PaymentMethodPage/> }.into_any(),
        SubscriptionPage::Settings => view! { <SettingsPage/> }.into_any(),
        SubscriptionPage::AccessDenied => view! { <AccessDenied/> }.into_any(),
        SubscriptionPage::Help => view! { <HelpPage/> }.into_any(),
    }
}

fn draw_upgrading(_: &LazyPage) -> AnyView {
    view! { <TestcloudUpgrading/> }.into_any()
}

fn draw_paying(page: &LazyPage) -> AnyView {
    let LazyPage::Paying(page) = page else { return ().into_any() };
    match page {
        PayingPage::Review => view! { <Review/> }.into_any(),
        PayingPage::Attempt(id) => view! { <AttemptStatus id=id.clone()/> }.into_any(),
        PayingPage::Receipt(number) => view! { <ReceiptPage number=number.clone()/> }.into_any(),
    }
}

/// Defines a function that is split into a module of the same name, with all code that only it needs.
macro_rules! module {
    ($name:ident, $draw:ident) => {
        #[cfg(feature = "split")]
        #[leptos::wasm_split::wasm_split($name, wasm_split_path = ::leptos::wasm_split, fallible)]
        fn $name() -> Result<Draw, SplitLoaderError> {
            Ok($draw)
        }

        #[cfg(not(feature = "split"))]
        async fn $name() -> Result<Draw, SplitLoaderError> {
            Ok($draw)
        }
    };
}

module!(subscription, draw_subscription);
module!(upgrading, draw_upgrading);
module!(paying, draw_paying);

static SUBSCRIPTION: PageModule = PageModule::new(|| Box::pin(subscription()));
static UPGRADING: PageModule = PageModule::new(|| Box::pin(upgrading()));
static PAYING: PageModule = PageModule::new(|| Box::pin(paying()));

/// Makes the upgrade page a part of the caller's binary, so that its module is never fetched.
pub fn include_upgrading() {
    UPGRADING.draw.get_or_init(|| draw_upgrading);
}

type Loading = Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>>;

/// A lazily loaded module with the code of some pages.
pub struct PageModule {
    load: fn() -> Loading,
    draw: OnceLock<Draw>,
}

impl PageModule {
    const fn new(load: fn() -> Loading) -> Self {
        Self { load, draw: OnceLock::new() }
    }

    /// The function that renders the module's pages, once the module is loaded.
    pub fn draw(&self) -> Option<Draw> {
        self.draw.get().copied()
    }

    /// Loads the module, unless it is loaded. Returns `None` on failure; another call retries.
    pub async fn fetch(&self) -> Option<Draw> {
        if let Some(draw) = self.draw() {
            return Some(draw);
        }
        let draw = (self.load)().await.ok()?;
        Some(*self.draw.get_or_init(|| draw))
    }
}
