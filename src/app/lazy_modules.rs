//! The pages whose code is loaded when one of them is first opened.
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
    routes::{Page, Section},
};

/// Renders a page of a module.
pub type Draw = fn(Section) -> AnyView;

type Fetched = Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>>;

/// A lazily loaded module with the code of some pages.
pub struct PageModule {
    fetch: fn() -> Fetched,
    draw: OnceLock<Draw>,
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

/// The subscription, the payment method, and the access-denied page for roles without billing.
static SUBSCRIPTION: PageModule = PageModule::new(|| Box::pin(subscription()));
static UPGRADING: PageModule = PageModule::new(|| Box::pin(upgrading()));
/// The review and all pages that a payment can lead to, so that a payment does not depend on loading another module.
static PAYING: PageModule = PageModule::new(|| Box::pin(paying()));

impl PageModule {
    const fn new(fetch: fn() -> Fetched) -> Self {
        Self { fetch, draw: OnceLock::new() }
    }

    /// The module of a page; `None` for pages in the main module.
    pub fn of(section: &Section) -> Option<&'static Self> {
        match section {
            Section::Settings => None,
            Section::Subscription | Section::PaymentMethod | Section::AccessDenied => Some(&SUBSCRIPTION),
            Section::Upgrade => Some(&UPGRADING),
            Section::Review | Section::Attempt(_) | Section::Receipt(_) => Some(&PAYING),
        }
    }

    /// The module of the next step in the upgrade flow.
    pub fn after(page: &Page) -> Option<&'static Self> {
        match page {
            Page::Organizations => Some(&SUBSCRIPTION),
            Page::Of(_, Section::Subscription) => Some(&UPGRADING),
            Page::Of(_, Section::Upgrade) => Some(&PAYING),
            Page::Home | Page::SignIn | Page::Help | Page::Unknown | Page::Of(..) => None,
        }
    }

    /// The render function, once the module is loaded.
    pub fn draw(&self) -> Option<Draw> {
        self.draw.get().copied()
    }

    /// Loads the module, unless it is loaded. Returns `None` on failure; another call retries.
    pub async fn fetch(&self) -> Option<Draw> {
        let draw = (self.fetch)().await.ok()?;
        Some(*self.draw.get_or_init(|| draw))
    }
}

fn draw_subscription(section: Section) -> AnyView {
    match section {
        Section::PaymentMethod => view! { <PaymentMethodPage/> }.into_any(),
        Section::AccessDenied => view! { <AccessDenied/> }.into_any(),
        _ => view! { <TestcloudSubscription/> }.into_any(),
    }
}

fn draw_upgrading(_: Section) -> AnyView {
    view! { <TestcloudUpgrading/> }.into_any()
}

fn draw_paying(section: Section) -> AnyView {
    match section {
        Section::Attempt(id) => view! { <AttemptStatus id/> }.into_any(),
        Section::Receipt(number) => view! { <ReceiptPage number/> }.into_any(),
        _ => view! { <Review/> }.into_any(),
    }
}
