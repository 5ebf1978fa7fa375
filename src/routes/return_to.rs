/// An address to go to after sign-in, when it is a path of this origin and nothing else.
///
/// It arrives in the query, so anybody can write it. A browser drops tabs and line ends, reads a backslash as a slash
/// and takes `//host` for another site; all of that is refused rather than cleaned.
#[must_use]
pub fn safe_return(asked: &str) -> Option<String> {
    let is_path = asked.starts_with('/') && !asked.starts_with("//");
    let is_plain = asked.len() <= 2_048 && asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let leads_back = asked.contains("/sign-in");
    (is_path && is_plain && !leads_back).then(|| asked.to_owned())
}

#[cfg(test)]
mod tests {
    use super::safe_return;

    #[test]
    fn a_path_with_its_query_is_kept() {
        let path = "/organizations/101/settings/subscription-management/testcloud/upgrade?add=3&code=LEAP15";
        assert_eq!(safe_return(path).as_deref(), Some(path));
    }

    #[test]
    fn what_could_leave_this_origin_is_refused() {
        for asked in [
            "",
            "organizations",
            "//evil.example",
            "/\\evil.example",
            "https:\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://ok@evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/ /evil.example",
            "/\u{ff0f}evil.example",
            "/sign-in?return=/sign-in",
        ] {
            assert_eq!(safe_return(asked), None, "{asked}");
        }
    }
}
