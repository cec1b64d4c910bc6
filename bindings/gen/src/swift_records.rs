//! Swift's structs for the bridge's records, and what makes one of the other.

use std::path::Path;
use std::{fs, io};

use askama::Template;

use crate::text::{camel, comment, pascal};
use crate::words::paragraphs;
use crate::{Generated, swift};

const FOLDER: &str = "bindings/swift/Sources/CloudAgentDisposition/Records";

#[derive(Template)]
#[template(path = "Record.swift", escape = "none")]
struct Record {
    name: &'static str,
    article: &'static str,
    doc: String,
    fields: Vec<Field>,
    /// Whether it has a JSON form, which a newer version may have written.
    is_stored: bool,
    /// Whether it is read from the bytes of an answer, too.
    is_answer: bool,
    /// Whether it is handed back.
    is_returned: bool,
    /// What it is called as the bridge's record: one of them has a field of the usual name.
    returned: &'static str,
}

impl Record {
    /// Whether the bridge's record may hold what this version does not know.
    fn is_judged(&self) -> bool {
        self.fields
            .iter()
            .any(|field| field.from("record").contains("code("))
    }
}

/// A field: what Swift calls it and of which type it is there, and the same in the bridge.
struct Field {
    doc: String,
    name: String,
    kind: String,
    record: String,
    shape: String,
}

impl Field {
    fn new(field: &Source<'_>, record: &str) -> Self {
        let name = match field.name {
            "request_id" => "requestID".to_owned(),
            "retry_after_seconds" => "retryAfter".to_owned(),
            "look_again_seconds" => "lookAgain".to_owned(),
            "call_id" => "callID".to_owned(),
            "duration_ms" => "duration".to_owned(),
            "recognised" | "hard" => camel(&format!("is_{}", field.name)),
            other => swift::value(other),
        };
        let kind = match (field.name, field.shape) {
            ("effect" | "advice" | "delivery" | "severity" | "field" | "problem", _) => {
                pascal(field.name)
            }
            ("settled", _) => "Finding?".to_owned(),
            ("finding", _) => "Finding".to_owned(),
            ("outcome", shape) => shape
                .replace("Option<String>", "Outcome?")
                .replace("String", "Outcome"),
            ("kind", _) if ["DispositionList", "Lookup"].contains(&record) => {
                "ListKind?".to_owned()
            }
            ("kind", _) => "FailKind?".to_owned(),
            ("retry_after_seconds" | "look_again_seconds", _) => "Duration?".to_owned(),
            ("duration_ms", _) => "Duration".to_owned(),
            (_, "Option<String>") => "String?".to_owned(),
            (_, "Option<i32>") => "Int?".to_owned(),
            (_, "Option<Vec<String>>") => "[String]?".to_owned(),
            (_, "u32") => "Int".to_owned(),
            (_, "bool") => "Bool".to_owned(),
            (_, shape) if shape.starts_with("Option<") => {
                shape.replace("Option<", "").replace("Data>", "?")
            }
            (_, shape) => shape.replace("Vec<", "[").replace("Data>", "]"),
        };
        // A duration holds its unit.
        let doc: Vec<String> = paragraphs(&field.doc)
            .iter()
            .map(|said| said.replace(", in seconds", ", in whole seconds"))
            .map(|said| said.replace(", in milliseconds", ", in whole milliseconds"))
            .map(|said| said.replace("After how many seconds", "After what time"))
            .map(|said| said.replace("The advice's code: it is", "What to do, which is"))
            .collect();
        Self {
            doc: comment("    /// ", &doc, 100),
            name,
            kind,
            record: camel(field.name),
            shape: field.shape.to_owned(),
        }
    }

