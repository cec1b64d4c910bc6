//! Whatever a server echoes, and however the caller's texts look: no key stands in a receipt, and
//! the time stays short.
#![no_main]

use cloudagent_disposition::engine::{CallOptions, Engine, Event, Millis, Seed, Step};
use cloudagent_disposition::{
    Account, Api, ApiKey, DispositionRequest, Error, HttpReply, Settings,
};
use libfuzzer_sys::fuzz_target;

const KEY: &str = "KK-\\%26u&key";

fuzz_target!(|input: (u16, &str, &[u8], bool)| {
    let (status, comments, echoed, with_key) = input;
    let account = Account::with_api_key("acme", ApiKey::new(KEY));
    let engine = Engine::new(Settings::new(account, Api::PostApiKey)).unwrap();
    let request = DispositionRequest::new()
        .ucid("8189000000001")
        .did("914000000001")
        .agent_id("ravi")
        .disposition("Sale")
        .comments(comments);
    let (call, output) = engine.start(&request, &CallOptions::new(), Seed(1), Millis(0));
    let Step::Send { seq, .. } = output.step else {
        return;
    };
    let mut body = echoed.to_vec();
    if with_key {
        body.extend_from_slice(KEY.as_bytes());
        body.extend_from_slice(comments.as_bytes());
        body.extend_from_slice(echoed);
    }
    let reply = HttpReply {
        status,
        body,
        ..HttpReply::default()
    };
    let Step::Done { result } = call.step(Event::Reply { seq, reply }, Millis(1)).unwrap().step
    else {
        panic!("a reply ends the call");
    };
    let receipt = result.as_ref().as_ref().unwrap_or_else(Error::receipt);
    let texts = [&receipt.status, &receipt.details, &receipt.excerpt, &receipt.action];
    for text in texts.into_iter().flatten() {
        assert!(!text.contains(KEY), "{text}");
    }
});
