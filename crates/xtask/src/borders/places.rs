use super::source::Use;

/// A part of the sources and its import rules.
pub struct Place {
    /// A folder or file, relative to the workspace root.
    pub path: &'static str,
    /// Files inside it to which the rules of another place apply.
    pub except: &'static [&'static str],
    pub bans: &'static [Ban],
}

/// An item that a place must not use.
pub enum Ban {
    /// A path and everything below it, except for the listed paths.
    Path(&'static str, &'static [&'static str]),
    /// A name at any position in a path.
    Name(&'static str),
    /// A macro.
    Macro(&'static str),
}

use Ban::{Macro, Name, Path};

const NONE: &[&str] = &[];

/// The import rules of all places.
pub const PLACES: &[Place] = &[
    Place {
        path: "crates/billing/src",
        except: NONE,
        bans: &[
            Path(
                "std",
                &[
                    "std::fmt",
                    "std::error",
                    "std::str",
                    "std::ops",
                    "std::cmp",
                    "std::num",
                    "std::collections",
                    "std::borrow",
                    "std::iter",
                    "std::convert",
                    "std::hash",
                    "std::marker",
                    "std::mem",
                    "std::string",
                    "std::vec",
                    "std::option",
                    "std::result",
                    "std::array",
                    "std::slice",
                    "std::char",
                    "std::boxed",
                    "std::rc",
                    "std::sync",
                ],
            ),
            Path("rand", NONE),
            Path("leptos", NONE),
            Path("js_sys", NONE),
            Path("web_sys", NONE),
            Path("tokio", NONE),
            Name("f32"),
            Name("f64"),
            Name("async"),
            Name("SystemTime"),
        ],
    },
    Place {
        path: "crates/contract/src",
        except: NONE,
        bans: &[
            Path("leptos", NONE),
            Path("axum", NONE),
            Path("gloo_net", NONE),
            Path("web_sys", NONE),
            Path("sqlx", NONE),
        ],
    },
    Place {
        path: "crates/backend/src",
        except: NONE,
        bans: &[
            Path("crate::pages", NONE),
            Path("leptos", NONE),
            Path("gloo_net", NONE),
            Path("web_sys", NONE),
        ],
    },
    Place {
        path: "src/platform",
        except: NONE,
        bans: &[
            Path("crate::api", NONE),
            Path("crate::state", NONE),
            Path("crate::components", NONE),
            Path("crate::pages", NONE),
            Path("crate::routes", NONE),
            Path("gloo_net", NONE),
            Path("contract", NONE),
            Path("leptos_router", NONE),
            Macro("view"),
        ],
    },
    Place {
        path: "src/api",
        except: &["src/api/transport.rs"],
        bans: &[
            Path("gloo_net", NONE),
            Path("web_sys", &["web_sys::AbortController", "web_sys::AbortSignal"]),
            Path("crate::state", NONE),
            Path("crate::components", NONE),
            Path("crate::pages", NONE),
            Path("crate::platform", NONE),
            Path("leptos", NONE),
            Path("leptos_router", NONE),
            Macro("view"),
        ],
    },
    Place {
        path: "src/api/transport.rs",
        except: NONE,
        bans: &[
            Path("web_sys", &["web_sys::AbortController", "web_sys::AbortSignal"]),
            Path("crate::state", NONE),
            Path("crate::components", NONE),
            Path("crate::pages", NONE),
            Path("leptos", NONE),
        ],
    },
    Place {
        path: "src/state",
        except: NONE,
        bans: &[
            Macro("view"),
            Path("web_sys", NONE),
            Path("gloo_net", NONE),
            Path("crate::components", NONE),
            Path("crate::layout", NONE),
            Path("crate::pages", NONE),
        ],
    },
    Place {
        path: "src/layout",
        except: NONE,
        bans: &[
            Path("crate::pages", NONE),
            Path("crate::app", NONE),
            Path("gloo_net", NONE),
            Path("web_sys", NONE),
            Path("rust_decimal", NONE),
        ],
    },
    Place {
        path: "src/components",
        except: NONE,
        bans: &[
            Path("crate::api", NONE),
            Path("crate::state", NONE),
            Path("crate::pages", NONE),
            Path("crate::layout", NONE),
            Path("crate::app", NONE),
            Path("leptos_router", &["leptos_router::components::A"]),
            Path("gloo_net", NONE),
            Path("web_sys", NONE),
            Path("rust_decimal", NONE),
            Name("use_context"),
            Name("expect_context"),
            Name("provide_context"),
        ],
    },
    Place {
        path: "src/pages",
        except: NONE,
        bans: &[
            Path("crate::app", NONE),
            Path("gloo_net", NONE),
            Path("web_sys", NONE),
            Path("rust_decimal", NONE),
        ],
    },
    Place {
        path: "src",
        except: &["src/api/transport.rs"],
        bans: &[Path("gloo_net", NONE), Path("backend", NONE)],
    },
];

impl Ban {
    /// Returns whether a use violates this rule.
    pub fn forbids(&self, used: &Use) -> bool {
        match self {
            Path(path, except) => {
                starts_with(used, path) && !except.iter().any(|allowed| starts_with(used, allowed))
            }
            Name(name) => used.path.iter().any(|segment| segment == name),
            Macro(name) => used.is_macro && used.path.last().is_some_and(|segment| segment == name),
        }
    }

    /// Returns a description of the forbidden item.
    pub fn subject(&self) -> String {
        match self {
            Path(path, []) => (*path).to_owned(),
            Path(path, allowed) if allowed.len() < 4 => format!("{path} (except {})", allowed.join(", ")),
            Path(path, _) => format!("{path} (except allowed modules)"),
            Name(name) => (*name).to_owned(),
            Macro(name) => format!("{name}!"),
        }
    }
}

fn starts_with(used: &Use, path: &str) -> bool {
    let mut segments = used.path.iter();
    // A single name is not a use of the crate, because a local variable can have the same name.
    (used.path.len() > 1 || path.contains("::"))
        && path.split("::").all(|wanted| segments.next().is_some_and(|is| is == wanted))
}
