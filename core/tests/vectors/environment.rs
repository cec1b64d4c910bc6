//! `environment.json`: settings from variables and files that a case makes up.

use std::collections::BTreeMap;
use std::env::VarError;
use std::io;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cloudagent_disposition::{Api, ApiKey, Environment, SECRET_FILE_LIMIT, Settings, Token};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Case {
    id: String,
    variables: BTreeMap<String, String>,
    #[serde(default)]
    files: BTreeMap<String, Content>,
    #[serde(default)]
    given: Given,
    expect: Value,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Bytes { base64: String },
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Given {
    customer: Option<String>,
    api_key: Option<String>,
    token: Option<String>,
    api: Option<Api>,
    base_url: Option<String>,
    deadline_ms: Option<u64>,
}

pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap_or_else(|error| panic!("{error}"));
    let text = |name: &str| {
        let text = case.variables.get(name);
        text.cloned().ok_or(VarError::NotPresent)
    };
    let read_file = |path: &str| {
        let mut bytes = match case.files.get(path) {
            Some(Content::Text(text)) => text.clone().into_bytes(),
            Some(Content::Bytes { base64 }) => STANDARD.decode(base64).unwrap(),
            None => return Err(io::ErrorKind::NotFound.into()),
        };
        bytes.truncate(SECRET_FILE_LIMIT + 1);
        Ok(bytes)
    };
    let id = &case.id;
    let invalid = match environment(case.given).from_map(text, read_file) {
        Ok(settings) => return assert_eq!(read(&settings), case.expect, "{id}"),
        Err(invalid) => invalid,
    };
    let printed = format!("{invalid} {invalid:?}");
    assert!(!printed.contains("marker"), "{id}: {printed}");
    let (found, expected) = (invalid.violations(), &case.expect["violations"]);
    let expected = expected.as_array().unwrap();
    assert_eq!(found.len(), expected.len(), "{id}: {invalid}");
    for (found, expected) in found.iter().zip(expected) {
        let wrong = json!({
            "variable": expected["variable"],
            "field": found.field.as_str(),
            "problem": found.problem.as_str(),
        });
        assert_eq!(wrong, *expected, "{id}");
        assert!(found.is_hard(), "{id}");
        let mut words = found.detail.split(' ');
        let named = words.any(|word| word.trim_end_matches([',', '.']) == expected["variable"]);
        assert!(named, "{id}: {}", found.detail);
    }
}

fn environment(given: Given) -> Environment {
    let mut environment = Environment::new();
    if let Some(customer) = given.customer {
        environment = environment.customer(customer);
    }
    if let Some(key) = given.api_key {
        environment = environment.api_key(ApiKey::new(key));
    }
    if let Some(token) = given.token {
        environment = environment.token(Token::new(token));
    }
    if let Some(api) = given.api {
        environment = environment.api(api);
    }
    if let Some(base_url) = given.base_url {
        environment = environment.base_url(base_url);
    }
    if let Some(deadline) = given.deadline_ms {
        environment = environment.deadline(Duration::from_millis(deadline));
    }
    environment
}

fn read(settings: &Settings) -> Value {
    let account = &settings.account;
    json!({
        "customer": account.customer(),
        "api_key": account.api_key().map(|key| key.expose()),
        "token": account.token().map(|token| token.expose()),
        "api": settings.api.as_str(),
        "base_url": settings.base_url.as_str(),
        "deadline_ms": settings.deadline.as_millis() as u64,
    })
}
