//! The code of each page of an organization: in the main module, or in a module that is loaded when one of its pages is
//! first opened.
//!
//! A release build is split at the functions below. Code that only these pages need is removed from the main module,
//! which reduces the initial download. A build without the feature `split`, such as a plain Trunk build, contains all
//! code and loads a module immediately.

use std::{future::Future, pin::Pin, sync::OnceLock};

use leptos::{prelude::*, wasm_split::SplitLoaderError};

use crate::{
    pages::{
        AccessDenied, AttemptStatus, PaymentMethodPage, ReceiptPage, Review, SettingsPage,
        TestcloudSubscription, TestcloudUpgrading,
    },
    routes::Section,
};

/// A page of an organization, by the module with its code.
#[derive(Clone)]
pub enum LazyPage {
    /// The settings page, whose code is in the main module.
    Settings,
    /// A page whose code is in the module `subscription`.
    Subscription(SubscriptionPage),
    /// The page of the module `upgrading`.
    Upgrading,
    /// A page whose code is in the module `paying`.
    Paying(PayingPage),
}

/// The subscription, the payment method, and the access-denied page for roles without billing.
#[derive(Clone)]
pub enum SubscriptionPage {
    Subscription,
    PaymentMethod,
    AccessDenied,
}

/// The review and all pages that a payment can lead to, so that a payment does not depend on loading another module.
#[derive(Clone)]
pub enum PayingPage {
    Review,
    Attempt(String),
    Receipt(String),
}

impl From<Section> for LazyPage {
    fn from(section: Section) -> Self {
        match section {
            Section::Settings => Self::Settings,
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

    /// Renders the page; `None` before its code is loaded.
    pub fn draw(self) -> Option<AnyView> {
        let Some(module) = self.module() else { return Some(view! { <SettingsPage/> }.into_any()) };
        match (self, module.draw.get()?) {
            (Self::Subscription(page), Draw::Subscription(draw)) => Some(draw(page)),
            (Self::Upgrading, Draw::Upgrading(draw)) => Some(draw()),
            (Self::Paying(page), Draw::Paying(draw)) => Some(draw(page)),
            // `module` returns the module of the page.
            (Self::Settings | Self::Subscription(_) | Self::Upgrading | Self::Paying(_), _) => None,
        }
    }

    /// The module with the code of the page; `None` for the main module.
    pub const fn module(&self) -> Option<&'static PageModule> {
        match self {
            Self::Settings => None,
            Self::Subscription(_) => Some(&SUBSCRIPTION),
            Self::Upgrading => Some(&UPGRADING),
            Self::Paying(_) => Some(&PAYING),
        }
    }
}

fn draw_subscription(page: SubscriptionPage) -> AnyView {
    match page {
        SubscriptionPage::Subscription => view! { <TestcloudSubscription/> }.into_any(),
        SubscriptionPage::PaymentMethod => view! { <PaymentMethodPage/> }.into_any(),
        SubscriptionPage::AccessDenied => view! { <AccessDenied/> }.into_any(),
    }
}

fn draw_upgrading() -> AnyView {
    view! { <TestcloudUpgrading/> }.into_any()
}

fn draw_paying(page: PayingPage) -> AnyView {
    match page {
        PayingPage::Review => view! { <Review/> }.into_any(),
        PayingPage::Attempt(id) => view! { <AttemptStatus id/> }.into_any(),
        PayingPage::Receipt(number) => view! { <ReceiptPage number/> }.into_any(),
    }
}

/// Defines a function that is split into a module of the same name, with all code that only it needs.
macro_rules! module {
    ($name:ident, $draw:expr) => {
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

module!(subscription, Draw::Subscription(draw_subscription));
module!(upgrading, Draw::Upgrading(draw_upgrading));
module!(paying, Draw::Paying(draw_paying));

static SUBSCRIPTION: PageModule = PageModule::new(|| Box::pin(subscription()));
static UPGRADING: PageModule = PageModule::new(|| Box::pin(upgrading()));
static PAYING: PageModule = PageModule::new(|| Box::pin(paying()));

/// The function of a module that renders its pages.
enum Draw {
    Subscription(fn(SubscriptionPage) -> AnyView),
    Upgrading(fn() -> AnyView),
    Paying(fn(PayingPage) -> AnyView),
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

    /// Loads the module, unless it is loaded. Returns whether it is loaded; after a failure, another call retries.
    pub async fn fetch(&self) -> bool {
        let Ok(draw) = (self.load)().await else { return false };
        self.draw.get_or_init(|| draw);
        true
    }
}
