//! `validate.json`: everything that is wrong with a request, in order.

use cloudagent_disposition::validate;
use serde::Deserialize;
use serde_json::Value;

use crate::given::{Expected, GivenAccount, GivenRequest, api, base_url, spelled};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(rename = "id")]
    _id: String,
    api: String,
    base_url: Option<String>,
    account: GivenAccount,
    request: GivenRequest,
    expect: Vec<Expected>,
    #[serde(rename = "source")]
    _source: String,
}

pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap();
    let found = validate(
        &case.account.read(),
        &case.request.read(),
        api(&case.api),
        base_url(case.base_url.as_deref()),
    );
    assert_eq!(spelled(&found), case.expect);
}
