//! How one call begins.

use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, CancelToken, Engine, Millis, Output, Seed, Settings,
};
use cloudagent_disposition::{Account, Api, ApiKey, DispositionRequest, RetryPolicy};
use proptest::prelude::*;

use super::{COMMENTS, KEY};

/// How a call begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beginning {
    pub(super) at: u64,
    pub(super) deadline: u64,
    pub(super) connect_timeout: u64,
    pub(super) pauses: bool,
    pub(super) is_invalid: bool,
    pub(super) is_closed: bool,
    pub(super) is_cancelled: bool,
}

pub(super) fn beginnings() -> impl Strategy<Value = Beginning> {
    let rarely = || prop::bool::weighted(0.05);
    (
        prop_oneof![Just(0), 0..1_000_000u64, Just(1 << 53), Just(u64::MAX / 2)],
        prop_oneof![8 => 1..30_000u64, 1 => Just(0), 1 => Just(86_400_000)],
        prop_oneof![Just(5_000), 1..40_000u64],
        any::<bool>(),
        (rarely(), rarely(), rarely()),
    )
        .prop_map(|(at, deadline, connect_timeout, pauses, ended)| Beginning {
            at,
            deadline,
            connect_timeout,
            pauses,
            is_invalid: ended.0,
            is_closed: ended.1,
            is_cancelled: ended.2,
        })
}

impl Beginning {
    pub(super) fn start(self) -> (Call, Output) {
        let account = Account::with_api_key("acme", ApiKey::new(KEY));
        let settings = Settings::new(account, Api::PostApiKey)
            .connect_timeout(Duration::from_millis(self.connect_timeout))
            .retry(RetryPolicy::none());
        let engine = Engine::new(settings).unwrap();
        if self.is_closed {
            engine.close();
        }
        let mut request = DispositionRequest::new()
            .ucid("8189000000001")
            .did("914000000001")
            .agent_id("ravi")
            .disposition(if self.is_invalid { "" } else { "Sale" })
            .comments(COMMENTS)
            .pause_after_dispose(self.pauses);
        if self.pauses {
            request = request.pause_reason("Lunch");
        }
        let token = CancelToken::new();
        if self.is_cancelled {
            token.cancel();
        }
        let options = CallOptions::new()
            .deadline(Duration::from_millis(self.deadline))
            .cancel(token);
        engine.start(&request, &options, Seed(7), Millis(self.at))
    }
}
