//! A naive reader of records: it takes the body apart with serde_json, keeps everything, copies
//! everything, and goes by the rules' own words.

use std::collections::BTreeMap;

use crate::naive_json::{Json, decoded, is_space, lossy, parse};

/// A record by its fields' names; what is absent is left out.
pub(crate) type Record = BTreeMap<&'static str, String>;

/// What a reply holds.
#[derive(Debug, PartialEq)]
pub(crate) enum Found {
    List {
        records: Vec<Record>,
        in_words: bool,
    },
    None,
    /// It is not JSON: nobody finds a record in it.
    NotJson,
}

/// Reads a reply, which has fewer rows and bytes than any limit.
pub(crate) fn read(status: u16, body: &[u8]) -> Found {
    let Some(json) = parse(body) else {
        return Found::NotJson;
    };
    let is_success = (200..300).contains(&status);
    let Some(said) = envelope(&json) else {
        return Found::NotJson;
    };
    let failed = said.statuses.iter().any(|word| is_failure(word));
    let differs = said.statuses.len() > 1 || said.differs;
    let text = said.text.or(said.statuses.first().cloned());
    let says_none = !differs
        && text.is_some_and(|text| ["no data found", "no record found"].contains(&&*folded(&text)));
    match said.list {
        Some(records) if is_success && !failed && !differs => Found::List {
            in_words: says_none && records.is_empty(),
            records,
        },
        list if says_none && list.as_ref().is_none_or(Vec::is_empty) => Found::List {
            records: Vec::new(),
            in_words: true,
        },
        _ => Found::None,
    }
}

/// What an envelope says.
#[derive(Default)]
struct Said {
    /// The different status words.
    statuses: Vec<String>,
    text: Option<String>,
    list: Option<Vec<Record>>,
    differs: bool,
}

fn envelope(json: &Json) -> Option<Said> {
    match json {
        Json::Object(members) => said_by(members),
        Json::List(items) => {
            let first = items.iter().find_map(|item| match item {
                Json::Object(members) => Some(members),
                _ => None,
            });
            let Some(first) = first else {
                return Some(Said::default());
            };
            if is_named(&record(first)) {
                return Some(Said {
                    list: Some(records(items)),
                    ..Said::default()
                });
            }
            // An object that can't be read is none.
            let wrapped = (items.len() == 1).then(|| said_by(first)).flatten();
            Some(wrapped.unwrap_or_default())
        }
        Json::Text(raw) => {
            let inner = decoded(raw).and_then(|text| {
                let text = text.trim_matches(is_space).to_owned();
                text.starts_with('{')
                    .then(|| parse(text.as_bytes()))
                    .flatten()
            });
            let said = inner.and_then(|inner| match inner {
                Json::Object(members) => said_by(&members),
                _ => None,
            });
            Some(said.unwrap_or_default())
        }
        _ => Some(Said::default()),
    }
}

fn said_by(members: &[(String, Json)]) -> Option<Said> {
    let mut said = Said::default();
    let mut texts: [Vec<String>; 2] = Default::default();
    let mut lists: [Vec<Vec<Record>>; 3] = Default::default();
    for (key, value) in members {
        let key = lossy(key).to_ascii_lowercase();
        let place = ["details", "message", "data"]
            .iter()
            .position(|known| *known == key);
        let word = |words: &mut Vec<String>, text: String| {
            let is_blank = text.chars().all(is_space);
            let same = |other: &String| folded(other) == folded(&text);
            if !is_blank && !words.iter().any(same) {
                words.push(text);
            }
        };
        match (value, place) {
            (Json::Text(raw), _) if key == "status" => word(&mut said.statuses, decoded(raw)?),
            (Json::Bool(yes), _) if key == "status" => word(&mut said.statuses, yes.to_string()),
            (Json::Text(raw), Some(place @ 0..2)) => word(&mut texts[place], decoded(raw)?),
            (Json::List(items), Some(place)) => {
                let found = records(items);
                if !found.is_empty() || items.is_empty() {
                    lists[place].push(found);
                }
            }
            (Json::Object(members), Some(place)) if is_named(&record(members)) => {
                lists[place].push(vec![record(members)]);
            }
            _ => {}
        }
    }
    said.differs = texts.iter().any(|texts| texts.len() > 1)
        || lists
            .iter()
            .any(|lists| lists.iter().any(|list| *list != lists[0]));
    let [details, message] = texts;
    // Two texts of different polarity contradict each other, too; no text here has one.
    said.text = details.into_iter().chain(message).next();
    let firsts: Vec<Vec<Record>> = lists
        .into_iter()
        .filter_map(|lists| lists.into_iter().next())
        .collect();
    let place = firsts.iter().position(|list| !list.is_empty()).unwrap_or(0);
    said.list = firsts.into_iter().nth(place);
    Some(said)
}

