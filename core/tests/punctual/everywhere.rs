//! The deadline is never early, and deadline and cancel end a call soon after their moment, wherever
//! the call is.

use std::net::TcpListener;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use cloudagent_disposition::{
    Account, Api, ApiKey, BaseUrl, Client, Connection, Kind, Put, Settings, StoreEntry,
    StoreFailed, TokenStore,
};
use cloudagent_simulator::{Endpoint, Fault, Injection, Scenario, Simulator};

use crate::late::{Way, check};
use crate::support::settings;

const LONG: Duration = Duration::from_secs(60);
const CANCELLED: &[Kind] = &[Kind::Cancelled];
const DEADLINE: Way = Way::Deadline(Duration::from_millis(120));
const CANCEL: Way = Way::Cancel(Duration::from_millis(120));

/// A client of the account that is told the api key in a header.
fn to(url: &str) -> Arc<Client> {
    let settings = settings(Api::PostApiKey, url).deadline(LONG);
    Arc::new(Client::new(settings).unwrap())
}

/// A client that fetches its tokens.
fn fetching(url: &str) -> Client {
    let account = Account::with_api_key("globex", ApiKey::new("KKglobex9876543210"));
    let settings = Settings::new(account, Api::PostToken).base_url(BaseUrl::parse(url).unwrap());
    Client::new(settings.deadline(LONG)).unwrap()
}

/// A server that does this to each request.
fn server(fault: impl Into<Injection>) -> Simulator {
    let mut scenario = Scenario::example();
    scenario.accounts[1].token = None;
    let simulator = Simulator::start(scenario).unwrap();
    simulator.inject(fault);
    simulator
}

#[test]
fn while_a_connection_is_made() {
    let simulator = server(Fault::None);
    let url = &simulator.addresses().unreachable_url;
    check("connect", DEADLINE, &[Kind::ConnectTimeout], || to(url));
    check("connect", CANCEL, CANCELLED, || to(url));
}

#[test]
fn while_tls_begins() {
    // It takes connections, and never answers what TLS begins with.
    let deaf = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", deaf.local_addr().unwrap());
    // One client for all: only its first call reads the system's certificates.
    let client = to(&url);
    let client = || Arc::clone(&client);
    check("TLS", DEADLINE, &[Kind::ConnectTimeout], client);
    check("TLS", CANCEL, CANCELLED, client);
}

#[test]
fn while_a_server_is_silent() {
    let simulator = server(Fault::Silent);
    check("silent", DEADLINE, &[Kind::Timeout], || {
        to(simulator.base_url())
    });
    check("silent", CANCEL, CANCELLED, || to(simulator.base_url()));
}

#[test]
fn while_a_server_is_silent_over_tls() {
    let simulator = server(Fault::Silent);
    let addresses = simulator.addresses();
    let connection = Connection::new().extra_ca_pem(&addresses.tls_certificate);
    let settings = settings(Api::PostApiKey, &addresses.tls_url).deadline(LONG);
    let client = Arc::new(Client::with_connection(settings, connection).unwrap());
    let client = || Arc::clone(&client);
    // The deadline may pass before the request has left.
    let kinds = &[Kind::Timeout, Kind::ConnectTimeout];
    check("silent over TLS", DEADLINE, kinds, client);
    check("silent over TLS", CANCEL, CANCELLED, client);
}

#[test]
fn while_a_server_drips() {
    let (every_ms, endless) = (10, true);
    for fault in [
        Fault::Drip { every_ms, endless },
        Fault::DripHeaders { every_ms },
    ] {
        let simulator = server(fault.clone());
        let what = format!("{fault:?}");
        check(&what, DEADLINE, &[Kind::Timeout], || {
            to(simulator.base_url())
        });
        check(&what, CANCEL, CANCELLED, || to(simulator.base_url()));
    }
}

#[test]
fn while_it_waits_to_send_again() {
    // A deadline never falls into a wait: one that would not end a second before it is none. What is
    // told in the end is the refusal, and this asks only when that was.
    let retry_after = Some("20".to_owned());
    let simulator = server(Fault::RateLimited { retry_after });
    let client = || to(simulator.base_url());
    check("a resend's wait", CANCEL, &[], client);
}

#[test]
fn while_a_token_is_fetched() {
    let simulator = server(Injection::from(Fault::Silent).at(Endpoint::Token));
    let client = || Arc::new(fetching(simulator.base_url()));
    // In the last second none is begun.
    let deadline = Way::Deadline(Duration::from_millis(1_150));
    check("a fetch", deadline, &[Kind::TokenUnavailable], client);
    check("a fetch", CANCEL, CANCELLED, client);
}

/// A store whose owner hangs, until the test is over.
#[derive(Default)]
struct Hanging(Mutex<bool>, Condvar);

impl TokenStore for Hanging {
    fn get(&self, _: &str) -> Result<Option<StoreEntry>, StoreFailed> {
        let is_over = self.0.lock()?;
        drop(self.1.wait_while(is_over, |is_over| !*is_over)?);
        Ok(None)
    }

    fn put_if(&self, _: &str, _: Option<&str>, _: &[u8]) -> Result<Put, StoreFailed> {
        Err(StoreFailed)
    }
}

#[test]
fn while_a_store_hangs() {
    let simulator = server(Fault::None);
    let store = Arc::new(Hanging::default());
    let client = || {
        let store: Arc<dyn TokenStore> = Arc::clone(&store) as _;
        Arc::new(fetching(simulator.base_url()).token_store(store))
    };
    check("a store", DEADLINE, &[Kind::TokenUnavailable], client);
    check("a store", CANCEL, CANCELLED, client);
    *store.0.lock().unwrap() = true;
    store.1.notify_all();
}
