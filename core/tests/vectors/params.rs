//! `params.json`: a CRM page's raw parameters.

use cloudagent_disposition::from_params;
use serde::Deserialize;
use serde_json::Value;

use crate::given::{api, request, spelled};

pub(crate) fn run(case: Value) {
    let pairs = Vec::<(String, String)>::deserialize(&case["params"]).unwrap();
    let read = from_params(pairs, api(&case));
    let expect = &case["expect"];
    assert_eq!(spelled(&read.violations), expect["violations"]);
    assert_eq!(Value::from(read.customer), expect["customer"]);
    let api_key = read.api_key.map(|key| key.expose().to_owned());
    assert_eq!(Value::from(api_key), expect["api_key"]);
    let request = request(&expect["request"]);
    // What a request prints does not show its comments.
    assert_eq!(read.request.comments, request.comments);
    assert_eq!(read.request, request);
}