fn records(items: &[Json]) -> Vec<Record> {
    let objects = items.iter().filter_map(|item| match item {
        Json::Object(members) => Some(record(members)),
        _ => None,
    });
    objects.collect()
}

fn is_named(record: &Record) -> bool {
    record.contains_key("ucid") || record.contains_key("call_id")
}

fn field(key: &str) -> Option<&'static str> {
    let bare: String = key.chars().filter(|c| !is_space(*c) && *c != '_').collect();
    Some(match bare.to_ascii_lowercase().as_str() {
        "ucid" => "ucid",
        "callid" | "monitorucid" => "call_id",
        "did" => "did",
        "agentid" | "agent" => "agent_id",
        "disposition" => "disposition",
        "comments" => "comments",
        "calldate" => "call_date",
        "starttime" => "start_time",
        "endtime" => "end_time",
        "status" => "status",
        "type" => "type",
        "campaignname" | "campaign" => "campaign",
        _ => return None,
    })
}

fn record(members: &[(String, Json)]) -> Record {
    let mut values: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (key, value) in members {
        let text = match value {
            Json::Text(raw) => lossy(raw),
            Json::Number(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.clone(),
            _ => continue,
        };
        let Some(field) = field(&lossy(key)) else {
            continue;
        };
        let word = text.trim_matches(is_space);
        let folded = word.to_ascii_lowercase();
        let is_key = word
            .strip_prefix("KK")
            .is_some_and(|rest| rest.len() >= 24 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
        let is_none = (folded == "none" || folded == "null") && field != "disposition";
        let is_nobody = field == "agent_id" && word == "0";
        if !(word.is_empty() || is_key || is_none || is_nobody) {
            values.entry(field).or_default().push(text);
        }
    }
    let mut record = Record::new();
    for (field, values) in values {
        let is_id = ["ucid", "call_id", "did"].contains(&field);
        let key = |text: &String| {
            let text = text.trim_matches(is_space);
            let digits = text
                .strip_prefix(['+', '-'])
                .unwrap_or(text)
                .trim_start_matches('0');
            let is_number =
                is_id && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| digits.to_owned())
        };
        let is_same = |other: &String| {
            *other == values[0] || key(other).is_some() && key(other) == key(&values[0])
        };
        if values.iter().all(is_same) {
            record.insert(field, values[0].clone());
        }
    }
    for (field, is_start) in [("start_time", true), ("end_time", false)] {
        let Some((day, time)) = record.get(field).and_then(|text| whole(text)) else {
            continue;
        };
        record.insert(field, time);
        if is_start {
            record.entry("call_date").or_insert(day);
        }
    }
    record
}

/// A day and a time, where both are real ones.
fn whole(text: &str) -> Option<(String, String)> {
    let text = text.trim_matches(is_space);
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    if shape != "0000-00-00 00:00:00" {
        return None;
    }
    let number = |at: usize, len: usize| text[at..at + len].parse::<u32>().unwrap();
    let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2));
    let leap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0;
    let days = [
        31,
        28 + u32::from(leap),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let days = days.get(month.checked_sub(1)? as usize)?;
    let is_real = year > 0 && (1..=*days).contains(&day);
    let is_time = number(11, 2) < 24 && number(14, 2) < 60 && number(17, 2) < 60;
    (is_real && is_time).then(|| (text[..10].to_owned(), text[11..].to_owned()))
}

fn is_failure(word: &str) -> bool {
    ["fail", "fails", "failed", "failure", "error", "false"].contains(&&*folded(word))
}

fn folded(text: &str) -> String {
    let trimmed = text.trim_matches(is_space);
    let bare = trimmed.strip_suffix('.').unwrap_or(trimmed);
    let words: Vec<&str> = bare
        .split(is_space)
        .filter(|word| !word.is_empty())
        .collect();
    words
        .join(" ")
        .replace(['“', '”', '„', '‟'], "\"")
        .replace(['‘', '’', '‚', '‛'], "'")
        .to_ascii_lowercase()
}
