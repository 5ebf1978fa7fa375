use axum::http::StatusCode;
use axum::response::Response;

use super::card_entry::CardProblems;
use super::html::{Fill, escape, fill};
use super::layout::{back_link, render};
use super::test_card_table::rows;
use super::texts::Texts;
use crate::records::Session;

const FORM: &str = include_str!("files/checkout.html");

/// The problems that the form shows.
#[derive(Debug, Default)]
pub struct FormProblems {
    pub fields: CardProblems,
    /// Why the whole card was refused.
    pub card: Option<&'static str>,
}

struct Field<'a> {
    id: &'a str,
    problem: Option<&'static str>,
    has_hint: bool,
}

impl Field<'_> {
    fn error(&self) -> String {
        self.problem.map_or_else(String::new, |problem| {
            format!("<p class=\"error\" id=\"{}-error\">{}</p>\n", self.id, escape(problem))
        })
    }

    fn attributes(&self) -> String {
        let hint = self.has_hint.then(|| format!("{}-hint", self.id));
        let error = self.problem.map(|_| format!("{}-error", self.id));
        let ids: Vec<String> = [hint, error].into_iter().flatten().collect();
        let described =
            if ids.is_empty() { String::new() } else { format!(" aria-describedby=\"{}\"", ids.join(" ")) };
        let invalid = if self.problem.is_some() { " aria-invalid=\"true\"" } else { "" };
        format!("{described}{invalid}")
    }
}

/// The page with the form for a card. Nothing that was entered is shown again.
pub fn render_form(
    status: StatusCode,
    texts: &Texts,
    merchant: &str,
    session: &Session,
    problems: &FormProblems,
) -> Response {
    let fields = [
        Field { id: "number", problem: problems.fields.number.or(problems.card), has_hint: false },
        Field { id: "expiry", problem: problems.fields.expiry, has_hint: true },
        Field { id: "cvc", problem: problems.fields.cvc, has_hint: true },
    ];
    let [number, expiry, cvc] = &fields;
    let summary = summary(texts, &fields);
    let prefix = if summary.is_empty() { "" } else { texts.error_prefix };
    let intro = texts.setup_intro.replace("{merchant}", merchant);
    let back = session.cancel_url.as_ref().map(|address| back_link(texts, merchant, address));
    let [number_error, expiry_error, cvc_error] = [number.error(), expiry.error(), cvc.error()];
    let attributes = [number.attributes(), expiry.attributes(), cvc.attributes()];
    let content = fill(
        FORM,
        &[
            ("problems", Fill::Html(&summary)),
            ("title", Fill::Text(texts.setup_title)),
            ("intro", Fill::Text(&intro)),
            ("session", Fill::Text(&session.id)),
            ("number", Fill::Text(texts.number)),
            ("number_error", Fill::Html(&number_error)),
            ("number_attributes", Fill::Html(&attributes[0])),
            ("expiry", Fill::Text(texts.expiry)),
            ("expiry_hint", Fill::Text(texts.expiry_hint)),
            ("expiry_error", Fill::Html(&expiry_error)),
            ("expiry_attributes", Fill::Html(&attributes[1])),
            ("cvc", Fill::Text(texts.cvc)),
            ("cvc_hint", Fill::Text(texts.cvc_hint)),
            ("cvc_error", Fill::Html(&cvc_error)),
            ("cvc_attributes", Fill::Html(&attributes[2])),
            ("save", Fill::Text(texts.save)),
            ("back", Fill::Html(&back.unwrap_or_default())),
            ("test_cards", Fill::Text(texts.test_cards)),
            ("test_cards_hint", Fill::Text(texts.test_cards_hint)),
            ("card", Fill::Text(texts.card)),
            ("result", Fill::Text(texts.result)),
            ("choose", Fill::Text(texts.choose)),
            ("cards", Fill::Html(&rows(texts))),
        ],
    );
    let title = format!("{prefix}{}", texts.setup_title);
    render(status, texts, &title, &content, Some(&session.success_url))
}

/// The error summary, which has the focus. Empty without problems.
fn summary(texts: &Texts, fields: &[Field<'_>]) -> String {
    let links: String = fields
        .iter()
        .filter_map(|field| {
            let problem = field.problem?;
            Some(format!("<li><a href=\"#{}\">{}</a></li>\n", field.id, escape(problem)))
        })
        .collect();
    if links.is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"problems\" role=\"alert\" tabindex=\"-1\" autofocus>\n<h2>{}</h2>\n<ul>\n{links}</ul>\n</div>\n",
        escape(texts.problem)
    )
}
