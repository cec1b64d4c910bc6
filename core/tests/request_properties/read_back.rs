//! What stands on the wire, read back by readers of the test's own.

use std::collections::BTreeMap;

use cloudagent_disposition::{Api, DispositionRequest, HttpRequest};
use serde_json::Value;

/// White space by the rules, said here a second time.
pub(crate) fn is_blank(text: &str) -> bool {
    let space = |c: char| c.is_whitespace() || c == '\u{200B}' || c == '\u{FEFF}';
    text.chars().all(space)
}

/// What is sent for a text: nothing for a blank one.
pub(crate) fn sent(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !is_blank(text))
}

/// Percent-decodes by RFC 3986; nothing but unreserved characters and upper-case `%XX` may stand.
pub(crate) fn percent_decode(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let hex: Vec<u8> = bytes.by_ref().take(2).collect();
            let hex = String::from_utf8(hex).unwrap();
            assert_eq!((hex.len(), hex.to_uppercase()), (2, hex.clone()), "{text}");
            out.push(u8::from_str_radix(&hex, 16).unwrap());
        } else {
            let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            assert!(plain, "{text}");
            out.push(byte);
        }
    }
    String::from_utf8(out).unwrap()
}

pub(crate) fn query_of(built: &HttpRequest) -> Vec<(String, String)> {
    let (_, query) = built.url().split_once('?').unwrap();
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs
        .map(|(name, value)| (name.to_owned(), percent_decode(value)))
        .collect()
}

/// The fields on the wire by the vendor's names in lower case, an empty one left out.
pub(crate) fn read_back(built: &HttpRequest) -> BTreeMap<String, String> {
    let pairs = match built.body() {
        None => query_of(built),
        Some(body) => {
            let object: Value = serde_json::from_str(body).unwrap();
            assert_eq!(serde_json::to_string(&object).unwrap().len(), body.len());
            let object = object.as_object().unwrap().iter();
            object
                .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
                .collect()
        }
    };
    let lower = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_ascii_lowercase(), value));
    lower.collect()
}

/// What must stand on the wire, from the request alone.
pub(crate) fn expected(api: Api, request: &DispositionRequest) -> BTreeMap<String, String> {
    let yes = |flag: bool| Some(if flag { "true" } else { "false" }.to_owned());
    let time = sent(&request.callback_time).map(|time| match api {
        Api::GetV3 => {
            let (date, clock) = time.split_once(' ').unwrap();
            let parts: Vec<&str> = date.split('-').collect();
            format!("{}/{}/{} {clock}:00", parts[1], parts[2], parts[0])
        }
        _ => time,
    });
    let customer = if api.is_get() { "customer" } else { "username" };
    let action = if api == Api::GetV3 { "set" } else { "Set" };
    let key = api.is_get().then(|| "KK+test%20".to_owned());
    let all = [
        ("action", Some(action.to_owned())),
        ("apikey", key),
        (customer, Some("acme & sons".to_owned())),
        ("ucid", sent(&request.ucid)),
        ("did", sent(&request.did)),
        ("agentid", sent(&request.agent_id)),
        ("disposition", sent(&request.disposition)),
        ("comments", sent(&request.comments)),
        (
            "pauseafterdispose",
            yes(request.pause_after_dispose == Some(true)),
        ),
        ("pausereason", sent(&request.pause_reason)),
        ("callbacktime", time),
        ("callbacktimezone", sent(&request.callback_time_zone)),
        (
            "autorelease",
            request.auto_release.then(|| "true".to_owned()),
        ),
    ];
    let there = all
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    there.collect()
}
