//! `urls.json`: base URLs, as they are kept or why they are not.

use cloudagent_disposition::{BaseUrl, Field};
use serde_json::{Value, json};

pub(crate) fn run(case: Value) {
    let read = match BaseUrl::parse(case["base_url"].as_str().unwrap()) {
        Ok(url) => json!({"kept_as": url.as_str()}),
        Err(refused) => {
            let [violation] = refused.violations() else {
                panic!("{refused}");
            };
            assert_eq!(violation.field, Field::BaseUrl);
            json!({"problem": violation.problem.as_str()})
        }
    };
    assert_eq!(read, case["expect"]);
}
