//! `params.json`: a CRM page's raw parameters.

use cloudagent_disposition::from_params;
use serde::Deserialize;
use serde_json::Value;

use crate::given::{Expected, GivenRequest, api, spelled};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(rename = "id")]
    _id: String,
    api: String,
    params: Vec<(String, String)>,
    expect: Expect,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    // A `Value` must be there even where it is null; an `Option` could be left out.
    customer: Value,
    api_key: Value,
    request: GivenRequest,
    violations: Vec<Expected>,
}

pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap();
    let read = from_params(case.params, api(&case.api));
    assert_eq!(spelled(&read.violations), case.expect.violations);
    assert_eq!(Value::from(read.customer), case.expect.customer);
    let api_key = read.api_key.map(|key| key.expose().to_owned());
    assert_eq!(Value::from(api_key), case.expect.api_key);
    let request = case.expect.request.read();
    assert_eq!(read.request.comments, request.comments);
    assert_eq!(read.request, request);
}
