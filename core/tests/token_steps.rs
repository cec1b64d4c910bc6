//! What is written into a token store, to the letter: other versions, in other languages, read it. Who
//! may fetch when is said by `traces/engine.json`.

use cloudagent_disposition::engine::{
    CallOptions, Engine, Event, Millis, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    Account, Api, ApiKey, DispositionRequest, HttpReply, SecretBytes, StoreAnswer, StoreOperation,
};

const WALL: u64 = 1_764_000_000_000;

/// What a step would put into the store, and over which version.
fn put(step: &Step) -> (&str, Option<&str>) {
    match step {
        Step::Store {
            operation: StoreOperation::PutIf { version, bytes, .. },
            ..
        } => (
            std::str::from_utf8(bytes.expose()).unwrap(),
            version.as_deref(),
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lease_and_a_token_are_written_so() {
    let account = Account::with_api_key("acme", ApiKey::new("KK-marker"));
    let settings = Settings::new(account, Api::PostToken).shares_tokens(true);
    let request = DispositionRequest::new()
        .ucid("8189000000001")
        .did("914000000001")
        .agent_id("ravi")
        .disposition("Sale");
    let engine = Engine::new(settings).unwrap();
    let (call, output) = engine.start(&request, &CallOptions::new(), Seed(1), Millis(0));
    let Step::Store {
        operation: StoreOperation::Get { key },
        ..
    } = &output.step
    else {
        panic!("{output:?}")
    };
    // The same in every process and language, or they would not share.
    assert_eq!(key, "98451eea35754ef4419ec38b024767b2");

    let stored = |seq, answer, now| {
        let wall = WallMillis(WALL + now);
        let event = Event::Stored { seq, answer, wall };
        call.step(event, Millis(now)).unwrap().step
    };
    let taken = stored(1, StoreAnswer::Nothing, 10);
    let fetched = WALL + 10;
    let lease = format!(
        r#"{{"v":1,"generation":0,"token":null,"expiry":null,"fetches":[{fetched}],"lease":"00000000000000000000000000000001-1"}}"#
    );
    assert_eq!(put(&taken), (&*lease, None));

    stored(2, StoreAnswer::Written, 20);
    let reply = HttpReply {
        status: 200,
        body: br#"{"token": "T1"}"#.to_vec(),
        ..HttpReply::default()
    };
    let (seq, wall) = (3, WallMillis(WALL + 30));
    call.step(Event::Reply { seq, reply, wall }, Millis(30))
        .unwrap();
    let version = "7".to_owned();
    let bytes = SecretBytes::new(lease);
    let kept = stored(4, StoreAnswer::Found { bytes, version }, 40);
    let expiry = WALL + 30 + 56 * 60_000;
    let token = format!(
        r#"{{"v":1,"generation":1,"token":"T1","expiry":{expiry},"fetches":[{fetched}],"lease":null}}"#
    );
    assert_eq!(put(&kept), (&*token, Some("7")));
}
