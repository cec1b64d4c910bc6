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

    #[test]
    fn a_query_is_decoded_as_php_does() {
        for (query, expected) in [
            (
                "comments=call+back&did=%2B91",
                &[("comments", "call back"), ("did", "+91")][..],
            ),
            ("ucid=1&ucid=2", &[("ucid", "2")]),
            ("agentid=a&agentID=b", &[("agentID", "b"), ("agentid", "a")]),
            (
                "a=100%&b=%zz&c=%ff",
                &[("a", "100%"), ("b", "%zz"), ("c", "\u{fffd}")],
            ),
            ("a&b=&&=x&c=1=2", &[("a", ""), ("b", ""), ("c", "1=2")]),
            ("a.b=1&c+d=%", &[("a_b", "1"), ("c_d", "%")]),
        ] {
            let owned = expected
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()));
            assert_eq!(from_query(query), owned.collect(), "{query}");
        }
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
        let owned = expected.map(|(name, value)| (name.into(), value.into()));
        assert_eq!(read, Some(owned.into()));
    }
}
