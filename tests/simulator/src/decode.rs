//! A request as the vendor reads it.

use crate::journal::Received;
use crate::parameters;
use crate::vendor::{self, Request};

pub(crate) fn decoded(received: &Received, now: u64) -> Request {
    let target = origin_form(&received.target);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let from_body = parameters::from_json(&received.body);
    let body_is_json = from_body.is_some();
    let parameters = if received.method == "POST" || vendor::reads_body(path) {
        from_body.unwrap_or_default()
    } else {
        parameters::from_query(query)
    };
    Request {
        method: received.method.clone(),
        path: path.to_owned(),
        api_key: received.header("apiKey").map(str::to_owned),
        authorization: received.header("authorization").map(str::to_owned),
        parameters,
        body_is_json,
        now,
    }
}

/// Path and query of a target that a proxy would get (`http://host/path`), and of any other.
fn origin_form(target: &str) -> &str {
    match target.strip_prefix("http://") {
        Some(rest) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => target,
    }
}
