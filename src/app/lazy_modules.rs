//! The code of each page of an organization: in the main module, or in a module that is loaded when one of its pages is
//! first opened.
//!
//! A release build is split at the functions below. Code that only these pages need is removed from the main module,
//! which reduces the initial download. A build without the feature `split`, such as a plain Trunk build, contains all
//! code and loads a module immediately.

use std::{
    future::{Future, ready},
    pin::Pin,
    sync::{Arc, OnceLock},
};

use leptos::{prelude::*, wasm_split::SplitLoaderError};

use crate::{
    pages::{
        AccessDenied, AttemptStatus, PaymentMethodPage, ReceiptPage, Review, SettingsPage,
        TestcloudSubscription, TestcloudUpgrading,
    },
    routes::Section,
};

/// The subscription, the payment method, and the access-denied page for roles without billing.
#[derive(Clone)]
enum SubscriptionPage {
    Subscription,
    PaymentMethod,
    AccessDenied,
}

/// The review and all pages that a payment can lead to, so that a payment does not depend on loading another module.
#[derive(Clone)]
enum PayingPage {
    Review,
    Attempt(String),
    Receipt(String),
}

/// Finds the code of a page.
pub fn page_of(section: &Section) -> LazyPage {
    match section {
        Section::Settings => LazyPage::in_main_module(|| view! { <SettingsPage/> }.into_any()),
        Section::Subscription => SUBSCRIPTION.page(SubscriptionPage::Subscription),
        Section::PaymentMethod => SUBSCRIPTION.page(SubscriptionPage::PaymentMethod),
        Section::Upgrade => UPGRADING.page(()),
        Section::Review => PAYING.page(PayingPage::Review),
        Section::Attempt(id) => PAYING.page(PayingPage::Attempt(id.clone())),
        Section::Receipt(number) => PAYING.page(PayingPage::Receipt(number.clone())),
    }
}

/// The page shown to a role without billing in place of other pages.
pub fn access_denied() -> LazyPage {
    SUBSCRIPTION.page(SubscriptionPage::AccessDenied)
}

fn draw_subscription(page: SubscriptionPage) -> AnyView {
    match page {
        SubscriptionPage::Subscription => view! { <TestcloudSubscription/> }.into_any(),
        SubscriptionPage::PaymentMethod => view! { <PaymentMethodPage/> }.into_any(),
        SubscriptionPage::AccessDenied => view! { <AccessDenied/> }.into_any(),
    }
}

fn draw_upgrading((): ()) -> AnyView {
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
    ($name:ident, $page:ty, $draw:ident) => {
        #[cfg(feature = "split")]
        #[leptos::wasm_split::wasm_split($name, wasm_split_path = ::leptos::wasm_split, fallible)]
        fn $name() -> Result<Draw<$page>, SplitLoaderError> {
            Ok($draw)
        }

        #[cfg(not(feature = "split"))]
        async fn $name() -> Result<Draw<$page>, SplitLoaderError> {
            Ok($draw)
        }
    };
}

module!(subscription, SubscriptionPage, draw_subscription);
module!(upgrading, (), draw_upgrading);
module!(paying, PayingPage, draw_paying);

static SUBSCRIPTION: PageModule<SubscriptionPage> = PageModule::new(|| Box::pin(subscription()));
static UPGRADING: PageModule<()> = PageModule::new(|| Box::pin(upgrading()));
static PAYING: PageModule<PayingPage> = PageModule::new(|| Box::pin(paying()));

/// Renders a page of a module.
type Draw<P> = fn(P) -> AnyView;

type Fetched<T> = Pin<Box<dyn Future<Output = T>>>;

/// A lazily loaded module with the code of the pages `P`.
struct PageModule<P: 'static> {
    fetch: fn() -> Fetched<Result<Draw<P>, SplitLoaderError>>,
    draw: OnceLock<Draw<P>>,
}

impl<P: Clone + Send + Sync> PageModule<P> {
    const fn new(fetch: fn() -> Fetched<Result<Draw<P>, SplitLoaderError>>) -> Self {
        Self { fetch, draw: OnceLock::new() }
    }

    fn page(&'static self, page: P) -> LazyPage {
        LazyPage {
            fetch: Arc::new(move || {
                Box::pin(async move {
                    let Ok(draw) = (self.fetch)().await else { return false };
                    self.draw.get_or_init(|| draw);
                    true
                })
            }),
            draw: Arc::new(move || self.draw.get().map(|draw| draw(page.clone()))),
        }
    }
}

/// A page whose code may have to be loaded first.
#[derive(Clone)]
pub struct LazyPage {
    fetch: Arc<dyn Fn() -> Fetched<bool> + Send + Sync>,
    draw: Arc<dyn Fn() -> Option<AnyView> + Send + Sync>,
}

impl LazyPage {
    fn in_main_module(draw: fn() -> AnyView) -> Self {
        Self { fetch: Arc::new(|| Box::pin(ready(true))), draw: Arc::new(move || Some(draw())) }
    }

    /// Renders the page; `None` before its code is loaded.
    pub fn draw(&self) -> Option<AnyView> {
        (self.draw)()
    }

    /// Loads the code of the page, unless it is loaded. Returns whether it is loaded; after a failure, another call
    /// retries.
    pub fn fetch(&self) -> Fetched<bool> {
        (self.fetch)()
    }
}
