//! Look-ups that bring no list: none of them says anything of the disposition.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cloudagent_disposition::{
    Advice, Api, CallOptions, CancelToken, Client, Effect, Error, Field, Finding, HttpReply,
    HttpRequest, Kind, Limits, Lookup, Outcome, Problem, Settlement, Transport,
};
use cloudagent_simulator::{Fault, ScriptedReply};

use crate::child::{child, told};
use crate::look_up::{client, long_report, look_up, today};
use crate::support::{Own, request, settings, simulator};

fn lookup(settlement: &Settlement) -> &Lookup {
    assert_eq!(settlement.finding, Finding::NoAnswer, "{settlement:?}");
    assert_eq!(settlement.effect, Effect::Unknown);
    settlement.lookup.as_ref().expect("what became of it")
}

#[test]
fn what_failed_says_nothing_of_the_disposition() {
    for (fault, kind, outcome, advice) in [
        (
            Fault::HalfBody,
            Some(Kind::BrokenReply),
            None,
            Advice::RetryLater,
        ),
        (
            Fault::ResetBeforeApplied,
            Some(Kind::Reset),
            None,
            Advice::RetryLater,
        ),
        (
            Fault::Html502,
            None,
            Some(Outcome::Unavailable),
            Advice::RetryLater,
        ),
    ] {
        let simulator = simulator();
        simulator.inject(fault.clone().once());
        let settlement = look_up(&client(&simulator));
        let told = lookup(&settlement);
        let told = (told.kind, told.outcome, told.advice);
        assert_eq!(told, (kind, outcome, advice), "{fault:?}");
        assert_eq!(settlement.advice, Advice::CheckFirst);
        assert_eq!(simulator.journal().len(), 1, "sent once");
    }
}

#[test]
fn what_stands_on_the_way_is_named() {
    for (status, body, is_named) in [
        (400, "", true),
        (403, "<html>Access denied</html>", true),
        (405, "", true),
        (411, "", true),
        (413, "", true),
        (
            200,
            r#"{"status":"error","message":"invalid json pass valid json"}"#,
            true,
        ),
        (401, "", false),
        (503, "", false),
    ] {
        let simulator = simulator();
        simulator.script([ScriptedReply::new(status, body)]);
        let settlement = look_up(&client(&simulator));
        lookup(&settlement);
        let named = settlement.sentence.contains("on the way");
        assert_eq!(named, is_named, "{status}: {}", settlement.sentence);
    }
}

#[test]
fn it_keeps_its_deadline_and_can_be_cancelled_and_closed() {
    let ended = |client: &Client, options: &CallOptions| {
        let begun = Instant::now();
        let settlement = client.look_up_with(&request(), &today(), options).unwrap();
        assert!(begun.elapsed() < Duration::from_secs(5), "{settlement:?}");
        lookup(&settlement).kind
    };
    let deadline = |limit| CallOptions::new().deadline(limit);
    let slow = simulator();
    slow.inject(Fault::Delay { ms: 20_000 });
    let short = deadline(Duration::from_millis(200));
    assert_eq!(ended(&client(&slow), &short), Some(Kind::Timeout));

    let token = CancelToken::new();
    std::thread::scope(|scope| {
        let options = CallOptions::new().cancel(token.clone());
        let call = scope.spawn(|| ended(&client(&slow), &{ options }));
        while slow.journal().len() < 2 {
            std::thread::yield_now();
        }
        token.cancel();
        assert_eq!(call.join().unwrap(), Some(Kind::Cancelled));
    });
    let client = client(&slow);
    let cancelled = CallOptions::new().cancel(token);
    assert_eq!(ended(&client, &cancelled), Some(Kind::Cancelled));
    assert_eq!(
        ended(&client, &deadline(Duration::ZERO)),
        Some(Kind::Deadline)
    );
    client.close();
    assert_eq!(ended(&client, &CallOptions::new()), Some(Kind::Closed));
    assert_eq!(slow.journal().len(), 2);
}

#[test]
fn what_cant_be_asked_is_invalid() {
    let simulator = simulator();
    let client = client(&simulator);
    let refused = client.look_up(&request(), "yesterday").unwrap_err();
    let told = (
        refused.violations()[0].field,
        refused.violations()[0].problem,
    );
    assert_eq!(told, (Field::Day, Problem::Invalid));
    let refused = settings(Api::GetV2, simulator.base_url()).utc_offset_minutes(841);
    let refused = Client::new(refused).unwrap_err();
    let Error::Invalid { violations, .. } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(violations[0].field, Field::UtcOffsetMinutes);
    assert_eq!(simulator.journal(), []);
}

/// A transport that says that it can.
struct Able(AtomicUsize);

impl Transport for Able {
    fn send(
        &self,
        request: &HttpRequest,
        limits: &Limits,
        _: &CancelToken,
    ) -> Result<HttpReply, Kind> {
        assert!(request.body_with_get() && request.own_connection());
        assert_eq!((request.reply_limit(), limits.body), (8 << 20, 8 << 20));
        assert!(limits.total > Duration::from_secs(29));
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(HttpReply {
            status: 200,
            body: long_report(0),
            ..HttpReply::default()
        })
    }

    fn can_send_body_with_get(&self) -> bool {
        true
    }
}

#[test]
fn a_transport_says_whether_it_can() {
    let url = "https://cloudagent.invalid";
    let unable = Own(|_: &_, _: &_, _: &_| panic!("nothing is sent"));
    let unable = Client::with_transport(settings(Api::GetV2, url), Arc::new(unable)).unwrap();
    for _ in 0..2 {
        let settlement = look_up(&unable);
        let told = lookup(&settlement);
        assert_eq!(told.kind, Some(Kind::Unsendable));
        assert_eq!(told.advice, Advice::FixConfiguration);
        assert!(settlement.sentence.contains("look up on a server"));
    }
    let able = Arc::new(Able(AtomicUsize::new(0)));
    let client = Client::with_transport(settings(Api::GetV2, url), able.clone()).unwrap();
    assert_eq!(look_up(&client).finding, Finding::Stands);
    assert_eq!(able.0.load(Ordering::SeqCst), 1);
}

#[test]
#[ignore = "a child of the test below"]
fn a_look_up_with_this_environment() {
    let client = Client::new(settings(Api::GetV2, "https://cloudagent.invalid")).unwrap();
    let settlement = look_up(&client);
    println!("told: {}", settlement.sentence);
}

#[test]
fn a_proxy_that_cant_be_used_is_named() {
    let mut child = child("look_up_fails::a_look_up_with_this_environment");
    let told = told(child.env("HTTPS_PROXY", "socks5://ravi:marker@127.0.0.1:9"));
    let [sentence] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert!(sentence.contains("that HTTPS_PROXY names"), "{sentence}");
    assert!(sentence.contains("as unknown as before"), "{sentence}");
    assert!(!sentence.contains("marker"));
}
