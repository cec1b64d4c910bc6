//! Parameters as the vendor's servers read them: PHP's query strings and the POST API's JSON
//! bodies.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Decoded parameters by name, in the case in which they were sent.
pub(crate) type Parameters = BTreeMap<String, String>;

/// Decodes a query string as PHP fills `$_GET`.
///
/// `+` is a space, `%XX` a byte, a bad escape stays as it is, bytes that are not UTF-8 become
/// U+FFFD, and the last of several values wins. In names a dot or a space becomes `_`, as PHP does.
/// Arrays (`a[]=1`) are not supported: such a name is kept as text.
pub(crate) fn from_query(query: &str) -> Parameters {
    form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| {
            (
                name.trim_start().replace(['.', ' '], "_"),
                value.into_owned(),
            )
        })
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

/// Reads a JSON object's texts; a number or a boolean counts as its JSON text, `null` and what
/// nests as absent.
///
/// `None` when the body is not a JSON object.
pub(crate) fn from_json(body: &[u8]) -> Option<Parameters> {
    let object: Map<String, Value> = serde_json::from_slice(body).ok()?;
    let texts = object.into_iter().filter_map(|(name, value)| match value {
        Value::String(text) => Some((name, text)),
        Value::Bool(_) | Value::Number(_) => Some((name, value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    });
    Some(texts.collect())
}

/// A parameter's value; one that is absent, empty or only white space is `None`.
pub(crate) fn text<'a>(parameters: &'a Parameters, name: &str) -> Option<&'a str> {
    let value = parameters.get(name)?;
    if value.trim().is_empty() {
        None
    } else {
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn decodes(query: &str, expected: &[(&str, &str)]) {
        let expected: Parameters = expected
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect();
        assert_eq!(from_query(query), expected, "{query}");
    }

    #[test]
    fn plus_is_a_space_and_an_escaped_plus_is_a_plus() {
        decodes(
            "comments=call+back&did=%2B91",
            &[("comments", "call back"), ("did", "+91")],
        );
    }

    #[test]
    fn last_of_several_values_wins() {
        decodes("ucid=1&ucid=2", &[("ucid", "2")]);
    }

    #[test]
    fn names_keep_their_case() {
        decodes("agentid=a&agentID=b", &[("agentID", "b"), ("agentid", "a")]);
    }

    #[test]
    fn bad_escapes_stay_and_bad_utf8_is_replaced() {
        decodes(
            "a=100%&b=%zz&c=%ff&d=%",
            &[("a", "100%"), ("b", "%zz"), ("c", "\u{fffd}"), ("d", "%")],
        );
    }

    #[test]
    fn a_name_without_a_value_is_empty() {
        decodes("a&b=&&=x&c=1=2", &[("a", ""), ("b", ""), ("c", "1=2")]);
    }

    #[test]
    fn dots_and_spaces_in_names_become_underscores() {
        decodes("a.b=1&c+d=2", &[("a_b", "1"), ("c_d", "2")]);
    }

    #[test]
    fn a_body_that_is_not_an_object_has_no_parameters() {
        for body in ["", "[1]", "\"x\"", "{\"a\":1", "\u{feff}{}"] {
            assert_eq!(from_json(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn json_numbers_and_booleans_count_as_texts() {
        let read = from_json(br#"{"ucid":81,"autoRelease":true,"comments":null,"x":{}}"#);
        let expected = [("autoRelease", "true"), ("ucid", "81")];
        assert_eq!(
            read,
            Some(
                expected
                    .map(|(name, value)| (name.into(), value.into()))
                    .into()
            )
        );
    }
}
