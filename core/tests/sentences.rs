//! What a failure is told to be, where its kind alone does not say it.

use cloudagent_disposition::engine::{
    Call, CallOptions, Engine, Event, Millis, Output, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    Account, Advice, Api, ApiKey, DispositionRequest, Error, Kind, RetryPolicy,
};

const NAMED: &str = "the proxy that HTTPS_PROXY names can't be used";
const NOT_NAMED: &str = "the proxy made no connection";

fn account() -> Account {
    Account::with_api_key("acme", ApiKey::new("KK-marker"))
}

fn engine(account: Account, api: Api, unusable: Option<&str>) -> Engine {
    let settings = Settings::new(account, api).retry(RetryPolicy::none());
    Engine::new(settings.unusable_proxy(unusable)).unwrap()
}

fn request() -> DispositionRequest {
    DispositionRequest::new()
        .ucid("8189000000001")
        .did("914000000001")
        .agent_id("ravi")
        .disposition("Sale")
}

fn started(engine: &Engine) -> (Call, Output) {
    engine.start(&request(), &CallOptions::new(), Seed(1), Millis(0))
}

/// What the first step of a call leads to that fails so.
fn failed((call, output): (Call, Output), kind: Kind) -> Step {
    let (Step::Send { seq, .. } | Step::Token { seq, .. }) = output.step else {
        panic!("{output:?}")
    };
    let sent = true;
    let event = Event::Failed { seq, kind, sent };
    call.step(event, Millis(10)).unwrap().step
}

fn error(step: Step) -> Error {
    match step {
        Step::Done { result } => result.unwrap_err(),
        step => panic!("{step:?}"),
    }
}

#[test]
fn a_variable_that_names_an_unusable_proxy_is_named_whatever_fails_by_it() {
    for (variable, expected) in [(Some("HTTPS_PROXY"), NAMED), (None, NOT_NAMED)] {
        let engine = |api| engine(account(), api, variable);
        for api in [Api::GetV2, Api::PostToken] {
            let error = error(failed(started(&engine(api)), Kind::Proxy));
            let receipt = error.receipt();
            assert!(receipt.sentence.contains(expected), "{api}: {error}");
            assert_eq!(receipt.advice, Advice::FixConfiguration);
        }
        let options = CallOptions::new();
        let list = engine(Api::GetV2).start_list(Some("1"), &options, Seed(1), Millis(0));
        let Step::Listed { list } = failed(list.unwrap(), Kind::Proxy) else {
            panic!("a question ends with a list")
        };
        assert!(list.sentence.contains(expected), "{}", list.sentence);
        let wall = WallMillis(1_796_020_000_000);
        let (day, now) = ("2026-11-30", Millis(0));
        let engine = engine(Api::GetV2);
        let look_up = engine.start_look_up(&request(), day, &options, Seed(1), now, wall);
        let Step::Settled { settlements } = failed(look_up.unwrap(), Kind::Proxy) else {
            panic!("a look-up ends with settlements")
        };
        let sentence = &settlements[0].sentence;
        let capital = expected.replacen('t', "T", 1);
        assert!(sentence.contains(&capital), "{sentence}");
    }
    let other = error(failed(
        started(&engine(account(), Api::GetV2, Some("HTTPS_PROXY"))),
        Kind::Tls,
    ));
    assert!(!other.to_string().contains("HTTPS_PROXY"), "{other}");
}

#[test]
fn a_token_source_that_failed_is_told_as_such() {
    let says = |kind| {
        let account = Account::with_token_source("acme");
        let engine = engine(account, Api::PostToken, Some("HTTPS_PROXY"));
        let error = error(failed(started(&engine), kind));
        assert_eq!(error.kind(), Some(Kind::TokenUnavailable));
        (error.to_string(), error.receipt().advice)
    };
    let failed = "Nothing was sent: no token could be had, as the token source failed";
    for kind in [Kind::TransportFailed, Kind::Cancelled, Kind::Closed] {
        assert_eq!(says(kind), (format!("{failed}."), Advice::RetryLater));
    }
    let (said, advice) = says(Kind::Timeout);
    assert_eq!(said, format!("{failed}: no reply came in time."));
    assert_eq!(advice, Advice::RetryLater);
    // The source's own way to its server is not this client's.
    let (said, advice) = says(Kind::Proxy);
    assert!(said.contains(NOT_NAMED), "{said}");
    assert_eq!(advice, Advice::FixConfiguration);
}
