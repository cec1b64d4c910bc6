//! The blocking client.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cloudagent_disposition::{
    CallOptions, Client, Connection, Invalid, PendingDisposition, PendingList, PendingLookUp,
    Proxy, TokenStore,
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
use crate::transport::CancelHandle;

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
    /// Sets a call's disposition, blocking.
    pub fn set_disposition(
        &self,
        request: RequestData,
        deadline_ms: Option<u64>,
        cancel: &CancelHandle,
    ) -> Result<CallResult, Misuse> {
        Ok(self.set(&request, deadline_ms, cancel))
    }

    /// Asks for a campaign's dispositions, blocking.
    pub fn list_dispositions(
        &self,
        campaign: Option<String>,
        deadline_ms: Option<u64>,
        cancel: &CancelHandle,
    ) -> Result<ListAnswer, Misuse> {
        Ok(self.list(campaign.as_deref(), deadline_ms, cancel))
    }

    /// Begins to set a call's disposition: it goes on while somebody waits for it.
    pub fn begin_disposition(
        &self,
        request: RequestData,
        deadline_ms: Option<u64>,
        cancel: &CancelHandle,
    ) -> Result<Arc<PendingHandle>, Misuse> {
        let options = options(deadline_ms, cancel);
        let pending = self.0.begin_disposition(&request.into(), &options);
        Ok(PendingHandle::new(Pending::Set(pending)))
    }

    /// Begins to ask for a campaign's dispositions.
    pub fn begin_list(
        &self,
        campaign: Option<String>,
        deadline_ms: Option<u64>,
        cancel: &CancelHandle,
    ) -> Result<Arc<PendingHandle>, Misuse> {
        campaign.iter().for_each(panic_at);
        let options = options(deadline_ms, cancel);
        let pending = self.0.begin_list(campaign.as_deref(), &options);
        Ok(PendingHandle::new(match pending {
            Ok(pending) => Pending::Listed(pending),
            Err(invalid) => Pending::Over(Finished::Listed {
                answer: ListAnswer::of(Err(invalid), |list| DispositionListData::from(&list)),
            }),
        }))
    }

    /// Ends the client. Waits for nothing.
    pub fn close(&self) -> Result<(), Misuse> {
        self.0.close();
        Ok(())
    }
}

impl ClientHandle {
    fn set(
        &self,
        request: &RequestData,
        deadline_ms: Option<u64>,
        cancel: &CancelHandle,
    ) -> CallResult {
        let options = options(deadline_ms, cancel);
        let request = request.clone().into();
        self.0.set_disposition_with(&request, &options).into()
    }

    fn list(
        &self,
        campaign: Option<&str>,
        deadline_ms: Option<u64>,
        cancel: &CancelHandle,
    ) -> ListAnswer {
        campaign.iter().for_each(panic_at);
        let options = options(deadline_ms, cancel);
        let answer = self.0.list_dispositions_with(campaign, &options);
        ListAnswer::of(answer, |list| DispositionListData::from(&list))
    }
}

pub(crate) fn options(deadline_ms: Option<u64>, cancel: &CancelHandle) -> CallOptions {
    let mut options = CallOptions::new();
    options.deadline = deadline_ms.map(Duration::from_millis);
    options.cancel = Some((*cancel.0).clone());
    options
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
pub struct PendingHandle(Counted<Mutex<Pending>>);

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
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
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
}

impl PendingHandle {
    pub(crate) fn new(pending: Pending) -> Arc<Self> {
        Arc::new(Self(Counted::new(Mutex::new(pending))))
    }
}