    /// What it is in a record that is made where nothing is given for it.
    fn default(&self, record: &str) -> &'static str {
        match (self.name.as_str(), self.kind.as_str()) {
            ("isRecognised", _) => " = true",
            ("severity", _) => " = .error",
            ("advice", _) if ["Receipt", "DispositionList"].contains(&record) => " = .nothing",
            ("hint" | "requestID" | "sentence", _) => " = \"\"",
            (_, "Bool") => " = false",
            (_, "Int") => " = 0",
            (_, "Duration") => " = .zero",
            (_, kind) if kind.ends_with('?') => " = nil",
            (_, kind) if kind.starts_with('[') => " = []",
            _ => "",
        }
    }

    /// How it is read of the bridge's record, or of the bytes of an answer.
    fn from(&self, source: &str) -> String {
        let place = format!("record.{}", self.record);
        let read = match self.shape.as_str() {
            _ if source == "record" => place.as_str(),
            "bool" => "answer.flag()",
            "String" => "answer.text()",
            _ => "answer.optional { try $0.text() }",
        };
        match (self.kind.as_str(), source) {
            ("Effect" | "Advice" | "Delivery" | "Severity" | "FailKind?" | "ListKind?", _) => {
                format!("code({read})")
            }
            ("Outcome" | "Field" | "Problem" | "Finding", _) => {
                format!("{}(rawValue: {read})", self.kind)
            }
            ("Outcome?" | "Finding?" | "CallRecord?" | "Lookup?", _) => {
                format!("{read}.map({}.init)", self.kind.trim_end_matches('?'))
            }
            ("[String]?", _) => read.to_owned(),
            ("Duration?", "answer") => "answer.optional { .seconds(try $0.number()) }".to_owned(),
            ("Duration?", _) => format!("{read}.map {{ .seconds($0) }}"),
            ("Duration", _) => format!(".milliseconds({read})"),
            ("Int", _) => format!("Int({read})"),
            ("Int?", _) => format!("{read}.map(Int.init)"),
            (list, _) if list.starts_with('[') => {
                format!("{read}.map({}.init)", list.trim_matches(['[', ']']))
            }
            _ => read.to_owned(),
        }
    }

    /// How the bridge's record is made of it.
    fn to(&self) -> String {
        let name = &self.name;
        match self.kind.as_str() {
            "Effect" | "Advice" | "Delivery" | "Severity" | "Outcome" | "Field" | "Problem"
            | "Finding" => format!("{name}.rawValue"),
            "FailKind?" | "ListKind?" | "Outcome?" | "Finding?" => format!("{name}?.rawValue"),
            "CallRecord?" | "Lookup?" => format!("{name}?.record"),
            "Duration?" => format!("{name}.map(\\.waitInSeconds)"),
            "Duration" => format!("UInt64(clamping: {name}.wholeMilliseconds)"),
            "Int" => format!("UInt32(clamping: {name})"),
            "Int?" => format!("{name}.map(Int32.init(clamping:))"),
            list if list.starts_with('[') => format!("{name}.map(\\.record)"),
            _ => name.clone(),
        }
    }
}

/// A field as it stands in a source file.
struct Source<'a> {
    doc: Vec<&'a str>,
    name: &'a str,
    shape: &'a str,
}

/// The fields of a struct, or of a record as the bridge's macro has it, as rustfmt lays them out.
fn fields<'a>(source: &'a str, name: &str) -> Vec<Source<'a>> {
    let forms = [format!("pub struct {name}"), format!("    {name} of ")];
    let begin = forms.iter().find_map(|form| source.find(form));
    let begin = begin.unwrap_or_else(|| panic!("there is no struct {name}"));
    let is_name = |text: &str| {
        text.bytes()
            .all(|byte| byte == b'_' || byte.is_ascii_lowercase())
    };
    let mut fields = Vec::new();
    let mut doc = Vec::new();
    for line in source[begin..].lines().skip(1).map(str::trim) {
        if line == "}" {
            break;
        }
        if let Some(said) = line.strip_prefix("///") {
            doc.push(said.trim());
        }
        let field = line.strip_prefix("pub ").unwrap_or(line).split_once(": ");
        // A call record's fields say how the vendor spells them, and one is a word of Rust's own.
        let field = field.map(|(name, shape)| {
            let name = name.split(" as ").next().unwrap_or(name);
            (name.strip_prefix("r#").unwrap_or(name), shape)
        });
        if let Some((name, shape)) = field.filter(|(name, _)| is_name(name)) {
            let shape = shape.split(" = ").next().unwrap_or(shape);
            fields.push(Source {
                doc: std::mem::take(&mut doc),
                name,
                shape: shape.trim_end_matches(','),
            });
        }
    }
    fields
}

