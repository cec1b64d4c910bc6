//! `validate.json`: everything that is wrong with a request, in order.

use cloudagent_disposition::validate;
use serde_json::Value;

use crate::given::{account, api, base_url, request, spelled};

pub(crate) fn run(case: Value) {
    let (account, request) = (account(&case["account"]), request(&case["request"]));
    let found = validate(&account, &request, api(&case), base_url(&case));
    assert_eq!(spelled(&found), case["expect"]);
}
