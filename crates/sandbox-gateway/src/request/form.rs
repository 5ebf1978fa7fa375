use std::collections::BTreeMap;

use url::form_urlencoded;

/// The deepest nesting of a parameter.
const MAX_DEPTH: usize = 5;

/// A parameter: text, or named parameters. A list has its places as names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    Text(String),
    Nested(Parameters),
}

/// The parameters of a request, by name.
pub type Parameters = BTreeMap<String, Parameter>;

/// Why parameters cannot be parsed: the name of the first invalid one.
#[derive(Debug, PartialEq, Eq)]
pub struct InvalidName(pub String);

/// Parses `a=1&b[c]=2&d[]=3&e[0]=4`.
///
/// # Errors
/// When a name is malformed, nested too deeply, or used both as text and as a parent.
pub fn parse(encoded: &[u8]) -> Result<Parameters, InvalidName> {
    let mut parameters = Parameters::new();
    for (name, value) in form_urlencoded::parse(encoded) {
        let invalid = || InvalidName(name.chars().take(100).collect());
        let path = segments(&name).ok_or_else(invalid)?;
        insert(&mut parameters, &path, value.into_owned()).ok_or_else(invalid)?;
    }
    Ok(parameters)
}

/// The parameters in one form for each meaning, for comparing two requests.
pub fn canonical(parameters: &Parameters) -> String {
    fn write(parameters: &Parameters, prefix: &str, text: &mut String) {
        for (name, parameter) in parameters {
            let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
            let name = format!("{prefix}[{name}]");
            match parameter {
                Parameter::Text(value) => {
                    let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
                    text.push_str(&format!("{name}={value}&"));
                }
                Parameter::Nested(nested) => write(nested, &name, text),
            }
        }
    }
    let mut text = String::new();
    write(parameters, "", &mut text);
    text
}

fn segments(name: &str) -> Option<Vec<&str>> {
    let (first, mut rest) = match name.find('[') {
        Some(place) => name.split_at(place),
        None => (name, ""),
    };
    let mut path = vec![first];
    while !rest.is_empty() {
        let (segment, after) = rest.strip_prefix('[')?.split_once(']')?;
        path.push(segment);
        rest = after;
    }
    (!first.is_empty() && path.len() <= MAX_DEPTH).then_some(path)
}

fn insert(parameters: &mut Parameters, path: &[&str], value: String) -> Option<()> {
    let (first, rest) = path.split_first()?;
    // `a[]` appends to a list. Four digits keep the places in order.
    let name = match first.parse::<u16>() {
        _ if first.is_empty() => format!("{:04}", parameters.len()),
        Ok(place) => format!("{place:04}"),
        Err(_) => (*first).to_owned(),
    };
    if rest.is_empty() {
        let is_nested = matches!(parameters.get(&name), Some(Parameter::Nested(_)));
        parameters.insert(name, Parameter::Text(value));
        return (!is_nested).then_some(());
    }
    match parameters.entry(name).or_insert_with(|| Parameter::Nested(Parameters::new())) {
        Parameter::Nested(nested) => insert(nested, rest, value),
        Parameter::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_with_and_without_places_are_equal() {
        let appended = parse(b"a[]=x&a[]=y&metadata[b c]=1").unwrap();
        let placed = parse(b"metadata%5Bb+c%5D=1&a%5B0%5D=x&a[1]=y").unwrap();

        assert_eq!(appended, placed);
        assert_eq!(canonical(&appended), "[a][0000]=x&[a][0001]=y&[metadata][b+c]=1&");
    }

    #[test]
    fn malformed_and_contradicting_names_are_refused() {
        for encoded in ["[a]=1", "a[b=1", "a[b]c=1", "=1", "a=1&a[b]=2", "a[b]=1&a=2", "a[b][c][d][e][f]=1"] {
            assert!(parse(encoded.as_bytes()).is_err(), "{encoded}");
        }
    }

    #[test]
    fn separators_in_a_value_do_not_make_two_requests_equal() {
        let one = canonical(&parse(b"a=1%26%5Bb%5D%3D2").unwrap());
        let two = canonical(&parse(b"a=1&b=2").unwrap());

        assert_ne!(one, two);
    }
}
