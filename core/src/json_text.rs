//! Writes flat JSON objects, byte for byte as the rules say.

use std::fmt::Write;

/// A compact JSON object of texts and booleans, in the order in which they are added. Absent
/// values are left out.
pub(crate) struct JsonObject {
    out: String,
}

impl JsonObject {
    pub(crate) fn new() -> Self {
        Self { out: "{".into() }
    }

    pub(crate) fn text(mut self, key: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.key(key);
            write_text(value, &mut self.out);
        }
        self
    }

    pub(crate) fn flag(mut self, key: &str, value: Option<bool>) -> Self {
        if let Some(value) = value {
            self.key(key);
            self.out.push_str(if value { "true" } else { "false" });
        }
        self
    }

    pub(crate) fn finish(mut self) -> String {
        self.out.push('}');
        self.out
    }

    fn key(&mut self, key: &str) {
        if self.out.len() > 1 {
            self.out.push(',');
        }
        write_text(key, &mut self.out);
        self.out.push(':');
    }
}

/// A JSON string: `"`, `\` and U+0000–U+001F escaped, everything else raw.
fn write_text(text: &str, out: &mut String) {
    out.reserve(text.len() + 2);
    out.push('"');
    let mut raw_from = 0;
    // Whatever is escaped is one byte of ASCII, so every slice ends on a character's border.
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x08 => "\\b",
            b'\t' => "\\t",
            b'\n' => "\\n",
            0x0C => "\\f",
            b'\r' => "\\r",
            0x00..=0x1F => "",
            _ => continue,
        };
        out.push_str(&text[raw_from..at]);
        raw_from = at + 1;
        if escape.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&text[raw_from..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_as_serde_json_does() {
        let below: String = ('\0'..'\u{180}').collect();
        for text in [
            "",
            "\"",
            "\\u0041",
            "a\u{2028}b\u{7F}",
            "नमस्ते 😀\n",
            below.as_str(),
        ] {
            let mut out = String::new();
            write_text(text, &mut out);
            assert_eq!(out, serde_json::to_string(text).unwrap());
        }
    }

    #[test]
    fn absent_values_are_left_out() {
        let object = JsonObject::new()
            .text("a", None)
            .text("b", Some("1"))
            .flag("c", None)
            .flag("d", Some(false));
        assert_eq!(object.finish(), r#"{"b":"1","d":false}"#);
        assert_eq!(JsonObject::new().finish(), "{}");
    }
}
