//! What holds for every reply: `classify` agrees with the naive classifier, reports no success
//! that the vendor's words don't, and takes time in proportion to the body.

mod cases;
#[path = "support/cpu.rs"]
mod cpu;
mod naive;

use std::io::Write as _;
use std::time::Duration;

use cases::Kind;
use cloudagent_disposition::{
    Effect, ListReply, Matching, Polarity, Reply, ReplyParts, TokenReply, rules,
};
use naive::{Answer, Judgement};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Pieces that replies are made of, intact and broken: signs, words and the like, …
const SIGNS: &[&str] = &[
    "{", "}", "[{", "}]", "\\\"", "[", "]", ",", ":", "\"", "\"\"", "“", "”", "‘", "'", "`", "„",
    "\n", "\r\n", " ", "\u{A0}", "\u{200B}", "\u{FEFF}", "\t", "\\", "\\u0020", "\\ud83d", "\\n",
    "<", "->", ".", "0", "17", "-1e5", "null", "true", "false", "status", "STATUS", "details",
    "message", "Message", "token", "data", "status:", "\",\"", "success", "Success", "ok", "Fail",
    "error.", "Sorry", "ucid", "did", "8189XX", "é", "नम", "😀", "abc", "\0", "\u{85}", "\u{7F}",
];
/// … and longer ones.
const PIECES: &[&str] = &[
    "Warning: a\n{",
    "<br />\n<b>Notice</b>: x",
    "PHP Fatal error: y>{",
    "\"{\\\"status\\\":\\\"ok\\\"",
    "\"status\":",
    "\"details\": \"",
    "\"message\":\"",
    "details :",
];

fn piece() -> impl Strategy<Value = String> {
    let texts: Vec<&str> = rules()
        .iter()
        .filter(|rule| rule.matching != Matching::Rest)
        .map(|rule| rule.text)
        .collect();
    prop_oneof![
        6 => select([SIGNS, PIECES].concat()).prop_map(str::to_owned),
        1 => select(texts).prop_map(str::to_owned),
    ]
}

/// The bodies of the vectors that the naive classifier can take.
fn known_bodies() -> Vec<Vec<u8>> {
    let bodies = cases::all().into_iter().map(|case| case.body());
    bodies.filter(|body| body.len() < 1_000).collect()
}

/// One change to a body.
#[derive(Debug, Clone)]
enum Change {
    Insert(Index, String),
    InsertByte(Index, u8),
    Delete(Index, usize),
    Repeat(Index, usize),
    Cut(Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => (any::<Index>(), piece()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::InsertByte(at, byte)),
        3 => (any::<Index>(), 1..4_usize).prop_map(|(at, count)| Change::Delete(at, count)),
        1 => (any::<Index>(), 1..40_usize).prop_map(|(at, count)| Change::Repeat(at, count)),
        1 => any::<Index>().prop_map(Change::Cut),
    ]
}

