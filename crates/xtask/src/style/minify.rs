/// Takes comments and needless white space out of a stylesheet; strings and `url(…)` stay as they are.
pub fn minify(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    let mut space = false;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            space = true;
        } else if next.is_ascii_whitespace() {
            rest = rest.trim_ascii_start();
            space = true;
        } else {
            let length = verbatim(rest).unwrap_or_else(|| next.len_utf8());
            let (token, after) = rest.split_at(length);
            append(&mut out, token, space);
            space = false;
            rest = after;
        }
    }
    out
}

fn append(out: &mut String, token: &str, space: bool) {
    if token == "}" {
        while out.ends_with(';') {
            out.pop();
        }
    }
    // A space before a colon separates a descendant from its pseudo-class, so only the one after it may go.
    let needless =
        out.is_empty() || out.ends_with(['{', '}', ';', ',', ':']) || matches!(token, "{" | "}" | ";" | ",");
    if space && !needless {
        out.push(' ');
    }
    out.push_str(token);
}

/// The length of a string or an unquoted address at the beginning, which must not be touched.
fn verbatim(rest: &str) -> Option<usize> {
    let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
    if let Some(quote) = quote {
        let mut escaped = false;
        for (at, character) in rest.char_indices().skip(1) {
            match character {
                '\\' if !escaped => escaped = true,
                end if end == quote && !escaped => return Some(at + quote.len_utf8()),
                _ => escaped = false,
            }
        }
        return Some(rest.len());
    }
    let address = rest.strip_prefix("url(")?;
    if address.starts_with(['"', '\'']) {
        return Some("url(".len());
    }
    Some(address.find(')').map_or(rest.len(), |end| "url(".len() + end + 1))
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn comments_and_white_space_go() {
        assert_eq!(
            minify("/* why */\n.a {\n  color: red;\n  margin: 0 auto;\n}\n"),
            ".a{color:red;margin:0 auto}"
        );
    }

    #[test]
    fn a_descendant_keeps_its_space_before_a_pseudo_class() {
        assert_eq!(minify(".a :hover { b: c }"), ".a :hover{b:c}");
    }

    #[test]
    fn sums_keep_the_spaces_they_need() {
        assert_eq!(minify("a { width: calc(1px + 2px) }"), "a{width:calc(1px + 2px)}");
    }

    #[test]
    fn strings_stay_as_they_are() {
        assert_eq!(
            minify(r#"a::after { content: "a /* b */  \" ;" }"#),
            r#"a::after{content:"a /* b */  \" ;"}"#
        );
    }

    #[test]
    fn addresses_stay_as_they_are() {
        assert_eq!(minify("a { background: url(data:x;y,/*z*/) }"), "a{background:url(data:x;y,/*z*/)}");
    }

    #[test]
    fn a_comment_between_words_still_separates_them() {
        assert_eq!(minify("a{margin:0/**/auto}"), "a{margin:0 auto}");
    }

    #[test]
    fn an_unclosed_comment_ends_the_sheet() {
        assert_eq!(minify("a{b:c} /* open"), "a{b:c}");
    }
}
