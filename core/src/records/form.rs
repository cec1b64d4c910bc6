//! A form, `application/x-www-form-urlencoded`, decoded once.

use percent_encoding::percent_decode;
use zeroize::Zeroizing;

/// What the field that holds the JSON is called.
const DATA: &[u8] = b"data";

/// The value of the field `data`: `None` where there is none, an error where two differ.
pub(super) fn data(form: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, Differ> {
    let mut found: Option<Zeroizing<Vec<u8>>> = None;
    for pair in form.split(|byte| *byte == b'&') {
        let equals = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = match equals {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &[] as &[u8]),
        };
        if *decoded(name) != *DATA {
            continue;
        }
        let value = decoded(value);
        match &found {
            None => found = Some(value),
            Some(first) if *first == value => {}
            Some(_) => return Err(Differ),
        }
    }
    Ok(found)
}

/// The field stands twice, with different values.
pub(super) struct Differ;

/// `+` is a space; a `%` that begins no escape stays. The buffer never grows: a copy of the key would
/// stay behind.
fn decoded(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let spaced: Zeroizing<Vec<u8>> = Zeroizing::new(
        text.iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte })
            .collect(),
    );
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.len()));
    decoded.extend(percent_decode(&spaced));
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_decoded_once() {
        for (form, expected) in [
            ("data=a+b%2Bc", Some("a b+c")),
            ("x=1&data=%252B", Some("%2B")),
            ("d%61ta=100%&y", Some("100%")),
            ("data=%zz%4", Some("%zz%4")),
            ("data", Some("")),
            ("data=a=b&data=a%3Db", Some("a=b")),
            ("Data=1", None),
            ("", None),
        ] {
            let data = data(form.as_bytes()).ok().unwrap();
            let data = data.map(|data| String::from_utf8(data.to_vec()).unwrap());
            assert_eq!(data.as_deref(), expected, "{form}");
        }
        assert!(data(b"data=1&data=2").is_err());
    }
}
