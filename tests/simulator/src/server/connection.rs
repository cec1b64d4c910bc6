//! One connection: HTTP/1 requests in, actions out, and the socket taken away from HTTP when an
//! action asks for it.

use std::convert::Infallible;
use std::future::{Future, pending, poll_fn};
use std::sync::atomic::{AtomicU64, Ordering};

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc;

use super::socket;
use super::tap::{Heard, Tap};
use super::wire::Wire;
use crate::journal::Received;
use crate::misbehave::{Action, Step};
use crate::vendor::Reply;

/// A client that sends more than this is not one of ours.
const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Over all simulators of a process, so that no two connections share a number.
static NUMBER: AtomicU64 = AtomicU64::new(1);

/// Serves one connection to its end.
pub(super) async fn serve<H, F>(stream: Wire, handler: H)
where
    H: Fn(Received) -> F,
    F: Future<Output = Action>,
{
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    // Each byte of a drip is to leave at once. Where that cannot be set, it leaves a little later.
    let _ = stream.tcp().set_nodelay(true);
    let heard = Heard::default();
    let io = TokioIo::new(Tap::new(stream, heard.clone()));
    let (seize, mut seized) = mpsc::unbounded_channel::<Vec<Step>>();
    let service = service_fn(|request: Request<Incoming>| {
        let (handler, seize, heard) = (&handler, &seize, &heard);
        Box::pin(async move {
            match handler(read(request, number, heard).await).await {
                Action::Reply(reply) => Ok::<_, Infallible>(response(reply)),
                Action::Late { reply, after } => {
                    tokio::time::sleep(after).await;
                    Ok(response(reply))
                }
                Action::Socket(steps) => {
                    // The receiver outlives this future, and after it HTTP never goes on.
                    let _ = seize.send(steps);
                    pending().await
                }
            }
        })
    });
    // Half-closed clients have asked, and get their answer; without this HTTP may drop the request.
    let mut connection = http1::Builder::new()
        .half_close(true)
        .serve_connection(io, service);
    // The shutdown is ours, not HTTP's, so that what is written down below is there before the
    // client sees the end.
    let ended = poll_fn(|context| connection.poll_without_shutdown(context));
    let steps = tokio::select! {
        ended = ended => {
            match ended {
                Err(error) if error.is_parse() => {
                    let mut received = Received::from_head(number, &heard.head());
                    received.refused = Some(refusal(&error));
                    // HTTP has answered already; this only writes it down. What is no request at
                    // all, such as a TLS hello, is not written down as one.
                    if received.has_method() {
                        let _ = handler(received).await;
                    }
                }
                Err(_) => return,
                Ok(()) => {}
            }
            Vec::new()
        }
        Some(steps) = seized.recv() => steps,
    };
    let stream = connection.into_parts().io.into_inner().stream;
    // An error is the peer's departure, and no news.
    let _ = socket::play(stream, steps).await;
}

/// The status with which hyper has refused a head.
fn refusal(error: &hyper::Error) -> u16 {
    if error.is_parse_too_large() { 431 } else { 400 }
}

async fn read(request: Request<Incoming>, number: u64, heard: &Heard) -> Received {
    let mut received = Received::from_head(number, &heard.head());
    let body = Limited::new(request.into_body(), BODY_BYTES_MAX)
        .collect()
        .await;
    heard.forget();
    match body {
        Ok(body) => received.body = body.to_bytes().to_vec(),
        // Too large, or broken off: nobody may be there to read this.
        Err(_) => received.refused = Some(413),
    }
    received
}

fn response(reply: Reply) -> Response<Full<Bytes>> {
    let mut builder = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        builder = builder.header(name, value);
    }
    // Scripted replies were checked when they came in; a fault's header may still be one that HTTP
    // can't carry.
    builder
        .body(Full::new(reply.body.into()))
        .unwrap_or_else(|error| {
            let mut response = Response::new(Full::new(format!("simulator: {error}").into()));
            *response.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
            response
        })
}
