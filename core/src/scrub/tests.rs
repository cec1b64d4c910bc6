#[path = "../../tests/support/cpu.rs"]
mod cpu;

use std::hint::black_box;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

const ALL: Cut = Cut::All { but: 0 };

fn scrubber(key: &str, comment: &str) -> Scrubber {
    Scrubber::new([key], Some(comment))
}

fn scrubbed(key: &str, comment: &str, text: &str) -> String {
    scrubber(key, comment).scrub(text, ALL, 500)
}

#[test]
fn every_spelling_of_the_secret_is_cut_out() {
    for spelled in [
        "KK/1+2~é",
        "KK%2F1%2B2~%C3%A9",
        "KK%2f1%2b2%7E%c3%A9",
        "%4b%4B/1+2~é",
        r"KK\/1+2~\u00e9",
        r"KK/1\u002B2~\u00E9",
        "KK&#x2F;1&#43;2~&#233;",
        "KK%252F1%252B2~%25C3%25A9",
        r"\u004B%4b&amp;#x2f;1 2\u007e%C3%A9",
    ] {
        let text = format!("bad key {spelled}, sorry");
        assert_eq!(scrubbed("KK/1+2~é", "", &text), "bad key [redacted], sorry");
    }
}

#[test]
fn every_spelling_of_the_comment_is_cut_out() {
    let comment = " call \"back\" & नमस्ते 🙂\n";
    for spelled in [
        "call \"back\" & नमस्ते 🙂",
        r#"call \"back\" & नमस्ते 🙂"#,
        r#"call \"back\" \u0026 \u0928\u092e\u0938\u094D\u0924\u0947 \ud83d\ude42"#,
        "call%20%22back%22%20%26%20%E0%A4%A8%E0%A4%AE%E0%A4%B8%E0%A5%8D%E0%A4%A4%E0%A5%87%20%F0%9F%99%82",
        "call+%22back%22+%26+%e0%a4%a8%e0%a4%ae%e0%a4%b8%e0%a5%8d%e0%a4%a4%e0%a5%87+%f0%9f%99%82",
        "call &quot;back&quot; &amp; नमस्ते &#128578;",
    ] {
        let text = format!("<{spelled}>");
        assert_eq!(scrubbed("", comment, &text), "<[comments]>", "{spelled}");
    }
    let whole = scrubbed("", comment, "c= call \"back\" & नमस्ते 🙂\n.");
    assert_eq!(whole, "c=[comments].", "the white space round it goes too");
}

#[test]
fn texts_that_look_like_escapes_themselves_are_cut_out() {
    for (secret, spelled) in [
        ("100%25 off", "100%25 off"),
        ("100%25 off", "100%2525+off"),
        ("100%25 off", r"100\u002525 off"),
        (r"C:\new\u0041", r"C:\new\u0041"),
        (r"C:\new\u0041", r"C:\\new\\u0041"),
        (r"C:\new\u0041", r"C:%5Cnew\%75%30041"),
        ("a&lt;b", "a&amp;lt;b"),
        ("a&lt;b", "a&#38;lt%3bb"),
        (r"a\\\\b", r"a\\\\\\\\b"),
        (r"a\\\\b", r"a\%5C\\\u005cb"),
    ] {
        let text = format!("<{spelled}>");
        assert_eq!(
            scrubbed(secret, "", &text),
            "<[redacted]>",
            "{secret}: {spelled}"
        );
    }
}

#[test]
fn what_is_cut_out_and_what_stays() {
    let plain = "Invalid agent 50% \\u00 &amp; &# नम";
    for (secret, comment, text, left) in [
        ("", "  ", plain, plain),
        ("KK-other", "other", plain, plain),
        // A short comment is not searched for, and a short secret is.
        ("", " ok \n", "token ok", "token ok"),
        ("", "नमस", "नमस", "नमस"),
        ("", "sale", "the sale", "the [comments]"),
        ("k", "", "ok", "o[redacted]"),
        // A secret that overlaps the comment leaves no part behind.
        ("KK1", "call K", "call KK1.", "[comments]."),
        ("KK", "my KK key", "my KK key, KK", "[comments], [redacted]"),
        ("ababX", "", "abababX.", "ab[redacted]."),
        ("abab", "", "ababab.", "[redacted]."),
    ] {
        assert_eq!(
            scrubbed(secret, comment, text),
            left,
            "{secret} {comment} {text}"
        );
    }
    let limited = |key, text, limit| scrubber(key, "").scrub(text, ALL, limit);
    assert_eq!(limited("", "नमस्ते", 2), "नम");
    let half = "xxxxxxxKK-secret";
    assert_eq!(
        limited("KK-secret", half, 8),
        "xxxxxxx[redacted]",
        "no half of a secret"
    );
    let scrubber = Scrubber::new(["KK-key", "first-token", "second-token"], None);
    let all = scrubber.scrub("KK-key, second-token, first-token", ALL, 500);
    assert_eq!(all, "[redacted], [redacted], [redacted]");
}

#[test]
fn the_vendors_own_words_stay_and_numbers_lose_secrets_only() {
    let scrubber = scrubber("KK-7", "Invalid agent");
    let but = "Invalid agent".len();
    assert_eq!(
        scrubber.scrub("Invalid agent: Invalid agent KK-7", Cut::All { but }, 500),
        "Invalid agent: [comments] [redacted]"
    );
    assert_eq!(
        scrubber.scrub("Invalid agent KK-7", Cut::Secrets, 500),
        "Invalid agent [redacted]"
    );
}

