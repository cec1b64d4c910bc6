//! `wire.json`: requests byte for byte, or what keeps them from being built.

use std::collections::BTreeMap;

use cloudagent_disposition::{HttpRequest, build_list_request, build_request, build_token_request};
use serde::Deserialize;
use serde_json::Value;

use crate::given::{Expected, GivenAccount, GivenRequest, api, base_url, spelled};

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
enum Kind {
    #[default]
    Set,
    Token,
    List,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(rename = "id")]
    _id: String,
    #[serde(default)]
    kind: Kind,
    api: String,
    base_url: Option<String>,
    account: GivenAccount,
    request: Option<GivenRequest>,
    campaign: Option<String>,
    expect: Expect,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Expect {
    Refused(Refused),
    Built(Built),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    violations: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Built {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    body: Option<String>,
    host: Option<String>,
    port: Option<u16>,
    target: Option<String>,
}

pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap();
    let account = case.account.read();
    let secret = account
        .api_key()
        .map(|key| key.expose().to_owned())
        .or(account.token().map(|token| token.expose().to_owned()));
    let base_url = base_url(case.base_url.as_deref());
    let campaign = case.campaign.as_deref();
    let built = match case.kind {
        Kind::Set => {
            let request = case.request.expect("a request").read();
            build_request(&account, &request, api(&case.api), base_url)
        }
        Kind::Token => build_token_request(&account, base_url),
        Kind::List => build_list_request(&account, campaign, api(&case.api), base_url),
    };
    match (built, case.expect) {
        (Ok(built), Expect::Built(expect)) => {
            if let Some(secret) = secret {
                assert!(!format!("{built:?}").contains(&secret));
            }
            compare(&built, expect);
        }
        (Err(refused), Expect::Refused(expect)) => {
            assert_eq!(spelled(refused.violations()), expect.violations);
        }
        (Ok(_), Expect::Refused(_)) => panic!("it was built"),
        (Err(refused), Expect::Built(_)) => panic!("it was refused: {refused}"),
    }
}

fn compare(built: &HttpRequest, expect: Built) {
    assert_eq!(built.method().as_str(), expect.method);
    assert_eq!(built.url(), expect.url);
    assert_eq!(built.body(), expect.body.as_deref());

    let lower = |name: &str| name.to_ascii_lowercase();
    let mut headers = BTreeMap::new();
    for (name, value) in built.headers() {
        let before = headers.insert(lower(name), value);
        assert_eq!(before, None, "{name} stands twice");
    }
    let agent = headers.remove("user-agent").expect("a User-Agent");
    let version = agent.strip_prefix("cloudagent-disposition/");
    assert_eq!(version, Some(env!("CARGO_PKG_VERSION")));
    let expected = expect.headers.iter();
    let expected = expected.map(|(name, value)| (lower(name), value.as_str()));
    assert_eq!(headers, expected.collect());

    if let Some(host) = expect.host {
        assert_eq!(built.host(), host);
    }
    if let Some(port) = expect.port {
        assert_eq!(built.port(), port);
    }
    if let Some(target) = expect.target {
        assert_eq!(built.target(), target);
    }
}
