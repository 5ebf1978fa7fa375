use leptos::prelude::*;

use crate::{
    components::NoticeView,
    state::{Task, session::use_session},
    text::{self, entry},
    view::{clicked, live_view},
};

/// The signed-in user and the sign-out button.
#[component]
pub fn AccountMenu() -> AnyView {
    let session = use_session();
    let sign_out = Task::new(move |()| async move {
        match session.api().sign_out().await {
            Ok(()) => {
                session.end();
                None
            }
            Err(error) => Some(text::notice_for(&error)),
        }
    });
    let failed = move || sign_out.notice().map(|notice| view! { <NoticeView notice/> }).into_any();
    let menu = move || {
        let Some(user) = session.user.get() else { return ().into_any() };
        let initials: String =
            [&user.first_name, &user.last_name].into_iter().filter_map(|name| name.chars().next()).collect();
        view! {
                <button type="button" class="initials" popovertarget="account">
                    <span aria-hidden="true">{initials}</span>
                    <span class="visually-hidden">{entry::account_menu(&user.full_name)}</span>
                </button>
                <div id="account" class="menu" popover>
                    <p>
                        <strong><bdi>{user.full_name}</bdi></strong>
                        <small class="soft">{user.email}</small>
                    </p>
                    <button type="button" class="button secondary wide" on:click=clicked(move || sign_out.start(()))>{entry::sign_out()}</button>
                    {live_view(failed)}
                </div>
            }
            .into_any()
    };
    live_view(menu)
}
