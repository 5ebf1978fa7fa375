use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::failure::{Context, Outcome};

/// A path, a name or a macro that a source file uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The absolute path, with `self` and `super` resolved.
    pub path: Vec<String>,
    /// Whether this is a macro call.
    pub is_macro: bool,
    pub line: usize,
}

/// Returns everything that a file uses: in `use` declarations, in macros such as `view!`, and as paths in code.
///
/// `module` is the module path of the file, to resolve `self` and `super`.
///
/// # Errors
/// Fails if the file is not valid Rust.
pub fn uses(text: &str, module: &[&str]) -> Outcome<Vec<Use>> {
    let tokens: TokenStream = text.parse().context(|| "invalid Rust".into())?;
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
                TokenTree::Ident(word) if word == "use" => self.read_use_tree(&tokens, at + 1, &[]),
                TokenTree::Ident(word) if word == "mod" => self.read_module(&tokens, at + 1),
                TokenTree::Ident(_) => self.read_path(&tokens, at),
                TokenTree::Group(group) => {
                    self.read(group.stream());
                    at + 1
                }
                _ => at + 1,
            };
        }
    }

    fn read_module(&mut self, tokens: &[TokenTree], at: usize) -> usize {
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

    /// Reads one branch of a `use` tree up to its comma or semicolon. Returns the position of the next branch.
    fn read_use_tree(&mut self, tokens: &[TokenTree], mut at: usize, prefix: &[String]) -> usize {
        let mut path = prefix.to_vec();
        let mut line = 0;
        let mut has_branches = false;
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
                        next = self.read_use_tree(&branches, next, &path);
                    }
                    has_branches = true;
                }
                _ => {}
            }
        }
        if !has_branches && path.len() > prefix.len() {
            self.add_use(path, false, line);
        }
        at
    }

    fn read_path(&mut self, tokens: &[TokenTree], mut at: usize) -> usize {
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
        self.add_use(path, is_macro, line);
        at
    }

    fn add_use(&mut self, path: Vec<String>, is_macro: bool, line: usize) {
        let path = match path.first().map(String::as_str) {
            Some("self" | "super") if path.len() > 1 => self.resolve(path),
            Some("testcloud_upgrading") => {
                ["crate".to_owned()].into_iter().chain(path.into_iter().skip(1)).collect()
            }
            _ => path,
        };
        self.found.push(Use { path, is_macro, line });
    }

    fn resolve(&self, path: Vec<String>) -> Vec<String> {
        let levels = path.iter().filter(|word| *word == "super").count();
        let kept = self.module.len().saturating_sub(levels);
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
    fn use_tree_contains_every_leaf() {
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
    fn inner_module_is_one_level_deeper() {
        assert!(
            paths("mod tests { use super::super::text; }").contains(&"crate::components::text".to_owned())
        );
    }

    #[test]
    fn paths_inside_macros_are_found() {
        assert!(
            paths("fn a() { view! { <p>{move || crate::api::now()}</p> } }")
                .contains(&"crate::api::now".to_owned())
        );
    }

    #[test]
    fn library_name_resolves_to_the_crate() {
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
