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
        AccessDenied, AttemptStatus, PaymentMethodPage, ReceiptPage, Review, TestcloudSubscription,
        TestcloudUpgrading,
    },
    routes::Section,
};

/// A page of an organization, by the module with its code.
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
pub enum SubscriptionPage {
    Subscription,
    PaymentMethod,
    AccessDenied,
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

/// Renders a page of one module. A page of another module has no content.
pub type Draw = fn(&LazyPage) -> AnyView;

fn draw_subscription(page: &LazyPage) -> AnyView {
    let LazyPage::Subscription(page) = page else { return ().into_any() };
    match page {
        SubscriptionPage::Subscription => view! { <TestcloudSubscription/> }.into_any(),
        SubscriptionPage::PaymentMethod => view! { <PaymentMethodPage/> }.into_any(),
        SubscriptionPage::AccessDenied => view! { <AccessDenied/> }.into_any(),
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
        let draw = (self.load)().await.ok()?;
        Some(*self.draw.get_or_init(|| draw))
    }
}