#[test]
fn what_follows_an_echo_does_not_hide_it() {
    for (secret, behind) in [
        ("KK50%", "20"),
        ("KK5%4", "1"),
        ("KK&l", "t;"),
        (r"KK\", "n"),
        (r"KK\u00", "41"),
    ] {
        let cut = scrubbed(secret, "", &format!("<{secret}{behind}>"));
        assert!(!cut.contains("KK"), "{secret}: {cut}");
    }
}

/// A character in one of its spellings.
fn spell(c: char, how: u8) -> String {
    let percent = |upper: bool| {
        let bytes = c.encode_utf8(&mut [0; 4]).as_bytes().to_vec();
        let spelled = bytes.iter().map(|byte| match upper {
            true => format!("%{byte:02X}"),
            false => format!("%{byte:02x}"),
        });
        spelled.collect::<String>()
    };
    let unicode = || {
        let units = c.encode_utf16(&mut [0; 2]).to_vec();
        units
            .iter()
            .map(|unit| format!("\\u{unit:04x}"))
            .collect::<String>()
    };
    let named = match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&apos;"),
        ' ' => Some("+"),
        '\n' => Some("\\n"),
        '\t' => Some("\\t"),
        '\\' => Some("\\\\"),
        '/' => Some("\\/"),
        _ => None,
    };
    match (how % 8, named) {
        (0, _) => percent(true),
        (1, _) => percent(false),
        (2, _) => unicode(),
        (3, _) => format!("&#{};", u32::from(c)),
        (4, _) => format!("&#x{:X};", u32::from(c)),
        (5, Some(named)) => named.to_owned(),
        _ => c.to_string(),
    }
}

/// Pieces with which escapes begin, go on, and end.
const PIECES: &[&str] = &[
    "%", "%2", "%25", "%4", "\\", "\\u", "\\u00", "\\\\", "&", "&l", "&lt", "&#", ";", "u", "n",
    "0", "1", "2", "4", "5", "a", "b", "c", "K", "+", " ", "\n", "é", "न", "🙂", "amp;", "x",
    "D83D", "\\ud83d",
];

fn text(pieces: Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), pieces).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(4_000),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_mixture_of_spellings_is_cut_out_of_any_text(
        before in text(0..6),
        secret in text(1..9),
        hows in prop::collection::vec(any::<u8>(), 40),
        behind in text(0..6),
    ) {
        // A secret that is an escape's beginning and nothing else is none of this world.
        let secret = format!("K{secret}");
        let spelled: String = secret.chars().zip(hows.iter().cycle()).map(|(c, how)| spell(c, *how)).collect();
        let whole = format!("{before}{spelled}{behind}");
        let hidden = scrubber(&secret, "").hidden(&whole, ALL);
        let echo = &hidden[before.len()..before.len() + spelled.len()];
        prop_assert!(echo.iter().all(|kind| kind & SECRET != 0), "{secret:?} in {whole:?}");
    }

    #[test]
    fn plain_texts_are_cut_where_they_stand_and_nowhere_else(
        text in "[KLM é]{0,30}",
        secret in "[KLMé]{1,4}",
    ) {
        let mut expected = vec![0; text.len()];
        for at in 0..text.len() {
            if text.as_bytes()[at..].starts_with(secret.as_bytes()) {
                expected[at..at + secret.len()].fill(SECRET);
            }
        }
        prop_assert_eq!(scrubber(&secret, "").hidden(&text, ALL), expected);
    }
}

#[test]
fn time_is_in_proportion_to_text_and_comment() {
    type Pair = fn(usize) -> (String, String);
    let pairs: [Pair; 10] = [
        |n| ("\\".repeat(n), "\\".repeat(n)),
        |n| ("nabcd".to_owned(), "\\".repeat(n) + "nabcd"),
        |n| ("\\".repeat(n), "\\".repeat(n / 3)),
        |n| ("\\".repeat(n) + "x", "\\".repeat(n)),
        |n| ("a".repeat(n) + "b", "a".repeat(n)),
        |n| ("b".to_owned() + &"a".repeat(n), "a".repeat(n)),
        |n| ("a".repeat(n / 2), "a".repeat(n)),
        |n| ("ab".repeat(n / 4) + "c", "ab".repeat(n / 2)),
        |n| ("%25".repeat(n / 3), "%".to_owned() + &"25".repeat(n / 2)),
        |n| ("&amp;".repeat(n / 5) + "a\\u", "\\na\\u0061".repeat(n / 9)),
    ];
    for (place, pair) in pairs.into_iter().enumerate() {
        let shortest = |length, runs| {
            let (comment, text) = pair(length);
            let scrubber = scrubber("KK-key", &comment);
            let time = |_| {
                let start = cpu::run_time();
                black_box(scrubber.scrub(black_box(&text), ALL, 500));
                cpu::run_time() - start
            };
            (0..runs).map(time).min().unwrap()
        };
        // Sixteen times the length is sixteen times the work, and 256 times where it is a product.
        let limit = shortest(4_096, 5) * 100;
        let within = (0..8).any(|_| shortest(65_536, 1) < limit);
        assert!(within, "pair {place}: over {limit:?}");
    }
}
