use std::collections::BTreeMap;

use url::form_urlencoded::Serializer;

/// A form in Stripe's encoding: `name[key]=value` for maps, `name[]=value` for lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    pub fn field(mut self, name: &str, value: impl ToString) -> Self {
        self.0.push((name.to_owned(), value.to_string()));
        self
    }

    pub fn optional(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    pub fn map(mut self, name: &str, entries: &BTreeMap<String, String>) -> Self {
        self.0.extend(entries.iter().map(|(key, value)| (format!("{name}[{key}]"), value.clone())));
        self
    }

    /// The form as a body or a query string. The same form has the same bytes.
    pub fn encode(&self) -> String {
        Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_and_lists_use_brackets_and_values_are_escaped() {
        let metadata = BTreeMap::from([("attempt".to_owned(), "att_1 & more".to_owned())]);

        let form = Form::default()
            .field("amount", 500)
            .field("expand[]", "latest_charge")
            .optional("name", None::<&str>)
            .map("metadata", &metadata);

        assert_eq!(
            form.encode(),
            "amount=500&expand%5B%5D=latest_charge&metadata%5Battempt%5D=att_1+%26+more"
        );
    }
}
