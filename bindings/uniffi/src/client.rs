//! The blocking client.

use std::sync::Arc;
use std::time::Duration;

use cloudagent_disposition::{CallOptions, Client, Connection, Proxy};

use crate::counted::Counted;
use crate::http::{BuildResult, built};
use crate::listing::{DispositionListData, ListAnswer};
use crate::macros::either;
use crate::misuse::Misuse;
use crate::planted::panic_at;
use crate::records::{CallResult, RequestData, ViolationData, violations};
use crate::settings::SettingsData;

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

/// Makes a client with the built-in transport. No I/O.
#[uniffi::export]
pub fn open_client(
    settings: SettingsData,
    extra_ca_pem: Option<String>,
    proxy: &ProxyHandle,
) -> Result<ClientOpened, Misuse> {
    let mut connection = Connection::new().proxy((*proxy.0).clone());
    connection.extra_ca_pem = extra_ca_pem;
    let client = Client::with_connection(settings.read()?, connection);
    Ok(ClientOpened::of(client, |client| {
        Arc::new(ClientHandle(Counted::new(client)))
    }))
}

fn options(deadline_ms: Option<u64>) -> CallOptions {
    let mut options = CallOptions::new();
    options.deadline = deadline_ms.map(Duration::from_millis);
    options
}

/// A [`Client`]. Any thread may use it, several at once.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct ClientHandle(Counted<Client>);

#[uniffi::export]
impl ClientHandle {
    /// Sets a call's disposition, blocking.
    pub fn set_disposition(
        &self,
        request: RequestData,
        deadline_ms: Option<u64>,
    ) -> Result<CallResult, Misuse> {
        let options = options(deadline_ms);
        Ok(self
            .0
            .set_disposition_with(&request.into(), &options)
            .into())
    }

    /// Asks for a campaign's dispositions, blocking.
    pub fn list_dispositions(
        &self,
        campaign: Option<String>,
        deadline_ms: Option<u64>,
    ) -> Result<ListAnswer, Misuse> {
        campaign.iter().for_each(panic_at);
        let options = options(deadline_ms);
        let answer = self.0.list_dispositions_with(campaign.as_deref(), &options);
        Ok(ListAnswer::of(answer, |list| {
            DispositionListData::from(&list)
        }))
    }

    /// Everything that is wrong with a request.
    pub fn validate(&self, request: RequestData) -> Result<Vec<ViolationData>, Misuse> {
        Ok(violations(&self.0.validate(&request.into())))
    }

    /// The request as it would be sent.
    pub fn build_request(&self, request: RequestData) -> Result<BuildResult, Misuse> {
        Ok(built(self.0.build_request(&request.into())))
    }

    /// Ends the client. Waits for nothing.
    pub fn close(&self) -> Result<(), Misuse> {
        self.0.close();
        Ok(())
    }
}
