//! Nothing that Rust can print holds the api key, or the comment.

use std::fmt::Debug;

use cloudagent_disposition::{Client, Error, Receipt};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::support::{COMMENTS, KEY, receipt, request};

/// Each secret as it is, as it stands in a URL, in a form, and in JSON.
fn forms() -> Vec<String> {
    [KEY, COMMENTS]
        .into_iter()
        .flat_map(|secret| {
            let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
            let kept = encoded.replace("%2D", "-");
            let form = kept.replace("%20", "+");
            let json = serde_json::to_string(secret).unwrap();
            [
                secret.to_owned(),
                encoded,
                kept,
                form,
                json.trim_matches('"').to_owned(),
            ]
        })
        .collect()
}

/// The secret that a text holds, if it holds one.
fn leak(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    forms()
        .into_iter()
        .find(|form| text.contains(&form.to_ascii_lowercase()))
}

fn printed(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

pub(crate) fn assert_no_leak(place: &str, client: &Client, result: &Result<Receipt, Error>) {
    let mut texts = vec![
        printed(client),
        printed(client.settings()),
        printed(result),
        printed(&client.build_request(&request()).unwrap()),
        printed(&request()),
        receipt(result).to_json(),
    ];
    if let Err(error) = result {
        let mut cause: Option<&dyn std::error::Error> = Some(error);
        while let Some(error) = cause {
            texts.push(format!("{error} {error:?}"));
            cause = error.source();
        }
    }
    for text in texts {
        assert_eq!(leak(&text), None, "{place}: {text}");
    }
}

#[test]
fn the_sweep_catches_a_planted_leak() {
    let client = crate::support::client(
        cloudagent_disposition::Api::GetV2,
        "http://127.0.0.1:9",
        std::time::Duration::from_secs(1),
    );
    let request = client.build_request(&request()).unwrap();
    for planted in [
        request.url(),
        request.target(),
        "key KK-MARKER%2f7%2bcanary!",
    ] {
        assert!(leak(planted).is_some(), "{planted}");
    }
    assert_eq!(leak("nothing to see"), None);
}
