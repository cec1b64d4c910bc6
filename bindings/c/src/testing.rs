//! Testing your own code
//!
//! What your program does with each end of a call can be tested without a network: by a transport
//! that answers as it is told and keeps what was sent. The words are the vendor's own, by what they
//! mean.
//!
//!     cad_fake_transport *fake = NULL;
//!     cad_fake_transport_new(&fake);
//!     cad_fake_transport_says(fake, CAD_OUTCOME_INVALID_AGENT);
//!     cad_transport transport = CAD_TRANSPORT_INIT;
//!     cad_fake_transport_fill(fake, &transport);
//!     cad_client_with_transport(&settings, &transport, &client, NULL);
//!     // cad_set_disposition on it returns CAD_REFUSED, with a receipt as from the vendor
//!
//! A receipt by itself is made by `cad_receipt_from_json`, a list by `cad_disposition_list_failed`
//! and `cad_disposition_list_of_reply`.

use std::collections::VecDeque;
use std::ffi::c_void;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cloudagent_disposition::{HttpReply, Kind, Outcome, example_reply};

use crate::codes::{cad_kind, cad_outcome, reported, value};
use crate::guard::{self, Checked, get};
use crate::http_request::cad_http_request;
use crate::raw::{self, Out, required};
use crate::reply::{Received, cad_http_reply};
use crate::status::{CAD_BAD_ENUM, CAD_OK, cad_status};
use crate::text::cad_string;
use crate::transport::{cad_answer, cad_limits, cad_transport};

/// Answers sends as it is told, and keeps what was sent. Opaque; any thread may use it.
pub struct cad_fake_transport {
    fake: Arc<Fake>,
}

#[derive(Default)]
#[expect(clippy::vec_box, reason = "each must stay where it is")]
struct Fake {
    script: Mutex<Script>,
    sent: Mutex<Vec<Box<cad_http_request>>>,
}

#[derive(Default)]
struct Script {
    next: VecDeque<Result<HttpReply, Kind>>,
    last: Option<Result<HttpReply, Kind>>,
}

fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Fake {
    fn say(&self, answer: Result<HttpReply, Kind>) {
        locked(&self.script).next.push_back(answer);
    }

    /// What comes next; the last goes on.
    fn answer(&self) -> Result<HttpReply, Kind> {
        let mut script = locked(&self.script);
        if let Some(next) = script.next.pop_front() {
            script.last = Some(next);
        }
        let last = script.last.clone();
        last.unwrap_or_else(|| example_reply(Outcome::Saved).ok_or(Kind::TransportFailed))
    }
}

fn example_of(outcome: cad_outcome) -> Checked<HttpReply> {
    example_reply(value(outcome)?).ok_or(CAD_BAD_ENUM)
}

/// A reply to a disposition that means this: its status, and its body in the vendor's words.
///
/// Writes `*http_status` and `*body` on CAD_OK.
///
/// Errors: CAD_BAD_ENUM also for CAD_OUTCOME_NONE_FOUND, which no such reply means.
#[unsafe(no_mangle)]
pub extern "C" fn cad_example_reply(
    outcome: cad_outcome,
    http_status: Out<'_, i64>,
    body: Out<'_, Option<Box<cad_string>>>,
) -> cad_status {
    guard::status(|| {
        let body = required(raw::empty(body))?;
        let http_status = required(http_status)?;
        let reply = example_of(outcome)?;
        http_status.write(i64::from(reply.status));
        Ok(raw::put(Some(body), cad_string::of_bytes(&reply.body)))
    })
}

/// Makes a fake transport. Until it is told something it says CAD_OUTCOME_SAVED.
///
/// Writes `*out` on CAD_OK.
#[unsafe(no_mangle)]
pub extern "C" fn cad_fake_transport_new(
    out: Out<'_, Option<Box<cad_fake_transport>>>,
) -> cad_status {
    raw::make(out, || {
        let fake = Arc::default();
        Ok(cad_fake_transport { fake })
    })
}

