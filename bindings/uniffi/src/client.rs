//! The blocking client.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cloudagent_disposition::{
    CallOptions, CancelToken, Client, Connection, Invalid, PendingDisposition, PendingList,
    PendingLookUp, Proxy, TokenStore,
};

use crate::client_look_up::{LookUpAnswer, answered};
use crate::counted::Counted;
use crate::listing::{DispositionListData, ListAnswer};
use crate::macros::either;
use crate::misuse::Misuse;
use crate::planted::panic_at;
use crate::records::{CallResult, RequestData};
use crate::settings::SettingsData;
use crate::store::FileStoreHandle;

/// Which proxy to use. An object, because a proxy's URL may hold a password; nothing prints it.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct ProxyHandle(pub(crate) Counted<Proxy>);

#[uniffi::export]
impl ProxyHandle {
    /// What the environment says.
    #[uniffi::constructor]
    pub fn environment() -> Result<Arc<Self>, Misuse> {
        Ok(Arc::new(Self(Counted::new(Proxy::Environment))))
    }

    /// None.
    #[uniffi::constructor]
    pub fn direct() -> Result<Arc<Self>, Misuse> {
        Ok(Arc::new(Self(Counted::new(Proxy::None))))
    }

    /// This one.
    #[uniffi::constructor]
    pub fn url(url: String) -> Result<Arc<Self>, Misuse> {
        panic_at(&url);
        Ok(Arc::new(Self(Counted::new(Proxy::url(url)))))
    }
}

either! {
    /// What became of making a client.
    #[derive(Debug, uniffi::Enum)]
    ClientOpened = Opened { client: Arc<ClientHandle> } | Failed { result: CallResult }
}

/// Makes a client with the built-in transport, and with this store for its token. No I/O.
#[uniffi::export]
pub fn open_client(
    settings: SettingsData,
    extra_ca_pem: Option<String>,
    proxy: &ProxyHandle,
    store: Option<Arc<FileStoreHandle>>,
) -> Result<ClientOpened, Misuse> {
    let mut connection = Connection::new().proxy((*proxy.0).clone());
    connection.extra_ca_pem = extra_ca_pem;
    let client = Client::with_connection(settings.read()?, connection);
    Ok(ClientOpened::of(client, |client| {
        let client = match store {
            Some(store) => client.token_store(Arc::clone(&*store.0) as Arc<dyn TokenStore>),
            None => client,
        };
        Arc::new(ClientHandle(Counted::new(Arc::new(client))))
    }))
}

/// A [`Client`]. Any thread may use it, several at once.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct ClientHandle(pub(crate) Counted<Arc<Client>>);

#[uniffi::export]
impl ClientHandle {
    /// Begins to set a call's disposition: it goes on while somebody waits for it.
    pub fn begin_disposition(
        &self,
        request: RequestData,
        deadline_ms: Option<u64>,
    ) -> Result<Arc<PendingHandle>, Misuse> {
        Ok(PendingHandle::begin(deadline_ms, |options| {
            Pending::Set(self.0.begin_disposition(&request.into(), options))
        }))
    }

    /// Begins to ask for a campaign's dispositions.
    pub fn begin_list(
        &self,
        campaign: Option<String>,
        deadline_ms: Option<u64>,
    ) -> Result<Arc<PendingHandle>, Misuse> {
        campaign.iter().for_each(panic_at);
        Ok(PendingHandle::begin(deadline_ms, |options| {
            match self.0.begin_list(campaign.as_deref(), options) {
                Ok(pending) => Pending::Listed(pending),
                Err(invalid) => Pending::Over(Finished::Listed {
                    answer: ListAnswer::of(Err(invalid), |list| DispositionListData::from(&list)),
                }),
            }
        }))
    }

    /// Ends the client. Waits for nothing.
    pub fn close(&self) -> Result<(), Misuse> {
        self.0.close();
        Ok(())
    }
}

/// What became of a call that was waited for in pieces.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Finished {
    /// A disposition was to be set.
    Set {
        /// What became of it.
        result: CallResult,
    },
    /// A campaign's dispositions were asked for.
    Listed {
        /// What came of it.
        answer: ListAnswer,
    },
    /// Records were looked up.
    LookedUp {
        /// What came of it.
        answer: LookUpAnswer,
    },
}

/// A blocking call for a host whose thread must look up now and then: Python runs its handlers of
/// signals in the main thread, between two calls of this library. It goes on while somebody waits.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct PendingHandle {
    call: Counted<Mutex<Pending>>,
    cancel: CancelToken,
}

#[derive(Debug)]
pub(crate) enum Pending {
    Set(PendingDisposition),
    Listed(PendingList),
    LookedUp(PendingLookUp),
    Over(Finished),
}

#[uniffi::export]
impl PendingHandle {
    /// Goes on with the call for so many milliseconds: what became of it, as often as that is asked, or
    /// none if it is not over.
    pub fn wait(&self, milliseconds: u64) -> Result<Option<Finished>, Misuse> {
        let mut pending = self.call.lock().unwrap_or_else(PoisonError::into_inner);
        let at_most = Duration::from_millis(milliseconds);
        let finished = match &mut *pending {
            Pending::Over(finished) => return Ok(Some(finished.clone())),
            Pending::Set(call) => call.wait(at_most).map(|result| Finished::Set {
                result: result.into(),
            }),
            Pending::Listed(call) => call.wait(at_most).map(|list| Finished::Listed {
                answer: ListAnswer::of(Ok::<_, Invalid>(list), |list| {
                    DispositionListData::from(&list)
                }),
            }),
            Pending::LookedUp(call) => call.wait(at_most).map(|found| Finished::LookedUp {
                answer: answered(Ok(found)),
            }),
        };
        if let Some(finished) = &finished {
            *pending = Pending::Over(finished.clone());
        }
        Ok(finished)
    }

    /// Has it end soon, while somebody waits for it too. Cancelling twice is fine.
    pub fn cancel(&self) -> Result<(), Misuse> {
        self.cancel.cancel();
        Ok(())
    }
}

impl PendingHandle {
    pub(crate) fn begin(
        deadline_ms: Option<u64>,
        begin: impl FnOnce(&CallOptions) -> Pending,
    ) -> Arc<Self> {
        let cancel = CancelToken::new();
        let mut options = CallOptions::new().cancel(cancel.clone());
        options.deadline = deadline_ms.map(Duration::from_millis);
        let call = Counted::new(Mutex::new(begin(&options)));
        Arc::new(Self { call, cancel })
    }
}
