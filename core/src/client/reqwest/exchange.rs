//! One request, one reply, in the time that is left for both.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderName, HeaderValue,
    RETRY_AFTER, USER_AGENT,
};
use reqwest::{Body, Client, Request, Response, Url};
use tokio::task::yield_now;
use tokio::time::timeout;

use super::failure;
use super::witness::Witness;
use crate::engine::CancelToken;
use crate::http::{BODY_LIMIT, HttpReply, HttpRequest, Method};
use crate::kind::Kind;

/// A request in reqwest's words. What it can't hold was not sent: validation lets none pass.
pub(super) fn prepare(request: &HttpRequest) -> Result<Request, Kind> {
    let method = match request.method() {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let url = Url::parse(request.url()).map_err(|_| Kind::Unsendable)?;
    let mut prepared = Request::new(method, url);
    let headers = prepared.headers_mut();
    headers.reserve(request.headers().len());
    for (name, value) in request.headers() {
        let name = header_name(name)?;
        let mut value = HeaderValue::from_str(value).map_err(|_| Kind::Unsendable)?;
        value.set_sensitive(name == API_KEY || name == AUTHORIZATION);
        headers.append(name, value);
    }
    *prepared.body_mut() = request.body().map(|body| Body::from(body.to_owned()));
    Ok(prepared)
}

const API_KEY: HeaderName = HeaderName::from_static("apikey");

/// A header's name. Those that requests have are there already.
fn header_name(name: &str) -> Result<HeaderName, Kind> {
    const KNOWN: [HeaderName; 6] = [
        ACCEPT,
        ACCEPT_ENCODING,
        API_KEY,
        AUTHORIZATION,
        CONTENT_TYPE,
        USER_AGENT,
    ];
    let known = KNOWN
        .into_iter()
        .find(|known| known.as_str().eq_ignore_ascii_case(name));
    match known {
        Some(known) => Ok(known),
        None => HeaderName::from_bytes(name.as_bytes()).map_err(|_| Kind::Unsendable),
    }
}

/// One send.
pub(super) struct Exchange {
    pub(super) client: Client,
    pub(super) request: Request,
    /// How long the connection may take.
    pub(super) connect: Duration,
    /// How long all of it may take.
    pub(super) total: Duration,
    /// How many bytes of a reply's body are read, and one more.
    pub(super) body_limit: usize,
    pub(super) cancel: CancelToken,
    pub(super) witness: Arc<Witness>,
}

impl Exchange {
    /// Sends, and reads the whole reply.
    pub(super) async fn run(self) -> Result<HttpReply, Kind> {
        look_at_idle_connections().await;
        let (client, request, body_limit) = (self.client, self.request, self.body_limit);
        let witness = &self.witness;
        let (result, before) = {
            let exchanged = pin!(async move {
                let response = client.execute(request).await;
                read(response.map_err(|error| failure::kind(&error))?, body_limit).await
            });
            let in_time = in_time(exchanged, self.connect, self.total, witness);
            let result = unless_cancelled(in_time, &self.cancel).await;
            (result, witness.given_up())
        };
        // The exchange is gone, and what it still waited for went with it.
        let had_a_connection = witness.saw_a_connection() && witness.given_up() == before;
        match result {
            Err(Kind::Timeout | Kind::Cancelled) if !had_a_connection => Err(Kind::ConnectTimeout),
            result => result,
        }
    }
}

/// What the exchange came to in its time. The limit for the connection holds where none is there
/// yet; for another one beside those that are kept, reqwest holds it.
async fn in_time(
    mut exchanged: Pin<&mut impl Future<Output = Result<HttpReply, Kind>>>,
    connect: Duration,
    total: Duration,
    witness: &Witness,
) -> Result<HttpReply, Kind> {
    let begun = Instant::now();
    if !witness.saw_a_connection() && connect < total {
        if let Ok(result) = timeout(connect, &mut exchanged).await {
            return result;
        }
        if !witness.saw_a_connection() {
            return Err(Kind::ConnectTimeout);
        }
    }
    timeout(total.saturating_sub(begun.elapsed()), exchanged)
        .await
        .unwrap_or(Err(Kind::Timeout))
}

/// What comes first: what the exchange came to, or the cancel.
async fn unless_cancelled(
    exchanged: impl Future<Output = Result<HttpReply, Kind>>,
    cancel: &CancelToken,
) -> Result<HttpReply, Kind> {
    let (mut exchanged, mut cancelled) = (pin!(exchanged), pin!(cancel.cancelled()));
    poll_fn(|context| match exchanged.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(result),
        Poll::Pending => cancelled
            .as_mut()
            .poll(context)
            .map(|()| Err(Kind::Cancelled)),
    })
    .await
}

/// Between calls nobody looks at the sockets. One turn of the driver hears what they have received
/// in the meantime, and each connection that was closed, reset, or told something unasked ends
/// itself: its task was woken in that turn, and so comes before this one, which waits for its end.
async fn look_at_idle_connections() {
    yield_now().await;
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
    // What is announced may never come; what does come, beyond what most replies are, makes room.
    let most = limit.min(BODY_LIMIT + 1);
    let room = usize::try_from(announced).map_or(most, |announced| announced.min(most));
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
