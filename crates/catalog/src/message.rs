use std::collections::BTreeSet;

use fluent_syntax::ast::{
    Expression, InlineExpression, Message as Parsed, Pattern, PatternElement, VariantKey,
};

use crate::{
    compact::{self, END, NEXT, SELECT},
    language::CATEGORIES,
};

/// What a variable of a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text that is put in as it is, or a word that selects a variant.
    Text,
    /// A number: it selects by the plural rules and is put in as it is written for the reader.
    Number,
}

/// A variable of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    pub name: String,
    pub kind: Kind,
}

/// A selection: on which variable, and with which keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    pub on: String,
    pub keys: BTreeSet<String>,
    pub default: String,
}

impl Selection {
    /// Whether it chooses by number.
    pub fn is_plural(&self) -> bool {
        self.keys.iter().all(|key| CATEGORIES.contains(&key.as_str()) || is_number(key))
    }
}

/// Whether a key is an exact number.
pub fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a pattern has in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Variables in the order of their first appearance.
    pub variables: Vec<String>,
    pub selections: Vec<Selection>,
}

impl Shape {
    /// Looks a message through.
    ///
    /// # Errors
    /// What the catalogs do not allow.
    pub fn of(message: &Parsed<String>) -> Result<Self, String> {
        if !message.attributes.is_empty() {
            return Err("attributes are not supported".to_owned());
        }
        let pattern = message.value.as_ref().ok_or("it has no text")?;
        let mut shape = Self::default();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => plain(value)?,
                PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                    shape.meet(variable(inline)?);
                }
                PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                    let on = variable(selector)?;
                    shape.meet(on);
                    let (mut keys, mut default) = (BTreeSet::new(), String::new());
                    for variant in variants {
                        let key = key(&variant.key).to_owned();
                        if variant.default {
                            default.clone_from(&key);
                        }
                        if !keys.insert(key.clone()) {
                            return Err(format!("it has two variants [{key}]"));
                        }
                        shape.meet_in_variant(&variant.value)?;
                    }
                    shape.selections.push(Selection { on: on.to_owned(), keys, default });
                }
            }
        }
        Ok(shape)
    }

    fn meet_in_variant(&mut self, pattern: &Pattern<String>) -> Result<(), String> {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => plain(value)?,
                PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                    self.meet(variable(inline)?);
                }
                PatternElement::Placeable { expression: Expression::Select { .. } } => {
                    return Err("a selection inside a selection is not supported".to_owned());
                }
            }
        }
        Ok(())
    }

    fn meet(&mut self, name: &str) {
        if !self.variables.iter().any(|known| known == name) {
            self.variables.push(name.to_owned());
        }
    }
}

fn plain(text: &str) -> Result<(), String> {
    if text.chars().any(char::is_control) {
        return Err("its text runs over several lines or holds a control character".to_owned());
    }
    Ok(())
}

fn variable(expression: &InlineExpression<String>) -> Result<&str, String> {
    match expression {
        InlineExpression::VariableReference { id } => Ok(&id.name),
        _ => Err("only variables can be put in or selected on".to_owned()),
    }
}

fn key(key: &VariantKey<String>) -> &str {
    match key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}

/// The compact form of a message whose shape is known to be good.
///
/// # Errors
/// When it names a variable that is not among the arguments.
pub fn compacted(message: &Parsed<String>, arguments: &[Argument]) -> Result<String, String> {
    let mut out = String::new();
    if let Some(pattern) = &message.value {
        write(&mut out, pattern, arguments)?;
    }
    Ok(out)
}

fn write(out: &mut String, pattern: &Pattern<String>, arguments: &[Argument]) -> Result<(), String> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => out.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                out.push(character(variable(inline)?, arguments)?);
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                out.push(SELECT);
                out.push(character(variable(selector)?, arguments)?);
                for variant in variants.iter().filter(|variant| !variant.default) {
                    out.push_str(key(&variant.key));
                    out.push(NEXT);
                    write(out, &variant.value, arguments)?;
                    out.push(NEXT);
                }
                for variant in variants.iter().filter(|variant| variant.default) {
                    write(out, &variant.value, arguments)?;
                }
                out.push(END);
            }
        }
    }
    Ok(())
}

fn character(name: &str, arguments: &[Argument]) -> Result<char, String> {
    let index = arguments.iter().position(|argument| argument.name == name);
    index.and_then(compact::argument).ok_or_else(|| format!("English puts no ${name} in here"))
}
