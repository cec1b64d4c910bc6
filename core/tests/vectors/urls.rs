//! `urls.json`: base URLs, as they are kept or why they are not.

use cloudagent_disposition::{BaseUrl, Field};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(rename = "id")]
    _id: String,
    base_url: String,
    expect: Expect,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Expect {
    KeptAs(String),
    Problem(String),
}

pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap();
    match (BaseUrl::parse(&case.base_url), case.expect) {
        (Ok(url), Expect::KeptAs(kept)) => assert_eq!(url.as_str(), kept),
        (Err(refused), Expect::Problem(problem)) => {
            let [violation] = refused.violations() else {
                panic!("{refused}");
            };
            assert_eq!(violation.field, Field::BaseUrl);
            assert_eq!(violation.problem.as_str(), problem);
        }
        (Ok(_), Expect::Problem(problem)) => panic!("kept, not {problem}"),
        (Err(refused), Expect::KeptAs(_)) => panic!("refused: {refused}"),
    }
}
