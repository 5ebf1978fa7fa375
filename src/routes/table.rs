use leptos::prelude::*;
use leptos_router::{
    components::{ParentRoute, Route, Routes},
    path,
};

use crate::pages::{
    AttemptStatus, Home, NotFound, OrganizationsPage, PaymentMethodPage, ReceiptPage, Review, SettingsHome,
    SettingsShell, SignInPage, SignedIn, TestcloudSubscription, TestcloudUpgrading,
};

/// Which address shows which page.
#[component]
pub fn Table() -> AnyView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/") view=Home/>
            <Route path=path!("/sign-in") view=SignInPage/>
            <ParentRoute path=path!("") view=SignedIn>
                <Route path=path!("/organizations") view=OrganizationsPage/>
                <ParentRoute path=path!("/organizations/:org/settings") view=SettingsShell>
                    <Route path=path!("") view=SettingsHome/>
                    <Route path=path!("/payment-method") view=PaymentMethodPage/>
                    <Route path=path!("/subscription-management/testcloud") view=TestcloudSubscription/>
                    <Route path=path!("/subscription-management/testcloud/upgrade") view=TestcloudUpgrading/>
                    <Route path=path!("/subscription-management/testcloud/upgrade/review") view=Review/>
                    <Route path=path!("/subscription-management/testcloud/attempts/:attempt") view=AttemptStatus/>
                    <Route path=path!("/subscription-management/testcloud/receipts/:number") view=ReceiptPage/>
                </ParentRoute>
            </ParentRoute>
        </Routes>
    }
    .into_any()
}
