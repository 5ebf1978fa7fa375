//! The pages whose code is fetched when one of them is first opened.
//!
//! A release is split along the marks below: what only these pages need leaves the main module, so that nobody waits
//! for the code of a page they do not see. A build without the feature `split`, which is every one that Trunk makes by
//! itself, holds everything and "fetches" at once.

use std::{future::Future, pin::Pin, sync::OnceLock};

use leptos::{prelude::*, wasm_split::SplitLoaderError};

use super::{Page, Section};
use crate::pages::{
    AccessDenied, AttemptStatus, PaymentMethodPage, ReceiptPage, Review, TestcloudSubscription,
    TestcloudUpgrading,
};

/// Draws a page of one module.
pub type Draw = fn(Section) -> AnyView;

type Fetched = Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>>;

/// The code of some pages.
pub struct PageModule {
    fetch: fn() -> Fetched,
    draw: OnceLock<Draw>,
}

/// Makes a function whose code, with all that nothing else needs, becomes a module of the function's name.
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

/// Where everybody begins: the subscription, or what a role without billing sees in its place.
static SUBSCRIPTION: PageModule = PageModule::new(|| Box::pin(subscription()));
static UPGRADING: PageModule = PageModule::new(|| Box::pin(upgrading()));
/// The review with everything a payment may lead to: once it is there, paying depends on no further fetch of code.
static PAYING: PageModule = PageModule::new(|| Box::pin(paying()));

impl PageModule {
    const fn new(fetch: fn() -> Fetched) -> Self {
        Self { fetch, draw: OnceLock::new() }
    }

    /// The module of a page; `None` for what the main module draws.
    pub fn of(section: &Section) -> Option<&'static Self> {
        match section {
            Section::Settings => None,
            Section::Subscription | Section::PaymentMethod | Section::AccessDenied => Some(&SUBSCRIPTION),
            Section::Upgrade => Some(&UPGRADING),
            Section::Review | Section::Attempt(_) | Section::Receipt(_) => Some(&PAYING),
        }
    }

    /// The module that the step after a page of the walk needs.
    pub fn after(page: &Page) -> Option<&'static Self> {
        match page {
            Page::Organizations => Some(&SUBSCRIPTION),
            Page::Of(_, Section::Subscription) => Some(&UPGRADING),
            Page::Of(_, Section::Upgrade) => Some(&PAYING),
            Page::Home | Page::SignIn | Page::Help | Page::Unknown | Page::Of(..) => None,
        }
    }

    /// What draws its pages, once it has been fetched.
    pub fn draw(&self) -> Option<Draw> {
        self.draw.get().copied()
    }

    /// Fetches it, if that has not been done. `None` when it could not be fetched; asking again tries again.
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
