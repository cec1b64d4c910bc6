//! A campaign's dispositions
//!
//!     cad_disposition_list *list = NULL;
//!     cad_list_dispositions(client, cad_cstr("North"), NULL, &list, NULL);
//!     cad_violations *warnings = NULL;
//!     cad_check_disposition(cad_disposition_list_texts(list), &request, &warnings);
//!
//! What came of asking says nothing of any call: whoever asks again can do no harm. It holds no text
//! of the server's but the list.

use cloudagent_disposition::{Api, DispositionList, Field, check_disposition};

use crate::client::cad_client;
use crate::codes::{cad_advice, cad_api, cad_kind, cad_outcome, value};
use crate::guard::{self, get};
use crate::lists_and_tokens::cad_list;
use crate::raw::{self, Out, required};
use crate::reply::{Received, cad_http_reply, seconds};
use crate::request::cad_request;
use crate::settings::cad_call_options;
use crate::status::cad_status;
use crate::text::cad_str;
use crate::violations::{self, cad_violations};

/// What came of asking for a campaign's dispositions. Opaque, and never changes.
#[derive(Clone)]
pub struct cad_disposition_list {
    texts: Option<cad_list>,
    /// Everything but the list.
    said: DispositionList,
}

impl cad_disposition_list {
    pub(crate) fn new(mut said: DispositionList) -> Self {
        let texts = said.dispositions.take();
        Self {
            texts: texts.map(|texts| cad_list { texts }),
            said,
        }
    }
}

/// Asks for a campaign's dispositions, blocking: once, within the deadline, with a token that is come
/// by as for a disposition. The GET APIs need the campaign; on the POST APIs an absent one means those
/// of the account. A host with a loop of its own has `cad_engine_start_list`.
///
/// Writes `*out` on CAD_OK, which says that it was asked: `cad_disposition_list_texts` says whether a
/// list came. Writes `*problems` on CAD_INVALID.
///
/// NULL: `options` and `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_list_dispositions(
    client: *mut cad_client,
    campaign: cad_str,
    options: *const cad_call_options,
    out: Out<'_, Option<Box<cad_disposition_list>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    violations::make(out, problems, || {
        // SAFETY: the caller's promise.
        let (client, campaign, options) = unsafe {
            (
                raw::shared(client)?.client.clone(),
                raw::text_or_invalid(Field::Campaign, campaign)?,
                cad_call_options::read(options)?,
            )
        };
        let listed =
            campaign.and_then(|campaign| client.list_dispositions_with(campaign, &options));
        Ok(listed.map(cad_disposition_list::new))
    })
}

/// Reads the reply to a request that `cad_build_list_request` made for this API, for a host that sends
/// by itself.
///
/// Writes `*out` on CAD_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_disposition_list_of_reply(
    api: cad_api,
    received: *const cad_http_reply,
    out: Out<'_, Option<Box<cad_disposition_list>>>,
) -> cad_status {
    raw::make(out, || {
        // SAFETY: the caller's promise.
        let (api, received) = unsafe { (value::<Api>(api)?, Received::read(received)?) };
        let list = DispositionList::of_reply(&received.parts(), api);
        Ok(cad_disposition_list::new(list))
    })
}

/// What it means that no reply came to such a request, for a reason of this kind.
///
/// Writes `*out` on CAD_OK.
#[unsafe(no_mangle)]
pub extern "C" fn cad_disposition_list_failed(
    kind: cad_kind,
    out: Out<'_, Option<Box<cad_disposition_list>>>,
) -> cad_status {
    raw::make(out, || {
        let list = DispositionList::failed(value(kind)?);
        Ok(cad_disposition_list::new(list))
    })
}

/// The dispositions, as the server spells them, which may be none.
///
/// NULL: gives NULL, as where no list came.
#[unsafe(no_mangle)]
pub extern "C" fn cad_disposition_list_texts(
    list: Option<&cad_disposition_list>,
) -> Option<&cad_list> {
    guard::value(None, || list?.texts.as_ref())
}

/// What the vendor said instead of a list, or of a token to ask with; 0 where it gave one, or where no
/// reply came.
#[unsafe(no_mangle)]
pub extern "C" fn cad_disposition_list_outcome(list: Option<&cad_disposition_list>) -> cad_outcome {
    get(list, 0, |list| {
        list.said.outcome.map_or(0, |outcome| outcome.number())
    })
}

/// Why no reply came, or why there was no token to ask with; else 0.
#[unsafe(no_mangle)]
pub extern "C" fn cad_disposition_list_kind(list: Option<&cad_disposition_list>) -> cad_kind {
    get(list, 0, |list| {
        list.said.kind.map_or(0, |kind| kind.number())
    })
}

/// What to do next, about this question alone.
#[unsafe(no_mangle)]
pub extern "C" fn cad_disposition_list_advice(list: Option<&cad_disposition_list>) -> cad_advice {
    get(list, 0, |list| list.said.advice.number())
}

/// The reply's HTTP status; 0 where none came.
#[unsafe(no_mangle)]
pub extern "C" fn cad_disposition_list_http_status(list: Option<&cad_disposition_list>) -> u32 {
    get(list, 0, |list| list.said.http_status.map_or(0, u32::from))
}

/// How many seconds to wait before asking again; -1 where the server did not say.
///
/// NULL: -1.
#[unsafe(no_mangle)]
pub extern "C" fn cad_disposition_list_retry_after_seconds(
    list: Option<&cad_disposition_list>,
) -> i32 {
    get(list, -1, |list| seconds(list.said.retry_after_seconds))
}

/// What came of it and what to do, for a person: the same in every language. Never empty.
#[unsafe(no_mangle)]
pub extern "C" fn cad_disposition_list_sentence(list: Option<&cad_disposition_list>) -> cad_str {
    get(list, cad_str::ABSENT, |list| {
        cad_str::of(&list.said.sentence)
    })
}

/// Copies it: one that belongs to an engine's call, to keep it longer than that.
///
/// Writes `*out` on CAD_OK.
#[unsafe(no_mangle)]
pub extern "C" fn cad_disposition_list_copy(
    list: Option<&cad_disposition_list>,
    out: Out<'_, Option<Box<cad_disposition_list>>>,
) -> cad_status {
    raw::make(out, || required(list).cloned())
}

/// Frees it, and its list, where it is yours. That of an engine's step is not.
#[unsafe(no_mangle)]
pub extern "C" fn cad_disposition_list_free(list: Option<Box<cad_disposition_list>>) {
    guard::value((), || drop(list));
}

/// Says whether a request's disposition is on its campaign's list, before it is sent: an empty list of
/// violations where it is, else a warning, since the list can be older than the campaign. Capitals and
/// spaces count.
///
/// Writes `*out` on CAD_OK, whatever the list holds.
///
/// Errors: CAD_NULL also where no list came: nothing is known then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_check_disposition(
    list: Option<&cad_list>,
    request: *const cad_request,
    out: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    raw::make(out, || {
        // SAFETY: the caller's promise.
        let request = unsafe { cad_request::read(request) }?;
        let warning = check_disposition(&required(list)?.texts, &request);
        Ok(cad_violations {
            list: warning.into_iter().collect(),
        })
    })
}
