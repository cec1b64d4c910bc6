//! A call of a history, as a test sees it.

use std::collections::BTreeMap;

use cloudagent_disposition::engine::{Call, Step};
use cloudagent_disposition::{HttpReply, HttpRequest, StoreOperation};

use super::plan::Plan;
use crate::model::{Abort, End, REPLIES};

/// What is out.
#[derive(Debug, Clone)]
pub(super) enum Out {
    Disposition { token: Option<String> },
    Fetch,
    Store(StoreOperation),
    Token,
}

/// A call, and what the test saw of it.
pub(super) struct Track {
    pub(super) plan: Plan,
    pub(super) call: Call,
    pub(super) step: Step,
    pub(super) began: u64,
    pub(super) latest: u64,
    pub(super) engine: usize,
    pub(super) out: Option<(u32, Out)>,
    pub(super) connect_by: u64,
    pub(super) issued: BTreeMap<u32, Out>,
    /// The sends to the token service.
    pub(super) token_requests: u32,
    pub(super) has_refreshed: bool,
    /// When the send that is out is over, its abort in it.
    pub(super) over: u64,
    /// Whether its last send was one to the token service that did not leave.
    pub(super) is_fetching: bool,
    /// Another call of the engine has taken over: this one's fetch is for itself alone.
    pub(super) is_deposed: bool,
    pub(super) abort: Option<Abort>,
    pub(super) ends: Vec<End>,
    pub(super) is_cancelled: bool,
}

impl Track {
    pub(super) fn deadline(&self) -> u64 {
        self.began + self.plan.deadline
    }

    pub(super) fn is_done(&self) -> bool {
        matches!(self.step, Step::Done { .. })
    }

    pub(super) fn until(&self) -> Option<u64> {
        match &self.step {
            Step::Send { until, .. }
            | Step::Abort { until, .. }
            | Step::Store { until, .. }
            | Step::Token { until, .. }
            | Step::Wait { until } => Some(until.0),
            _ => None,
        }
    }
}

pub(super) fn is_fetch(request: &HttpRequest) -> bool {
    request.url().ends_with("generateToken")
}

/// The token that a request carries.
pub(super) fn token_of(request: &HttpRequest) -> Option<String> {
    let mut headers = request.headers();
    let (_, value) = headers.find(|(name, _)| *name == "Authorization")?;
    Some(value.strip_prefix("Bearer ").unwrap().to_owned())
}

pub(super) fn reply_of(reply: &HttpReply) -> End {
    let place = REPLIES.iter().position(|words| {
        let told = (reply.status, &*reply.body, reply.retry_after.as_deref());
        told == (words.status, words.body.as_bytes(), words.retry_after)
    });
    End::Replied(place.unwrap())
}

/// The wait before the next resend, written down a second time.
pub(super) fn wait(track: &Track) -> u64 {
    let n = track.ends.len() as u64;
    let cap = 2_000.min(200 * 2u64.pow(track.ends.len() as u32 - 1));
    let mut x = track.plan.seed.wrapping_add(n);
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^= x >> 31;
    let asked = match track.ends.last() {
        Some(End::Replied(reply)) => REPLIES[*reply]
            .retry_after
            .map_or(0, |s| s.parse().unwrap()),
        _ => 0,
    };
    1_000 * asked + x % (cap + 1)
}
