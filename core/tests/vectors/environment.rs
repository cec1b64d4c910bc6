//! `environment.json`: settings from variables and files that a case makes up.

use std::collections::BTreeMap;
use std::env::VarError;
use std::io;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cloudagent_disposition::{
    Api, ApiKey, Environment, Field, Problem, SECRET_FILE_LIMIT, Settings, Token,
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(rename = "source")]
    _source: String,
    variables: BTreeMap<String, String>,
    #[serde(default)]
    files: BTreeMap<String, Content>,
    #[serde(default)]
    given: Given,
    expect: Expect,
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

#[derive(Deserialize)]
#[serde(untagged)]
enum Expect {
    Violations { violations: Vec<Wrong> },
    Settings(Expected),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrong {
    variable: String,
    field: Field,
    problem: Problem,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Expected {
    customer: String,
    api_key: Option<String>,
    token: Option<String>,
    api: Api,
    base_url: String,
    deadline_ms: u64,
}

pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap_or_else(|error| panic!("{error}"));
    let text = |name: &str| {
        case.variables
            .get(name)
            .cloned()
            .ok_or(VarError::NotPresent)
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
    match (
        environment(case.given).from_map(text, read_file),
        case.expect,
    ) {
        (Ok(settings), Expect::Settings(expected)) => {
            assert_eq!(read(&settings), expected, "{}", case.id);
        }
        (Err(invalid), Expect::Violations { violations }) => {
            let printed = format!("{invalid} {invalid:?}");
            assert!(!printed.contains("marker"), "{}: {printed}", case.id);
            let found = invalid.violations();
            assert_eq!(found.len(), violations.len(), "{}: {invalid}", case.id);
            for (found, expected) in found.iter().zip(violations) {
                let wrong = (found.field, found.problem, found.is_hard());
                assert_eq!(
                    wrong,
                    (expected.field, expected.problem, true),
                    "{}",
                    case.id
                );
                let named = found
                    .detail
                    .split(' ')
                    .any(|word| word.trim_end_matches([',', '.']) == expected.variable);
                assert!(named, "{}: {}", case.id, found.detail);
            }
        }
        (actual, _) => panic!("{}: {actual:?}", case.id),
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

fn read(settings: &Settings) -> Expected {
    let account = &settings.account;
    Expected {
        customer: account.customer().to_owned(),
        api_key: account.api_key().map(|key| key.expose().to_owned()),
        token: account.token().map(|token| token.expose().to_owned()),
        api: settings.api,
        base_url: settings.base_url.to_string(),
        deadline_ms: settings.deadline.as_millis() as u64,
    }
}
