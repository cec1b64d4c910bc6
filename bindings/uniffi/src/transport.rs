//! The built-in transport by itself, for a facade that drives the engine and whose platform has no
//! HTTP stack that tells a connection that never stood from a reply that never came: Swift on Linux.

use std::sync::Arc;
use std::time::Duration;

use cloudagent_disposition::{
    Account, Api, CancelToken, Connection, Error, HttpRequest, Limits, Settings, Transport,
    built_in_transport,
};

use crate::client::ProxyHandle;
use crate::counted::Counted;
use crate::http::{HttpReplyData, HttpRequestData};
use crate::macros::either;
use crate::misuse::{Misuse, code};
use crate::planted::panic_at;
use crate::records::CallResult;

/// The names of all headers that the core builds: its requests hold them as static text.
const HEADERS: [&str; 7] = [
    "Accept",
    "Accept-Encoding",
    "Authorization",
    "Cache-Control",
    "Content-Type",
    "User-Agent",
    "apiKey",
];

either! {
    /// What became of making a transport.
    #[derive(Debug, uniffi::Enum)]
    TransportOpened = Opened { transport: Arc<TransportHandle> } | Failed { result: CallResult }
}

/// Makes a built-in transport. No I/O.
#[uniffi::export]
pub fn open_transport(
    connect_timeout_ms: u64,
    extra_ca_pem: Option<String>,
    proxy: &ProxyHandle,
) -> Result<TransportOpened, Misuse> {
    let timeout = Duration::from_millis(connect_timeout_ms);
    let mut connection = Connection::new().proxy((*proxy.0).clone());
    extra_ca_pem.iter().for_each(panic_at);
    connection.extra_ca_pem = extra_ca_pem;
    let opened = open(timeout, &connection);
    Ok(TransportOpened::of(opened, |transport| {
        Arc::new(TransportHandle(Counted::new(transport)))
    }))
}

fn open(connect_timeout: Duration, connection: &Connection) -> Result<Arc<dyn Transport>, Error> {
    // A transport has no use for an account, an API or a host: each request has them in it already.
    let settings =
        Settings::new(Account::without_credential(""), Api::GetV2).connect_timeout(connect_timeout);
    built_in_transport(&settings, connection)
}

/// The built-in transport. Any thread may use it, several at once.
#[derive(uniffi::Object)]
pub struct TransportHandle(Counted<Arc<dyn Transport>>);

impl std::fmt::Debug for TransportHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TransportHandle")
    }
}

/// What became of one send.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum SendResult {
    /// A whole reply came.
    Reply {
        /// The reply.
        reply: HttpReplyData,
    },
    /// None came.
    Failed {
        /// The code of how it failed.
        kind: String,
    },
}

/// Cancels a send: a [`CancelToken`].
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct CancelHandle(pub(crate) Counted<CancelToken>);

#[uniffi::export]
impl CancelHandle {
    /// One that nobody has cancelled.
    #[uniffi::constructor]
    pub fn new() -> Result<Arc<Self>, Misuse> {
        Ok(Arc::new(Self(Counted::new(CancelToken::new()))))
    }

    /// Cancels. Cancelling twice is fine.
    pub fn cancel(&self) -> Result<(), Misuse> {
        self.0.cancel();
        Ok(())
    }
}

#[uniffi::export]
impl TransportHandle {
    /// The environment variable that names a proxy which can't be used, for the engine's settings.
    pub fn unusable_proxy(&self) -> Result<Option<String>, Misuse> {
        Ok(self.0.unusable_proxy().map(str::to_owned))
    }

    /// Sends a request, once, blocking: until it is cancelled, and `total_ms` at the longest.
    pub fn send(
        &self,
        request: HttpRequestData,
        connect_ms: u64,
        total_ms: u64,
        body_limit: u32,
        cancel: &CancelHandle,
    ) -> Result<SendResult, Misuse> {
        request.body.iter().for_each(panic_at);
        let limits = Limits::new(
            Duration::from_millis(connect_ms),
            Duration::from_millis(total_ms),
            usize::try_from(body_limit).unwrap_or(usize::MAX),
        );
        Ok(match self.0.send(&read(request)?, &limits, &cancel.0) {
            Ok(reply) => SendResult::Reply {
                reply: reply.into(),
            },
            Err(kind) => SendResult::Failed {
                kind: kind.to_string(),
            },
        })
    }
}

/// The core's request again, as it was before it crossed the bridge.
fn read(data: HttpRequestData) -> Result<HttpRequest, Misuse> {
    let known = |name: &str| HEADERS.into_iter().find(|header| *header == name);
    let headers = data
        .headers
        .iter()
        .map(|header| {
            Ok((
                known(&header.name).ok_or(Misuse::UnknownHeader)?,
                header.value.as_str(),
            ))
        })
        .collect::<Result<Vec<_>, Misuse>>()?;
    let reply_limit = usize::try_from(data.reply_limit).unwrap_or(usize::MAX);
    let request = HttpRequest::from_parts(
        code(&data.method)?,
        &data.url,
        &data.host,
        data.port,
        &data.target,
        &headers,
        data.body.as_deref(),
    );
    Ok(request.with_reply_limit(reply_limit))
}
