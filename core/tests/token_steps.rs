//! The engine's steps with a token store and with a token source, one by one: what is written into
//! the store to the letter, and who may fetch when.

use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, Engine, Event, Millis, Output, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    Account, Advice, Api, ApiKey, DispositionRequest, Effect, HttpReply, Kind, SecretBytes,
    StoreAnswer, StoreOperation, Token,
};

const WALL: u64 = 1_764_000_000_000;
const SAVED: &str = r#"{"details": "queued successfully", "status": "Success"}"#;
const EXPIRED: &str = r#"{"message": "token expired", "status": "Error"}"#;

fn engine(account: Account) -> Engine {
    Engine::new(Settings::new(account, Api::PostToken).shares_tokens(true)).unwrap()
}

fn sharing() -> Engine {
    engine(Account::with_api_key("acme", ApiKey::new("KK-marker")))
}

/// A call, and the last step that it answered.
struct Running(Call, Step);

fn start(engine: &Engine, seed: u128, now: u64) -> Running {
    let request = DispositionRequest::new()
        .ucid("8189000000001")
        .did("914000000001")
        .agent_id("ravi")
        .disposition("Sale");
    let options = CallOptions::new().deadline(Duration::from_secs(60));
    let (call, output) = engine.start(&request, &options, Seed(seed), Millis(now));
    Running(call, output.step)
}

impl Running {
    fn tell(&mut self, event: Event, now: u64) -> &mut Self {
        let Output { step, .. } = self.0.step(event, Millis(now)).unwrap();
        self.1 = step;
        self
    }

    fn seq(&self) -> u32 {
        match &self.1 {
            Step::Send { seq, .. } | Step::Store { seq, .. } | Step::Token { seq, .. } => *seq,
            other => panic!("{other:?}"),
        }
    }

    fn stored(&mut self, answer: StoreAnswer, now: u64) -> &mut Self {
        let (seq, wall) = (self.seq(), WallMillis(WALL + now));
        self.tell(Event::Stored { seq, answer, wall }, now)
    }

    fn found(&mut self, text: &str, now: u64) -> &mut Self {
        let bytes = SecretBytes::new(text);
        let version = "7".to_owned();
        self.stored(StoreAnswer::Found { bytes, version }, now)
    }

    fn replied(&mut self, body: &str, now: u64) -> &mut Self {
        let reply = HttpReply {
            status: 200,
            body: body.as_bytes().to_vec(),
            ..HttpReply::default()
        };
        let (seq, wall) = (self.seq(), WallMillis(WALL + now));
        self.tell(Event::Reply { seq, reply, wall }, now)
    }

    fn reads(&self) -> &Self {
        let is_get = matches!(
            &self.1,
            Step::Store {
                operation: StoreOperation::Get { .. },
                ..
            }
        );
        assert!(is_get, "{:?}", self.1);
        self
    }

    /// What is to be put into the store, and over which version.
    fn puts(&self) -> (String, Option<&str>) {
        match &self.1 {
            Step::Store {
                operation: StoreOperation::PutIf { version, bytes, .. },
                ..
            } => (
                String::from_utf8(bytes.expose().to_vec()).unwrap(),
                version.as_deref(),
            ),
            other => panic!("{other:?}"),
        }
    }

    fn fetches(&self) {
        let is_fetch = matches!(&self.1, Step::Send { request, .. } if request.url().ends_with("/generateToken"));
        assert!(is_fetch, "{:?}", self.1);
    }

    fn sends_with(&self, token: &str) {
        let Step::Send { request, .. } = &self.1 else {
            panic!("{:?}", self.1)
        };
        let bearer = format!("Bearer {token}");
        assert!(
            request.headers().any(|(_, value)| value == bearer),
            "{token}"
        );
    }

    fn waits_until(&self, until: u64) {
        assert_eq!(
            self.1,
            Step::Wait {
                until: Millis(until)
            }
        );
    }

    fn failed(&self, kind: Kind, advice: Advice) {
        let Step::Done { result } = &self.1 else {
            panic!("{:?}", self.1)
        };
        let error = result.as_ref().as_ref().unwrap_err();
        assert_eq!((error.kind(), error.receipt().advice), (Some(kind), advice));
    }
}

const NONE: &str = "0000000000000000000000000000000";

