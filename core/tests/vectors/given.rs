//! What the vectors give: accounts and requests, and violations as they are compared.

use cloudagent_disposition::{
    Account, Api, ApiKey, DispositionRequest, Field, Problem, Severity, Token, Violation,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GivenAccount {
    #[serde(default)]
    customer: String,
    api_key: Option<String>,
    token: Option<String>,
}

impl GivenAccount {
    pub(crate) fn read(self) -> Account {
        match (self.api_key, self.token) {
            (Some(key), None) => Account::with_api_key(self.customer, ApiKey::new(key)),
            (None, Some(token)) => Account::with_token(self.customer, Token::new(token)),
            (None, None) => Account::without_credential(self.customer),
            (Some(_), Some(_)) => panic!("an account holds one credential"),
        }
    }
}

/// A request with its texts as they are: `from_json` would make blank ones absent.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct GivenRequest {
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
    pub(crate) fn read(self) -> DispositionRequest {
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

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    field: String,
    problem: String,
    severity: String,
}

/// The violations as the vectors spell them; each must also have a sentence.
pub(crate) fn spelled(violations: &[Violation]) -> Vec<Expected> {
    let spell = |violation: &Violation| {
        assert!(violation.detail.ends_with('.'), "{violation:?}");
        Expected {
            field: Field::as_str(violation.field).to_owned(),
            problem: Problem::as_str(violation.problem).to_owned(),
            severity: Severity::as_str(violation.severity).to_owned(),
        }
    };
    violations.iter().map(spell).collect()
}

pub(crate) fn api(code: &str) -> Api {
    code.parse().expect("an api's code")
}

pub(crate) fn base_url(text: Option<&str>) -> &str {
    text.unwrap_or("https://in1-ccaas-api.ozonetel.com")
}
