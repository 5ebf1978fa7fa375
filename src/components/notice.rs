use leptos::prelude::*;

use crate::text;

/// How a notice is meant; the words say it too, so colour is never alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// It worked.
    Good,
    /// Something wants attention.
    Warning,
    /// Something failed.
    Error,
}

impl Tone {
    /// The value of `data-tone`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What happened, whether money moved, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// What happened, in a few words.
    pub title: String,
    /// Whether money moved and what to do.
    pub body: String,
    /// Whether trying again may help.
    pub retry: bool,
    /// Names the request in the service's log, for those who ask for help.
    pub reference: Option<String>,
}

/// Shows a notice. One that failed is read out at once, others wait their turn.
#[component]
pub fn NoticeView(
    /// What to show.
    notice: Notice,
    /// Tries again; without it there is no button.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// What else can be done: links and buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let role = if notice.tone == Tone::Error { "alert" } else { "status" };
    let retry = on_retry.filter(|_| notice.retry).map(|retry| {
        view! {
            <button type="button" class="button secondary small" on:click=move |_| retry.run(())>
                {text::TRY_AGAIN}
            </button>
        }
    });
    let reference = notice.reference.map(|id| view! { <small class="soft">{text::reference(&id)}</small> });
    let footer = (retry.is_some() || children.is_some() || reference.is_some())
        .then(|| view! { <footer>{retry}{children.map(|children| children())}{reference}</footer> });
    view! {
        <div class="notice" role=role data-tone=notice.tone.as_str()>
            <div>
                <strong>{notice.title}</strong>
                <p>{notice.body}</p>
            </div>
            {footer}
        </div>
    }
    .into_any()
}
