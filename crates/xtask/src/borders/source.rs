use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::failure::{Context, Outcome};

/// A path, a name or a macro that a source file uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The path from its root, relative beginnings resolved.
    pub path: Vec<String>,
    /// Whether it is called as a macro.
    pub is_macro: bool,
    pub line: usize,
}

/// Everything a file uses, whether in a `use`, inside `view!`, or spelled out.
///
/// `module` is the file's own module path, by which `self` and `super` are resolved.
///
/// # Errors
/// When the file is not Rust.
pub fn uses(text: &str, module: &[&str]) -> Outcome<Vec<Use>> {
    let tokens: TokenStream = text.parse().context(|| "not Rust".into())?;
    let mut reader = Reader { module: module.iter().map(ToString::to_string).collect(), found: Vec::new() };
    reader.read(tokens);
    Ok(reader.found)
}

struct Reader {
    module: Vec<String>,
    found: Vec<Use>,
}

impl Reader {
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = match &tokens[at] {
                TokenTree::Ident(word) if word == "use" => self.tree(&tokens, at + 1, &[]),
                TokenTree::Ident(word) if word == "mod" => self.module(&tokens, at + 1),
                TokenTree::Ident(_) => self.spelled_out(&tokens, at),
                TokenTree::Group(group) => {
                    self.read(group.stream());
                    at + 1
                }
                _ => at + 1,
            };
        }
    }

    fn module(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
            (tokens.get(at), tokens.get(at + 1))
        {
            self.module.push(name.to_string());
            self.read(body.stream());
            self.module.pop();
            return at + 2;
        }
        at + 1
    }

    /// One branch of a `use` tree up to its comma or semicolon; answers where the next one begins.
    fn tree(&mut self, tokens: &[TokenTree], mut at: usize, prefix: &[String]) -> usize {
        let mut path = prefix.to_vec();
        let mut line = 0;
        let mut closed = false;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Ident(word) if word == "as" => {
                    at += 1;
                }
                TokenTree::Ident(word) => {
                    line = word.span().start().line;
                    path.push(word.to_string());
                }
                TokenTree::Punct(mark) if mark.as_char() == '*' => path.push("*".to_owned()),
                TokenTree::Punct(mark) if matches!(mark.as_char(), ',' | ';') => break,
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let branches: Vec<TokenTree> = group.stream().into_iter().collect();
                    let mut next = 0;
                    while next < branches.len() {
                        next = self.tree(&branches, next, &path);
                    }
                    closed = true;
                }
                _ => {}
            }
        }
        if !closed && path.len() > prefix.len() {
            self.note(path, false, line);
        }
        at
    }

    fn spelled_out(&mut self, tokens: &[TokenTree], mut at: usize) -> usize {
        let mut path = Vec::new();
        let line = tokens[at].span().start().line;
        while let Some(TokenTree::Ident(word)) = tokens.get(at) {
            path.push(word.to_string());
            at += 1;
            if !(is(tokens.get(at), ':') && is(tokens.get(at + 1), ':')) {
                break;
            }
            at += 2;
        }
        let is_macro = is(tokens.get(at), '!') && matches!(tokens.get(at + 1), Some(TokenTree::Group(_)));
        self.note(path, is_macro, line);
        at
    }

    fn note(&mut self, path: Vec<String>, is_macro: bool, line: usize) {
        let path = match path.first().map(String::as_str) {
            Some("self" | "super") if path.len() > 1 => self.resolved(path),
            Some("testcloud_upgrading") => {
                ["crate".to_owned()].into_iter().chain(path.into_iter().skip(1)).collect()
            }
            _ => path,
        };
        self.found.push(Use { path, is_macro, line });
    }

    fn resolved(&self, path: Vec<String>) -> Vec<String> {
        let ups = path.iter().filter(|word| *word == "super").count();
        let kept = self.module.len().saturating_sub(ups);
        let rest = path.into_iter().skip_while(|word| matches!(word.as_str(), "self" | "super"));
        ["crate".to_owned()].into_iter().chain(self.module[..kept].iter().cloned()).chain(rest).collect()
    }
}

fn is(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == mark)
}

#[cfg(test)]
mod tests {
    use super::uses;

    fn paths(text: &str) -> Vec<String> {
        let found = uses(text, &["components", "pay_button"]).unwrap();
        found.into_iter().map(|used| used.path.join("::")).collect()
    }

    #[test]
    fn a_use_tree_names_every_leaf() {
        assert_eq!(paths("use a::{b, c::{d as e, *}};"), ["a::b", "a::c::d", "a::c::*"]);
    }

    #[test]
    fn super_and_self_are_resolved() {
        assert_eq!(
            paths("use super::super::api; use self::x::y;"),
            ["crate::api", "crate::components::pay_button::x::y"]
        );
    }

    #[test]
    fn an_inner_module_is_one_step_deeper() {
        assert!(
            paths("mod tests { use super::super::text; }").contains(&"crate::components::text".to_owned())
        );
    }

    #[test]
    fn a_path_inside_a_macro_is_seen() {
        assert!(
            paths("fn a() { view! { <p>{move || crate::api::now()}</p> } }")
                .contains(&"crate::api::now".to_owned())
        );
    }

    #[test]
    fn the_library_by_its_own_name_is_the_crate() {
        assert_eq!(paths("use testcloud_upgrading::api::ApiClient;"), ["crate::api::ApiClient"]);
    }

    #[test]
    fn comments_and_strings_are_not_uses() {
        assert_eq!(
            paths("// use gloo_net::http;\n const A: &str = \"web_sys::Window\";").join(" "),
            "const A str"
        );
    }
}
