//! Tokens: granted, refused, replaced, expired, and limited.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cloudagent_simulator::{Account, Scenario, Simulator};
use serde_json::{Value, json};

use crate::client::{post, simulator};
use crate::get_apis::ENDED;

const USER: &str = r#"{"userName":"globex"}"#;
const KEY: &str = "apiKey: KKglobex9876543210";
const INVALID: &str = r#"{"status":"false","message":"Invalid Token","data":null}"#;
const EXPIRED: &str = r#"{"status":"false","message":"Token Expired","data":null}"#;

fn generate(simulator: &Simulator, header: &str, body: &str) -> String {
    let (url, target) = (simulator.base_url(), "/ca_apis/CAToken/generateToken");
    post(url, target, header, body).body
}

fn granted(simulator: &Simulator) -> String {
    let reply = generate(simulator, KEY, USER);
    let reply: Value = serde_json::from_str(&reply).expect("the reply is JSON");
    let token = reply["token"].as_str().unwrap().to_owned();
    assert_eq!(reply, json!({"token": token, "message": ""}), "no status");
    token
}

fn set(simulator: &Simulator, token: &str) -> String {
    let body = json!({
        "userName": "globex", "action": "Set", "agentID": "ravi", "did": "914000000001",
        "ucid": ENDED, "disposition": "Sale",
    });
    let header = format!("Authorization: Bearer {token}");
    let (url, target) = (simulator.base_url(), "/ca_apis/DispositionAPIV2");
    post(url, target, &header, &body.to_string()).body
}

#[test]
fn new_token_invalidates_every_earlier_one() {
    let simulator = simulator();
    let (first, second) = (granted(&simulator), granted(&simulator));
    assert_eq!(set(&simulator, "globex-fixed-token"), INVALID);
    assert_eq!(set(&simulator, &first), INVALID);
    assert!(set(&simulator, &second).contains("saved successfully"));
    assert!(simulator.journal()[0].applied, "a change");
}

#[test]
fn token_expires_when_told_to_and_by_its_lifetime() {
    let simulator = simulator();
    let token = granted(&simulator);
    simulator.expire_tokens();
    assert_eq!(set(&simulator, &token), EXPIRED);

    let account = Account {
        token_lifetime_seconds: 0,
        ..Account::new("globex", "KKglobex9876543210")
    };
    let scenario = Scenario {
        accounts: vec![account.with_token("unused")],
        ..Scenario::example()
    };
    simulator.load(scenario).expect("the scenario is sound");
    let token = granted(&simulator);
    assert_eq!(set(&simulator, &token), EXPIRED);
}

#[test]
fn clock_that_is_moved_ends_tokens_and_the_hours_limit() {
    let simulator = simulator();
    let first = granted(&simulator);
    simulator.move_clock(3_590);
    assert!(set(&simulator, &first).contains("saved"));
    simulator.move_clock(10);
    assert_eq!(set(&simulator, &first), EXPIRED);

    // The first one was made an hour ago, so there is room for ten.
    let tokens: Vec<String> = (0..10).map(|_| granted(&simulator)).collect();
    assert!(generate(&simulator, KEY, USER).contains("Max limit exceeded"));
    simulator.move_clock(3_600);
    assert_eq!(set(&simulator, &tokens[9]), EXPIRED);
    granted(&simulator);

    // A reset puts it right.
    simulator.reset();
    let token = granted(&simulator);
    simulator.move_clock(-3_600);
    assert!(set(&simulator, &token).contains("saved"));
}

#[test]
fn token_is_a_jwt_whose_exp_goes_by_the_clock() {
    let simulator = simulator();
    let claims = |token: &str| -> Value {
        let part = token.split('.').nth(1).expect("three parts");
        let json = URL_SAFE_NO_PAD.decode(part).expect("base64url");
        serde_json::from_slice(&json).expect("JSON")
    };
    let (now, ahead) = (claims(&granted(&simulator)), 1_000_000);
    simulator.move_clock(ahead);
    let later = claims(&granted(&simulator));
    for claims in [&now, &later] {
        let (made, ends) = (claims["iat"].as_i64(), claims["exp"].as_i64());
        assert_eq!(made.map(|made| made + 3_600), ends);
    }
    let moved = later["iat"].as_i64().unwrap() - now["iat"].as_i64().unwrap();
    assert!((ahead..ahead + 60).contains(&moved), "{moved}");
}

#[test]
fn refusals() {
    let simulator = simulator();
    let refused = "Invalid userName or apiKey";
    for (header, body, message) in [
        (KEY, "{}", "UserName is null"),
        (KEY, r#"{"userName":"nobody"}"#, refused),
        ("apiKey: wrong", r#"{"userName":"globex"}"#, refused),
        ("Accept: */*", r#"{"userName":"globex"}"#, refused),
        (KEY, "userName=globex", "Invalid Json Pass Valid Json"),
    ] {
        let expected = format!(r#"{{"status":"false","message":"{message}"}}"#);
        let said = generate(&simulator, header, body);
        assert_eq!(said, expected, "{header} {body}");
    }
}

#[test]
fn eleventh_token_within_an_hour_is_refused() {
    let simulator = simulator();
    let tokens: Vec<String> = (0..10).map(|_| granted(&simulator)).collect();
    let limit = r#"{"status":"error","message":"Max limit exceeded"}"#;
    assert_eq!(generate(&simulator, KEY, USER), limit);
    assert!(
        set(&simulator, &tokens[9]).contains("saved"),
        "the last one stays valid"
    );
}
