//! What a request asks to be stored, and the parameters that it is read from.

use serde::Serialize;

use crate::parameters::{Parameters, text};
use crate::words::Voice::{self, GetV2, GetV3, Post};

/// What one request asked to be stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Disposition {
    /// The disposition's name.
    pub disposition: String,
    /// The comments; empty when there are none.
    pub comments: String,
    /// Whether the agent is to be paused with it.
    pub pause: bool,
    /// The reason of the pause.
    pub pause_reason: Option<String>,
    /// When to call back, as it was sent.
    pub callback_time: Option<String>,
    /// The zone of that time, as it was sent.
    pub callback_time_zone: Option<String>,
    /// Whether the agent is to be released from wrap-up.
    pub auto_release: bool,
}

impl Disposition {
    /// What a request to this API holds. Each parameter stands with the APIs that take it.
    pub(crate) fn of(parameters: &Parameters, voice: Voice, pause: bool) -> Self {
        let taken = |name: &str, by: &[Voice]| {
            let value = text(parameters, name).filter(|_| by.contains(&voice));
            value.map(str::to_owned)
        };
        let as_sent = |name: &str| parameters.get(name).cloned().unwrap_or_default();
        Self {
            disposition: as_sent("disposition"),
            comments: as_sent("comments"),
            pause,
            pause_reason: taken("pauseReason", &[GetV2, Post]).filter(|_| pause),
            callback_time: taken("callBackTime", &[GetV3, Post]),
            callback_time_zone: taken("callBackTimeZone", &[GetV3]),
            auto_release: taken("autoRelease", &[Post]).is_some_and(|flag| is_true(&flag)),
        }
    }
}

/// The flag is a text; the pages print it in lower case only.
pub(crate) fn is_true(flag: &str) -> bool {
    flag.eq_ignore_ascii_case("true")
}