/// Every struct. The core's documentation of a field counts before the bridge's.
pub(crate) fn files(root: &Path) -> io::Result<Vec<Generated>> {
    let record = |name: &'static str, article, bridge, core, doc: &[&str]| {
        let bridge = fs::read_to_string(root.join("bindings/uniffi/src").join(bridge))?;
        let core = fs::read_to_string(root.join("core/src").join(core))?;
        let said = fields(&core, name);
        let mut found = fields(&bridge, &format!("{name}Data"));
        found.retain(|field| field.name != "newer");
        for field in &mut found {
            let of_core = said.iter().find(|said| said.name == field.name);
            // A link into the core leads nowhere from here.
            let doc = of_core.map(|said| &said.doc);
            if let Some(doc) = doc.filter(|doc| !doc.is_empty() && !doc.concat().contains("[`")) {
                field.doc.clone_from(doc);
            }
        }
        let doc: Vec<String> = doc.iter().map(|said| (*said).to_owned()).collect();
        let record = Record {
            name,
            article,
            doc: comment("/// ", &doc, 100),
            fields: found.iter().map(|field| Field::new(field, name)).collect(),
            is_stored: name == "Receipt",
            is_answer: name == "Reply",
            is_returned: !["Reply", "DispositionList"].contains(&name),
            returned: match name {
                "Settlement" => "handedBack",
                _ => "record",
            },
        };
        Ok(Generated {
            path: format!("{FOLDER}/{name}.swift"),
            text: record.render().expect("the template is whole"),
        })
    };
    [
        record("Receipt", "A receipt", "records.rs", "receipt/mod.rs", &[
            "What became of one logical call: every success is one, and every ``DispositionError`` \
             has one.",
            "A secret or the comment, raw or percent-encoded, is cut out of every text in it. It is \
             safe to log and to store.",
        ]),
        record("Attempt", "An attempt", "records.rs", "receipt/mod.rs", &[
            "One attempt: one send, at most one request at the server.",
        ]),
        record("Violation", "A violation", "records.rs", "violation.rs", &[
            "One thing that is wrong with a request or a configuration.",
        ]),
        record("Reply", "A reply", "reply.rs", "reply/mod.rs", &[
            "What one HTTP reply meant.",
            "Its texts are the vendor's own words: where the vendor repeats what was sent, they hold \
             it. A ``Receipt``'s texts are scrubbed, since a client knows what must not be repeated.",
        ]),
        record("DispositionList", "A result", "listing.rs", "listing.rs", &[
            "What came of asking for a campaign's dispositions.",
            "It says nothing of any call: whoever asks again can do no harm. It holds no text of the \
             server's but the list.",
        ]),
        record("CallRecord", "A record", "call_record.rs", "records/record.rs", &[
            "What one of the vendor's records says of a call, or of one agent's leg of it.",
            "A text that is not there, or that says nothing, is `nil`. It holds no secret: a key that \
             stands in a record is dropped where it is read. It prints its ucid, day and status, and the \
             did's last four digits.",
        ]),
        record("NoRecords", "A result", "call_record.rs", "records/classify.rs", &[
            "What the reply to a request for records means where it brings no list.",
            "It says nothing of any disposition, so it has no effect: its advice is about the look-up \
             alone, and has nothing to do with sending anything again.",
        ]),
        record("Settlement", "A settlement", "settlement.rs", "records/settlement.rs", &[
            "What records say of a disposition that was sent.",
            "Branch on its effect: ``finding`` is open, and tells why.",
        ]),
        record("Lookup", "A result", "settlement.rs", "records/settlement.rs", &[
            "What became of a look-up that brought no list. It says nothing of any disposition.",
        ]),
    ]
    .into_iter()
    .collect()
}
