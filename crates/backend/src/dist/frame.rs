use std::collections::BTreeSet;

use super::page::{content_security_policy, with_ancestors};

const MOUNT: &str = "<div id=\"testcloud-upgrading\"";
const STOPPED: &str = "<div id=\"tcu-stopped\"";

/// The page of a portal's frame: the built `frame.html` with a separate stylesheet, so that the page itself is small
/// enough to be made for each request.
#[derive(Debug)]
pub struct FrameDocument {
    html: String,
    base_path: String,
}

/// What the page of one frame contains. Public, except for the nonce, which is useless without a code.
#[derive(Clone, Copy, Debug)]
pub struct FrameContent<'a> {
    /// The id of the embed client.
    pub client: &'a str,
    /// The name of the portal.
    pub portal: &'a str,
    /// The organization of the frame.
    pub organization: i64,
    /// The origins that may embed the frame.
    pub origins: &'a BTreeSet<String>,
    /// The sealed nonce of this document.
    pub nonce: &'a str,
}

impl FrameDocument {
    /// Makes the page from the built one, and returns it with the content of its stylesheet. `stylesheet` is the name of
    /// that file. `None` if the built page lacks the elements that the frame needs.
    pub fn new(page: &str, stylesheet: impl Fn(&str) -> String, base_path: &str) -> Option<(Self, String)> {
        if !page.contains(MOUNT) {
            return None;
        }
        let (before, after) = page.split_once("<style>")?;
        let (styles, after) = after.split_once("</style>")?;
        let html = format!("{before}<link rel=\"stylesheet\" href=\"{}\">{after}", stylesheet(styles));
        let styles = styles.to_owned();
        let page = Self { html, base_path: base_path.to_owned() };
        Some((page, styles))
    }

    /// The HTML of one frame. `alone` is the path of the stand-alone page, for a browser that cannot start the app.
    pub fn html(&self, content: FrameContent<'_>, alone: &str) -> String {
        let FrameContent { client, portal, organization, origins, nonce } = content;
        let origins: Vec<_> = origins.iter().map(String::as_str).collect();
        let attributes = [
            ("client", client),
            ("portal", portal),
            ("organization", &organization.to_string()),
            ("origins", &origins.join(" ")),
            ("nonce", nonce),
        ];
        let attributes: String =
            attributes.iter().map(|(name, value)| format!(" data-{name}=\"{}\"", escaped(value))).collect();
        let link = format!(
            "<p><a href=\"{}\" target=\"_blank\" rel=\"noopener\">Open TestCloud Upgrading in a new tab</a></p>",
            escaped(alone)
        );
        let html = self.html.replacen(MOUNT, &format!("{MOUNT}{attributes}"), 1);
        with_link(&html, STOPPED, "</div>", &link)
            .and_then(|html| with_link(&html, "<noscript>", "</noscript>", &link))
            .unwrap_or(html)
    }

    /// The Content-Security-Policy for frames of these origins.
    pub fn policy(&self, origins: &BTreeSet<String>) -> String {
        with_ancestors(&content_security_policy(&self.html, &self.base_path), origins)
    }
}

/// Inserts a link before the end of an element.
fn with_link(html: &str, opening: &str, closing: &str, link: &str) -> Option<String> {
    let start = html.find(opening)?;
    let end = start + html[start..].find(closing)?;
    let (before, after) = html.split_at(end);
    Some(format!("{before}{link}{after}"))
}

/// Escapes a text for an attribute or an element.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<base href=\"/\"><style>.a{b:c}</style><div id=\"tcu-stopped\" hidden><p>Stopped.</p></div>\
        <noscript><p>No script.</p></noscript><div id=\"testcloud-upgrading\" class=\"app\"></div><script>start()</script>";

    fn origins() -> BTreeSet<String> {
        ["https://b.example", "https://a.example"].map(str::to_owned).into()
    }

    #[test]
    fn page_of_a_frame_has_its_settings() {
        let (page, styles) = FrameDocument::new(PAGE, |_| "embed/a.css".to_owned(), "").unwrap();
        let content = FrameContent {
            client: "testops",
            portal: "A & \"B\"",
            organization: 101,
            origins: &origins(),
            nonce: "n.1",
        };

        let html = page.html(content, "/organizations/101");

        assert_eq!(styles, ".a{b:c}");
        assert_eq!(
            html,
            "<base href=\"/\"><link rel=\"stylesheet\" href=\"embed/a.css\"><div id=\"tcu-stopped\" hidden><p>Stopped.</p>\
             <p><a href=\"/organizations/101\" target=\"_blank\" rel=\"noopener\">Open TestCloud Upgrading in a new tab</a></p></div>\
             <noscript><p>No script.</p>\
             <p><a href=\"/organizations/101\" target=\"_blank\" rel=\"noopener\">Open TestCloud Upgrading in a new tab</a></p></noscript>\
             <div id=\"testcloud-upgrading\" data-client=\"testops\" data-portal=\"A &amp; &quot;B&quot;\" data-organization=\"101\" \
             data-origins=\"https://a.example https://b.example\" data-nonce=\"n.1\" class=\"app\"></div><script>start()</script>"
        );
        let policy = page.policy(&origins());
        assert!(policy.contains("; frame-ancestors https://a.example https://b.example;"), "{policy}");
        assert!(policy.contains("style-src 'self';"), "{policy}");
        assert_eq!(policy.matches("frame-ancestors").count(), 1);
    }

    #[test]
    fn page_without_the_elements_of_the_app_has_no_frame() {
        for page in ["", "<style></style>", &PAGE.replace("testcloud-upgrading", "other")] {
            assert!(FrameDocument::new(page, str::to_owned, "").is_none(), "{page}");
        }
    }
}
