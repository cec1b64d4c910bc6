//! `wire.json`: requests byte for byte, or what keeps them from being built.

use std::collections::BTreeMap;

use cloudagent_disposition::{HttpRequest, build_list_request, build_request, build_token_request};
use serde_json::{Value, json};

use crate::engine_steps::includes;
use crate::given::{account, api, base_url, request, spelled};

pub(crate) fn run(mut case: Value) {
    let account = account(&case["account"]);
    let key = account.api_key().map(|key| key.expose().to_owned());
    let secret = key.or(account.token().map(|token| token.expose().to_owned()));
    let (base_url, campaign) = (base_url(&case), case["campaign"].as_str());
    let built = match case["kind"].as_str() {
        None | Some("set") => {
            build_request(&account, &request(&case["request"]), api(&case), base_url)
        }
        Some("token") => build_token_request(&account, base_url),
        Some("list") => build_list_request(&account, campaign, api(&case), base_url),
        Some(kind) => panic!("what is {kind}?"),
    };
    match built {
        Ok(built) => {
            let printed = format!("{built:?}");
            assert!(secret.is_none_or(|secret| !printed.contains(&secret)));
            compare(&built, case["expect"].take());
        }
        Err(refused) => {
            let violations = spelled(refused.violations());
            assert_eq!(json!({"violations": violations}), case["expect"]);
        }
    }
}

pub(crate) fn compare(built: &HttpRequest, mut expect: Value) {
    let lower = |name: &str| name.to_ascii_lowercase();
    let Some(Value::Object(named)) = expect.get_mut("headers").map(Value::take) else {
        panic!("it was built");
    };
    let mut headers = BTreeMap::new();
    for (name, value) in built.headers() {
        let before = headers.insert(lower(name), Value::from(value));
        assert_eq!(before, None, "{name} stands twice");
    }
    let agent = headers.remove("user-agent").expect("a User-Agent");
    let version = concat!("cloudagent-disposition/", env!("CARGO_PKG_VERSION"));
    assert_eq!(agent, version);
    let named = named.into_iter().map(|(name, value)| (lower(&name), value));
    assert_eq!(headers, named.collect());

    let built = json!({
        "method": built.method().as_str(),
        "url": built.url(),
        "headers": null,
        "body": built.body(),
        "host": built.host(),
        "port": built.port(),
        "target": built.target(),
    });
    includes("wire", &built, &expect);
}