#[test]
fn a_lease_is_written_then_the_token_and_the_next_engine_uses_it() {
    let mut first = start(&sharing(), 1, 0);
    first.reads();
    first.stored(StoreAnswer::Nothing, 10);
    let lease = format!(
        r#"{{"v":1,"generation":0,"token":null,"expiry":null,"fetches":[{}],"lease":"{NONE}1-1"}}"#,
        WALL + 10
    );
    assert_eq!(first.puts(), (lease.clone(), None));
    first.stored(StoreAnswer::Written, 20).fetches();
    // Eight seconds from the step before, not from the answer to it.
    assert!(matches!(
        first.1,
        Step::Send {
            until: Millis(8_010),
            ..
        }
    ));
    first.replied(r#"{"token": "T1"}"#, 30);
    first.reads();
    first.found(&lease, 40);
    let kept = format!(
        r#"{{"v":1,"generation":1,"token":"T1","expiry":{},"fetches":[{}],"lease":null}}"#,
        WALL + 30 + 56 * 60_000,
        WALL + 10
    );
    assert_eq!(first.puts(), (kept.clone(), Some("7")));
    // What becomes of that changes nothing.
    first.stored(StoreAnswer::Conflict, 50).sends_with("T1");

    let other = sharing();
    let mut second = start(&other, 2, 5_000);
    second.found(&kept, 5_010).sends_with("T1");
    start(&other, 3, 5_020).sends_with("T1");
    // A refused one is not taken from the store again, a newer one is.
    second.replied(EXPIRED, 5_030);
    second.reads();
    let newer = kept
        .replace("T1", "T2")
        .replace("\"generation\":1", "\"generation\":2");
    second.found(&newer, 5_040).sends_with("T2");
}

#[test]
fn a_lease_of_another_engine_is_believed_in_for_ten_seconds_from_when_it_was_seen() {
    let engine = sharing();
    let other = r#"{"v":1,"generation":4,"token":null,"expiry":null,"fetches":[],"lease":"x-1"}"#;
    let mut call = start(&engine, 1, 0);
    call.found(other, 10).waits_until(510);
    for look in 1..20 {
        let now = 10 + 500 * look;
        call.tell(Event::Timer, now).reads();
        call.found(other, now).waits_until(now + 500);
    }
    call.tell(Event::Timer, 10_010);
    call.found(other, 10_010);
    let (taken, version) = call.puts();
    assert!(taken.contains(&format!("{NONE}1-1")) && version == Some("7"));
    call.stored(StoreAnswer::Written, 10_020).fetches();
    // Its own engine takes a lease for dead at once that its call left behind.
    drop(call);
    let mut next = start(&engine, 2, 10_030);
    next.found(&taken, 10_040);
    assert!(next.puts().0.contains(&format!("{NONE}2-1")));
}

#[test]
fn a_lease_that_was_taken_over_leaves_its_token_to_one_call() {
    let engine = sharing();
    let mut call = start(&engine, 1, 0);
    call.stored(StoreAnswer::Nothing, 10);
    let taken = call.puts().0.replace(&format!("{NONE}1-1"), "x-1");
    call.stored(StoreAnswer::Written, 20);
    call.replied(r#"{"token": "T1"}"#, 30);
    call.found(&taken, 40).sends_with("T1");
    call.replied(SAVED, 50);
    assert!(matches!(start(&engine, 2, 60).1, Step::Store { .. }));
}

#[test]
fn who_learns_too_late_of_its_lease_sends_nothing() {
    let mut call = start(&sharing(), 1, 0);
    call.stored(StoreAnswer::Nothing, 10);
    call.stored(StoreAnswer::Written, 8_010).reads();
}

#[test]
fn a_failed_fetch_puts_its_lease_away() {
    for (kind, counts) in [(Kind::Tls, false), (Kind::Reset, true)] {
        let mut call = start(&sharing(), 1, 0);
        call.stored(StoreAnswer::Nothing, 10);
        let lease = call.puts().0;
        call.stored(StoreAnswer::Written, 20);
        let (seq, sent) = (call.seq(), true);
        call.tell(Event::Failed { seq, kind, sent }, 30);
        call.reads();
        call.found(&lease, 40);
        let (away, version) = call.puts();
        assert!(
            away.contains(r#""lease":null"#) && version == Some("7"),
            "{away}"
        );
        assert_eq!(away.contains(&(WALL + 10).to_string()), counts, "{away}");
        let advice = match kind {
            Kind::Tls => Advice::FixConfiguration,
            _ => Advice::RetryLater,
        };
        call.stored(StoreAnswer::Written, 50)
            .failed(Kind::TokenUnavailable, advice);
    }
}

#[test]
fn a_store_that_fails_is_a_matter_of_configuration() {
    let fix = Advice::FixConfiguration;
    let mut call = start(&sharing(), 1, 0);
    call.stored(StoreAnswer::Failed, 10)
        .failed(Kind::TokenStore, fix);
    // What a newer version wrote is never overwritten, what nobody can read is.
    let mut call = start(&sharing(), 1, 0);
    call.found(r#"{"v": 2, "token": "T1"}"#, 10)
        .failed(Kind::TokenStore, fix);
    for unreadable in ["", "no JSON", r#"{"v": 0}"#, r#"{"v":1,"generation":"x"}"#] {
        let mut call = start(&sharing(), 1, 0);
        call.found(unreadable, 10);
        assert_eq!(call.puts().1, Some("7"), "{unreadable}");
    }
    let mut call = start(&sharing(), 1, 0);
    for conflict in 1..=5 {
        call.stored(StoreAnswer::Nothing, 10 * conflict);
        call.stored(StoreAnswer::Conflict, 10 * conflict + 5);
    }
    call.failed(Kind::TokenStore, fix);
}

#[test]
fn what_all_have_fetched_counts_towards_the_hour() {
    let fetches = (0..10).map(|n| (WALL - 3_000_000 + n).to_string());
    let fetches = fetches.collect::<Vec<_>>().join(",");
    let full = format!(
        r#"{{"v":1,"generation":9,"token":null,"expiry":null,"fetches":[{fetches}],"lease":null}}"#
    );
    let mut call = start(&sharing(), 1, 0);
    call.found(&full, 10)
        .failed(Kind::TokenUnavailable, Advice::RetryLater);
    let Step::Done { result } = &call.1 else {
        panic!()
    };
    let seconds = result
        .as_ref()
        .as_ref()
        .unwrap_err()
        .receipt()
        .retry_after_seconds;
    assert_eq!(seconds, Some(600));
    // What lies more than a minute ahead is some other clock's mistake.
    let ahead = full.replace(
        &(WALL - 3_000_000).to_string(),
        &(WALL + 60_011).to_string(),
    );
    let mut call = start(&sharing(), 1, 0);
    call.found(&ahead, 10);
    assert!(!call.puts().0.contains(&(WALL + 60_011).to_string()));
}

#[test]
fn a_store_that_hangs_ends_the_call_at_its_deadline_and_a_cancel_at_once() {
    let mut call = start(&sharing(), 1, 0);
    call.tell(Event::Timer, 59_999).waits_until(60_000);
    call.tell(Event::Timer, 60_000)
        .failed(Kind::TokenUnavailable, Advice::RetryLater);
    let mut call = start(&sharing(), 1, 0);
    call.tell(Event::Cancelled, 5)
        .failed(Kind::Cancelled, Advice::RetryLater);
}

#[test]
fn a_token_source_is_asked_once_and_again_when_its_token_is_refused() {
    let engine = engine(Account::with_token_source("acme"));
    let mut call = start(&engine, 1, 0);
    let asks = |call: &Running, again: bool| {
        assert!(
            matches!(call.1, Step::Token { renew, .. } if renew == again),
            "{:?}",
            call.1
        );
    };
    asks(&call, false);
    start(&engine, 2, 1).waits_until(1_001);
    let give = |call: &mut Running, text: &str, now| {
        let (seq, token, wall) = (call.seq(), Token::new(text), WallMillis(0));
        call.tell(Event::TokenGiven { seq, token, wall }, now);
    };
    give(&mut call, "T1", 10);
    call.sends_with("T1");
    start(&engine, 3, 20).sends_with("T1");
    call.replied(EXPIRED, 30);
    asks(&call, true);
    give(&mut call, "no token", 40);
    let Step::Done { result } = &call.1 else {
        panic!("{:?}", call.1)
    };
    let receipt = result.as_ref().as_ref().unwrap_err().receipt();
    assert_eq!(
        (receipt.effect, receipt.advice),
        (Effect::NotApplied, Advice::FixConfiguration)
    );
    assert_eq!(receipt.token_requests, 0);
}

#[test]
fn an_answer_of_another_sort_is_a_misuse() {
    let call = start(&sharing(), 1, 0);
    let (seq, kind, sent) = (call.seq(), Kind::Connect, false);
    assert!(
        call.0
            .step(Event::Failed { seq, kind, sent }, Millis(5))
            .is_err()
    );
    call.reads();
}

#[test]
fn a_waiter_leads_where_its_leader_is_gone() {
    let key = Account::with_api_key("acme", ApiKey::new("KK-marker"));
    let engine = Engine::new(Settings::new(key, Api::PostToken)).unwrap();
    let leader = start(&engine, 1, 0);
    leader.fetches();
    let mut waiter = start(&engine, 2, 5);
    // The leader's fetch is over at 8,000, its abort 250 ms later; nobody drives it any more.
    for (now, until) in [
        (5, 1_005),
        (1_005, 2_005),
        (2_005, 4_005),
        (4_005, 8_005),
        (8_005, 8_500),
    ] {
        if now > 5 {
            waiter.tell(Event::Timer, now);
        }
        let until = Millis(until);
        assert_eq!(waiter.1, Step::Wait { until });
    }
    waiter.tell(Event::Timer, 8_500).fetches();
    waiter.replied(r#"{"token": "T2"}"#, 8_600).sends_with("T2");
}
