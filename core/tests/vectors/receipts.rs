//! `receipts.json`: JSON forms that another version wrote, read and written again.

use cloudagent_disposition::{DispositionRequest, Receipt};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::engine_steps::includes;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(rename = "source")]
    _source: String,
    #[serde(default)]
    form: Form,
    json: String,
    expect: Map<String, Value>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Form {
    #[default]
    Receipt,
    Request,
}

pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap_or_else(|error| panic!("{error}"));
    let read = match case.form {
        Form::Receipt => Receipt::from_json(&case.json).map(|receipt| {
            // What this version knows is what it writes without what it keeps.
            let fields = receipt.clone().with_newer(None).to_json();
            (receipt.to_json(), fields)
        }),
        Form::Request => DispositionRequest::from_json(&case.json).map(|request| {
            let json = request.to_json();
            (json.clone(), json)
        }),
    };
    let mut expect = case.expect;
    if let Some(unreadable) = expect.get("unreadable") {
        assert_eq!(unreadable, true, "{}", case.id);
        assert_eq!(expect.len(), 1, "{}", case.id);
        assert!(read.is_err(), "{}: {read:?}", case.id);
        return;
    }
    let (written, fields) = read.unwrap_or_else(|invalid| panic!("{}: {invalid}", case.id));
    let json = expect.remove("json").expect("a case tells its json");
    assert_eq!(written, json.as_str().unwrap(), "{}", case.id);
    let fields: Value = serde_json::from_str(&fields).unwrap();
    includes(&case.id, &fields, &Value::Object(expect));
}
