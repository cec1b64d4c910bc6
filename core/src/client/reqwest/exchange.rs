//! One request, one reply, in the time that is left for both.

use std::time::Duration;

use reqwest::header::{DATE, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Request, Response};
use tokio::task::yield_now;
use tokio::time::timeout;

use super::failure;
use super::witness::Witness;
use crate::http::{HttpReply, HttpRequest, Method};
use crate::kind::Kind;

/// A request in reqwest's words.
pub(super) fn prepare(client: &Client, request: &HttpRequest) -> Result<Request, Kind> {
    let method = match request.method() {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let mut builder = client.request(method, request.url());
    for (name, value) in request.headers() {
        // Validation refuses what no header can hold; whatever came past it was not sent.
        let mut value = HeaderValue::from_str(value).map_err(|_| Kind::Unsendable)?;
        value.set_sensitive(holds_a_credential(name));
        builder = builder.header(name, value);
    }
    if let Some(body) = request.body() {
        builder = builder.body(body.to_owned());
    }
    builder.build().map_err(|error| failure::kind(&error))
}

fn holds_a_credential(name: &str) -> bool {
    name.eq_ignore_ascii_case("apiKey") || name.eq_ignore_ascii_case("Authorization")
}

/// Sends, and reads the whole reply.
pub(super) async fn exchange(
    client: &Client,
    request: Request,
    left: Duration,
    body_limit: usize,
    witness: &Witness,
) -> Result<HttpReply, Kind> {
    look_at_idle_connections().await;
    let watched = witness.begin(super::IDLE);
    let exchanged = timeout(left, async {
        let response = client.execute(request).await;
        read(response.map_err(|error| failure::kind(&error))?, body_limit).await
    });
    match exchanged.await {
        Ok(Err(Kind::Timeout)) | Err(_) if watched.proves_nothing_was_sent() => {
            Err(Kind::ConnectTimeout)
        }
        Ok(result) => result,
        Err(_) => Err(Kind::Timeout),
    }
}

/// Between calls nobody looks at the sockets. The first turn hears what they have received in the
/// meantime, and in the second each connection that was closed, reset, or told something unasked
/// ends itself, before this request can be given to it. As a task of the runtime's, since only the
/// caller that drives it turns anything: another one's yields would pass at once.
async fn look_at_idle_connections() {
    let turns = tokio::spawn(async {
        yield_now().await;
        yield_now().await;
    });
    // It has nothing to fail with, and is never cancelled.
    let _ = turns.await;
}

/// Reads a reply, its body up to the limit and one byte more.
async fn read(mut response: Response, body_limit: usize) -> Result<HttpReply, Kind> {
    let header = |name: HeaderName| {
        let value = response.headers().get(name)?;
        Some(value.to_str().ok()?.to_owned())
    };
    let mut reply = HttpReply {
        status: response.status().as_u16(),
        retry_after: header(RETRY_AFTER),
        date: header(DATE),
        body: Vec::new(),
    };
    let limit = body_limit.saturating_add(1);
    let announced = response.content_length().unwrap_or(0);
    let room = usize::try_from(announced).map_or(limit, |announced| announced.min(limit));
    reply.body.reserve_exact(room);
    while reply.body.len() < limit {
        let chunk = response.chunk().await;
        // A body that breaks off is a broken reply, whatever broke it.
        let Some(chunk) = chunk.map_err(|_| Kind::BrokenReply)? else {
            break;
        };
        let taken = chunk.len().min(limit - reply.body.len());
        reply.body.extend_from_slice(&chunk[..taken]);
    }
    Ok(reply)
}