/// Tells it what to answer: one send for each thing that it is told, in this order, and the last one
/// from then on. Here, a reply that means this outcome.
///
/// Errors: CAD_BAD_ENUM also for CAD_OUTCOME_NONE_FOUND, which no reply to a disposition means.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_fake_transport_says(
    fake: *mut cad_fake_transport,
    outcome: cad_outcome,
) -> cad_status {
    guard::status(|| {
        // SAFETY: the caller's promise.
        let fake = unsafe { raw::shared(fake) }?;
        fake.fake.say(Ok(example_of(outcome)?));
        Ok(CAD_OK)
    })
}

/// Tells it to answer with this reply, as `cad_fake_transport_says`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_fake_transport_replies(
    fake: *mut cad_fake_transport,
    reply: *const cad_http_reply,
) -> cad_status {
    guard::status(|| {
        // SAFETY: the caller's promise.
        let (fake, reply) = unsafe { (raw::shared(fake)?, Received::read(reply)?) };
        fake.fake.say(Ok(reply.to_owned(usize::MAX)));
        Ok(CAD_OK)
    })
}

/// Tells it to fail so, as `cad_fake_transport_says`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_fake_transport_fails(
    fake: *mut cad_fake_transport,
    kind: cad_kind,
) -> cad_status {
    guard::status(|| {
        // SAFETY: the caller's promise.
        let fake = unsafe { raw::shared(fake) }?;
        fake.fake.say(Err(reported(kind)?));
        Ok(CAD_OK)
    })
}

/// Fills a transport that answers by this fake, for `cad_client_with_transport`.
///
/// Writes `*out`, whose `size` must be set (CAD_TRANSPORT_INIT), on CAD_OK.
///
/// Owner: as of every transport: yours, by `out->free(out->user)`, until a client takes it over. The
/// fake stays yours, and may be freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_fake_transport_fill(
    fake: *mut cad_fake_transport,
    out: *mut cad_transport,
) -> cad_status {
    guard::status(|| {
        // SAFETY: the caller's promise.
        let (fake, out) = unsafe { (raw::shared(fake)?, raw::sized_out(out)?) };
        out.write(cad_transport {
            size: size_of::<cad_transport>(),
            user: raw::hand_out(Arc::clone(&fake.fake)),
            send: Some(send),
            free: Some(free),
            can_send_body_with_get: 1,
            reserved: 0,
        });
        Ok(CAD_OK)
    })
}

/// How many requests were sent through it.
#[unsafe(no_mangle)]
pub extern "C" fn cad_fake_transport_count(fake: Option<&cad_fake_transport>) -> usize {
    get(fake, 0, |fake| locked(&fake.fake.sent).len())
}

/// One of the requests, counted from 0, in the order in which they came; NULL where there is none. It
/// **holds the credential**: use no real one in a test.
///
/// Owner: the fake, for as long as that lives.
#[unsafe(no_mangle)]
pub extern "C" fn cad_fake_transport_request(
    fake: Option<&cad_fake_transport>,
    index: usize,
) -> *const cad_http_request {
    get(fake, std::ptr::null(), |fake| {
        let sent = locked(&fake.fake.sent);
        sent.get(index)
            .map_or(std::ptr::null(), |request| &raw const **request)
    })
}

/// Frees a fake, and what it kept. A client over it goes on.
#[unsafe(no_mangle)]
pub extern "C" fn cad_fake_transport_free(fake: Option<Box<cad_fake_transport>>) {
    guard::value((), || drop(fake));
}

unsafe extern "C" fn send(
    user: *mut c_void,
    request: *const cad_http_request,
    _limits: *const cad_limits,
    answer: *mut cad_answer,
) {
    // Without an answer it is a failed transport, which is what a panic would be.
    guard::value((), || {
        // SAFETY: the library's own promise: it passes what `cad_fake_transport_fill` wrote.
        let given = unsafe {
            (
                raw::shared(user.cast::<Arc<Fake>>()),
                raw::shared(request),
                raw::shared(answer),
            )
        };
        if let (Ok(fake), Ok(request), Ok(answer)) = given {
            let request = cad_http_request::new(request.request.clone());
            locked(&fake.sent).push(Box::new(request));
            // It is the first answer, so it is taken.
            let _ = answer.give(fake.answer());
        }
    });
}

unsafe extern "C" fn free(user: *mut c_void) {
    // SAFETY: `user` is what `cad_fake_transport_fill` wrote, and nobody uses it any more.
    guard::value((), || unsafe { raw::take_back::<Arc<Fake>>(user) });
}
