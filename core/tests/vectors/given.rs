//! What the vectors give: accounts and requests, and violations as they are compared.

use cloudagent_disposition::{Account, Api, ApiKey, DispositionRequest, Token, Violation};
use serde::Deserialize;
use serde_json::{Value, json};

/// The account of a case, or its settings.
pub(crate) fn account(given: &Value) -> Account {
    let customer = given["customer"].as_str().unwrap_or_default();
    match (given["api_key"].as_str(), given["token"].as_str()) {
        (Some(key), None) => Account::with_api_key(customer, ApiKey::new(key)),
        (None, Some(token)) => Account::with_token(customer, Token::new(token)),
        (None, None) => Account::without_credential(customer),
        (Some(_), Some(_)) => panic!("an account holds one credential"),
    }
}

pub(crate) fn request(given: &Value) -> DispositionRequest {
    GivenRequest::deserialize(given).unwrap().read()
}

/// A request with its texts as they are: `from_json` would make blank ones absent.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct GivenRequest {
    // generated: given (by `cargo gen`)
    ucid: Option<String>,
    did: Option<String>,
    agent_id: Option<String>,
    disposition: Option<String>,
    comments: Option<String>,
    pause_after_dispose: Option<bool>,
    pause_reason: Option<String>,
    callback_time: Option<String>,
    callback_time_zone: Option<String>,
    #[serde(default)]
    auto_release: bool,
    // end
}

impl GivenRequest {
    fn read(self) -> DispositionRequest {
        let mut request = DispositionRequest::new();
        // generated: read (by `cargo gen`)
        request.ucid = self.ucid;
        request.did = self.did;
        request.agent_id = self.agent_id;
        request.disposition = self.disposition;
        request.comments = self.comments;
        request.pause_after_dispose = self.pause_after_dispose;
        request.pause_reason = self.pause_reason;
        request.callback_time = self.callback_time;
        request.callback_time_zone = self.callback_time_zone;
        request.auto_release = self.auto_release;
        // end
        request
    }
}

/// The violations as the vectors spell them; each must also have a sentence.
pub(crate) fn spelled(violations: &[Violation]) -> Value {
    let spell = |violation: &Violation| {
        assert!(violation.detail.ends_with('.'), "{violation:?}");
        let (field, problem) = (violation.field.as_str(), violation.problem.as_str());
        json!({"field": field, "problem": problem, "severity": violation.severity.as_str()})
    };
    violations.iter().map(spell).collect()
}

pub(crate) fn api(case: &Value) -> Api {
    case["api"]
        .as_str()
        .unwrap()
        .parse()
        .expect("an api's code")
}

pub(crate) fn base_url(case: &Value) -> &str {
    case["base_url"]
        .as_str()
        .unwrap_or("https://in1-ccaas-api.ozonetel.com")
}
