//! Requests that are made up.

use cloudagent_disposition::{Api, DispositionRequest};
use proptest::prelude::*;

/// Any Unicode, with a bias to what is special in URLs, JSON and the rules.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let signs = [
        "+", "%", "&", "#", "=", "?", "/", "\\", "\"", " ", "\t", "\r\n", "\0", "'", "Z", "0",
    ];
    let more = "\u{7F} \u{200B} \u{FEFF} \u{2028} \u{2060} \u{200D} नमस्ते 😀 é -> E+1 .0";
    let special = signs.into_iter().chain(more.split(' ')).collect::<Vec<_>>();
    let special = prop::sample::select(special);
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        special.prop_map(String::from),
        "[ -~]{1,4}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// Like [`any_text`] without what no request carries.
pub(crate) fn clean_text() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| text.replace(|c: char| c.is_ascii_control(), ""))
}

pub(crate) fn time() -> impl Strategy<Value = String> {
    (1..=9999u16, 1..=12u8, 1..=28u8, 0..24u8, 0..60u8).prop_map(
        |(year, month, day, hour, minute)| {
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
        },
    )
}

pub(crate) fn some<T: std::fmt::Debug + Clone>(
    inner: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    prop::option::of(inner)
}

prop_compose! {
    pub(crate) fn request_of(
        text: fn() -> BoxedStrategy<String>,
        callback_time: BoxedStrategy<String>,
    )(
        ucid in some(text()),
        did in some(text()),
        agent_id in some(text()),
        disposition in some(text()),
        comments in some(text()),
        pause_after_dispose in any::<Option<bool>>(),
        pause_reason in some(text()),
        callback_time in some(callback_time.clone()),
        callback_time_zone in some(text()),
        auto_release in any::<bool>(),
    ) -> DispositionRequest {
        let mut request = DispositionRequest::new();
        request.ucid = ucid;
        request.did = did;
        request.agent_id = agent_id;
        request.disposition = disposition;
        request.comments = comments;
        request.pause_after_dispose = pause_after_dispose;
        request.pause_reason = pause_reason;
        request.callback_time = callback_time;
        request.callback_time_zone = callback_time_zone;
        request.auto_release = auto_release;
        request
    }
}

pub(crate) fn any_request() -> impl Strategy<Value = DispositionRequest> {
    request_of(|| any_text().boxed(), any_text().boxed())
}

/// A request that the wire of this API can carry.
pub(crate) fn request_for(api: Api) -> impl Strategy<Value = DispositionRequest> {
    request_of(|| clean_text().boxed(), time().boxed()).prop_map(move |mut request| {
        if api.is_get() {
            request.auto_release = false;
        }
        if api == Api::GetV2 {
            request.callback_time = None;
        }
        if api == Api::GetV3 {
            request.pause_reason = None;
        } else {
            request.callback_time_zone = None;
        }
        request
    })
}

pub(crate) fn any_api() -> impl Strategy<Value = Api> {
    prop::sample::select(Api::ALL)
}

pub(crate) fn api_and_request() -> impl Strategy<Value = (Api, DispositionRequest)> {
    any_api().prop_flat_map(|api| (Just(api), request_for(api)))
}
