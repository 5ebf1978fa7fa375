use std::collections::BTreeSet;

use fluent_syntax::ast::{
    Expression, InlineExpression, Message as Parsed, Pattern, PatternElement, VariantKey,
};

use crate::{
    compact::{self, END, NEXT, SELECT},
    language::CATEGORIES,
};

/// The kind of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, which is inserted unchanged or selects a variant by its key.
    Text,
    /// A number, which is formatted for the locale and selects a variant by the plural rules.
    Number,
}

/// A variable of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    pub name: String,
    pub kind: Kind,
}

/// A selection in a message: its variable and its variant keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    pub on: String,
    pub keys: BTreeSet<String>,
    pub default: String,
}

impl Selection {
    /// Returns whether the selection is by plural category or exact number.
    pub fn is_plural(&self) -> bool {
        self.keys.iter().all(|key| CATEGORIES.contains(&key.as_str()) || is_number(key))
    }
}

/// Returns whether a key is an exact number.
pub fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// The variables and selections of a message.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Variables in the order of their first use.
    pub variables: Vec<String>,
    pub selections: Vec<Selection>,
}

impl Shape {
    /// Analyzes a message.
    ///
    /// # Errors
    /// Returns a description of the first construct that the catalogs do not support.
    pub fn of(message: &Parsed<String>) -> Result<Self, String> {
        if !message.attributes.is_empty() {
            return Err("attributes are not supported".to_owned());
        }
        let pattern = message.value.as_ref().ok_or("the message has no text")?;
        let mut shape = Self::default();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => check_text(value)?,
                PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                    shape.add_variable(variable(inline)?);
                }
                PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                    let on = variable(selector)?;
                    shape.add_variable(on);
                    let (mut keys, mut default) = (BTreeSet::new(), String::new());
                    for variant in variants {
                        let key = key(&variant.key).to_owned();
                        if variant.default {
                            default.clone_from(&key);
                        }
                        if !keys.insert(key.clone()) {
                            return Err(format!("duplicate variant [{key}]"));
                        }
                        shape.add_variant(&variant.value)?;
                    }
                    shape.selections.push(Selection { on: on.to_owned(), keys, default });
                }
            }
        }
        Ok(shape)
    }

    fn add_variant(&mut self, pattern: &Pattern<String>) -> Result<(), String> {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => check_text(value)?,
                PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                    self.add_variable(variable(inline)?);
                }
                PatternElement::Placeable { expression: Expression::Select { .. } } => {
                    return Err("a selection inside a selection is not supported".to_owned());
                }
            }
        }
        Ok(())
    }

    fn add_variable(&mut self, name: &str) {
        if !self.variables.iter().any(|known| known == name) {
            self.variables.push(name.to_owned());
        }
    }
}

fn check_text(text: &str) -> Result<(), String> {
    if text.chars().any(char::is_control) {
        return Err("the text has several lines or contains a control character".to_owned());
    }
    Ok(())
}

fn variable(expression: &InlineExpression<String>) -> Result<&str, String> {
    match expression {
        InlineExpression::VariableReference { id } => Ok(&id.name),
        _ => Err("only variables can be inserted or selected on".to_owned()),
    }
}

fn key(key: &VariantKey<String>) -> &str {
    match key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}

/// Returns the compact form of a message that [`Shape::of`] accepted.
///
/// # Errors
/// Returns a description if the message uses a variable that is not one of the arguments.
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
                out.push(argument_char(variable(inline)?, arguments)?);
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                out.push(SELECT);
                out.push(argument_char(variable(selector)?, arguments)?);
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

fn argument_char(name: &str, arguments: &[Argument]) -> Result<char, String> {
    let index = arguments.iter().position(|argument| argument.name == name);
    index.and_then(compact::argument).ok_or_else(|| format!("the English message has no variable ${name}"))
}