impl Change {
    fn apply(self, body: &mut Vec<u8>) {
        let place = |at: Index| at.index(body.len() + 1);
        match self {
            Self::Insert(at, piece) => {
                let at = place(at);
                body.splice(at..at, piece.into_bytes());
            }
            Self::InsertByte(at, byte) => body.insert(place(at), byte),
            Self::Delete(at, count) => {
                let at = place(at);
                body.drain(at..(at + count).min(body.len()));
            }
            Self::Repeat(at, count) => {
                let at = place(at);
                let again = body[at..(at + count).min(body.len())].to_vec();
                body.splice(at..at, again);
            }
            Self::Cut(at) => body.truncate(place(at)),
        }
    }
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let changed = (
        select(known_bodies()),
        prop::collection::vec(change(), 0..5),
    );
    let changed = changed.prop_map(|(mut body, changes)| {
        changes
            .into_iter()
            .for_each(|change| change.apply(&mut body));
        body
    });
    let composed = prop::collection::vec(piece(), 0..30).prop_map(|p| p.concat().into_bytes());
    let keys = select([SIGNS, PIECES].concat());
    let object = prop::collection::vec((keys, piece()), 0..5).prop_map(|members| {
        let members = members
            .iter()
            .map(|(key, value)| format!("{}:{}", serde_json::json!(key), serde_json::json!(value)));
        format!("{{{}}}", members.collect::<Vec<_>>().join(",")).into_bytes()
    });
    let whole = prop_oneof![6 => changed, 3 => composed, 2 => object];
    let dressed = (whole, 0..16_u8).prop_map(|(body, dress)| match dress {
        0 => packed(&body),
        1 => [&packed(&body)[..], &packed(b" "), b"\r\n"].concat(),
        2 => [b"[", &body[..], b" ]"].concat(),
        3 => serde_json::json!(String::from_utf8_lossy(&body))
            .to_string()
            .into_bytes(),
        4 => [b"<br />\n<b>Warning</b>: a in b<br />\n", &body[..]].concat(),
        5 => [b"PHP Notice: a\n\xEF\xBB\xBF ", &body[..]].concat(),
        _ => body,
    });
    prop_oneof![
        11 => dressed,
        1 => prop::collection::vec(any::<u8>(), 0..60),
    ]
}

fn packed(body: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(body).unwrap();
    out.finish().unwrap()
}

fn http_status() -> impl Strategy<Value = u16> {
    const KNOWN: &[u16] = &[
        200, 201, 302, 303, 401, 403, 404, 407, 408, 422, 425, 429, 500, 501, 503,
    ];
    prop_oneof![4 => select(KNOWN), 1 => any::<u16>()]
}

fn answer_of(reply: &Reply) -> Answer {
    Answer {
        outcome: reply.outcome.as_str(),
        effect: reply.effect.as_str(),
        advice: reply.advice.as_str(),
        ucid: reply.ucid.as_deref().map(str::to_owned),
        did: reply.did.as_deref().map(str::to_owned),
        action: reply.action.as_deref().map(str::to_owned),
        retry_after_seconds: reply.retry_after_seconds,
        status: reply.status.as_deref().map(str::to_owned),
        details: reply.details.as_deref().map(str::to_owned),
        recognised: reply.recognised,
    }
}

/// The reply, or what was granted.
fn ask<'a>(
    kind: Kind,
    http: u16,
    body: &'a [u8],
    wait: Option<&'a str>,
) -> Result<Reply<'a>, Vec<String>> {
    let parts = ReplyParts::new(http, body).retry_after(wait);
    match kind {
        Kind::Set => Ok(parts.classify()),
        Kind::Token => match parts.classify_token() {
            TokenReply::Granted(token) => Err(vec![token.expose().to_owned()]),
            TokenReply::Other(reply) => Ok(reply),
        },
        Kind::List => match parts.classify_list() {
            ListReply::Dispositions(list) => Err(list),
            ListReply::Other(reply) => Ok(reply),
        },
    }
}

/// A body as one folded line: bytes that are no text dropped, white space squeezed.
fn folded(text: &str) -> String {
    let words: Vec<&str> = text
        .split(naive::is_space)
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ").to_ascii_lowercase()
}

fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        // PROPTEST_CASES asks for more.
        cases: default.cases.max(3_000),
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_naive_classifier_says_the_same(
        http in http_status(),
        body in body(),
        wait in prop::option::of(select(&["0", "30", "90000", "", "soon"][..])),
        kind in select(&[Kind::Set, Kind::Set, Kind::Token, Kind::List][..]),
    ) {
        let Judgement { answer, granted, .. } = naive::judge(kind, http, &body, wait);
        let shown = String::from_utf8_lossy(&body);
        match (ask(kind, http, &body, wait), granted) {
            (Err(got), expected) => prop_assert_eq!(Some(got), expected, "{}", shown),
            (Ok(reply), None) => prop_assert_eq!(answer_of(&reply), answer, "{}", shown),
            (Ok(_), Some(expected)) => prop_assert!(false, "{expected:?} not granted: {shown}"),
        }
    }

    #[test]
    fn no_success_without_the_vendors_own_words(http in http_status(), body in body()) {
        let reply = ReplyParts::new(http, &body).classify();
        if matches!(reply.effect, Effect::Applied | Effect::Queued) {
            // An escape may spell the words: then what was read must hold them.
            let is_packed = body.starts_with(b"\x1F\x8B");
            let read = [reply.status.unwrap_or_default(), reply.details.unwrap_or_default()];
            let body: String = body.utf8_chunks().map(|chunk| chunk.valid()).collect();
            let body = if is_packed || body.contains('\\') { read.join(" ") } else { body };
            let mut successes = rules().iter().filter(|rule| rule.polarity == Polarity::Success);
            let body = folded(&body);
            prop_assert!(successes.any(|rule| body.contains(rule.text)), "{body}");
        }
    }
}

/// Bodies that would cost a careless reader a second look at each place.
fn tedious(length: usize) -> Vec<Vec<u8>> {
    let fill = |unit: &str| unit.repeat(length / unit.len()).into_bytes();
    let wrapped = |head: &str, unit: &str, tail: &str| {
        [head.into(), fill(unit), tail.as_bytes().to_vec()].concat()
    };
    vec![
        wrapped(
            "{\"status\":\"A",
            " ",
            &format!("B\"{}}}", ",\"status\":\"A B\"".repeat(length / 17)),
        ),
        wrapped(
            "status: A",
            " ",
            &format!("B{}", "\nstatus: A B".repeat(length / 12)),
        ),
        wrapped("{\"status\":\"A\"", ",\"status\":\"B\"", "}"),
        wrapped("Warning: a\n{\"x\":\"", "<{", "\"}"),
        wrapped("Warning: a", "{", "\n{}"),
        wrapped("Warning: a", "<b\n ", "{}"),
        wrapped("[{\"a\":[", "[", "1"),
        wrapped("\"", "{\\\"a\\\":", "\""),
        packed(&vec![b' '; 65_536])[..].repeat(length / 3_800),
        packed(b"").repeat(length / 20),
        fill("status"),
        fill("status "),
        fill(" "),
        fill("\""),
        fill(",status:a"),
        fill("\"status\":\"a\""),
        fill("status\u{200B}"),
        fill("\u{A0}\""),
        wrapped("status: a", "\" ", "x"),
        wrapped("status", " ", "x"),
        wrapped("x\"", " ", "status: a"),
        fill("["),
        fill("{\"a\":"),
        wrapped("{\"details\":\"", "\\u0041", "\"}"),
        wrapped("{\"details\":\"invalid ucid ", "ucid", "\"}"),
        wrapped("{\"details\":\"invalid ucid ", " did[", "\"}"),
        wrapped("{\"details\":\"invalid action", "-", ">x\"}"),
        wrapped("{", "\"a\":1,", "\"b\":2}"),
        [fill("{\"status\":1,"), vec![0xFF]].concat(),
        fill("\u{FEFF}").into_iter().chain([0xC3]).collect(),
    ]
}

#[test]
fn time_is_in_proportion_to_the_body() {
    let time = |body: &[u8]| {
        let start = cpu::run_time();
        std::hint::black_box(ReplyParts::new(200, std::hint::black_box(body)).classify());
        (cpu::run_time() - start).max(Duration::from_micros(5))
    };
    const GROWTH: usize = 16;
    for (short, long) in tedious(3_800).iter().zip(tedious(3_800 * GROWTH)) {
        // Linear is 16 times as long, quadratic 256 times. A neighbour on the machine may make one
        // run slow, so the shortest of several counts.
        let shortest = |body: &[u8], runs| (0..runs).map(|_| time(body)).min().unwrap();
        let limit = shortest(short, 5) * 100;
        let within = (0..8).any(|_| shortest(&long, 2) < limit);
        assert!(
            within,
            "over {limit:?}: {}",
            String::from_utf8_lossy(&long[..20])
        );
    }
}
