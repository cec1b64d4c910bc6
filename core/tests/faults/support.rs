//! A client, a request, and a simulator to send it to.

use std::time::Duration;

use cloudagent_disposition::{
    Account, Api, ApiKey, BaseUrl, Client, DispositionRequest, Error, Receipt, Settings,
};
use cloudagent_simulator::{Scenario, Simulator};

/// The api key of the simulator's account, and what no text may hold.
pub(crate) const KEY: &str = "KK-marker/7+canary";

/// The comment of the request, and what no text may hold.
pub(crate) const COMMENTS: &str = "owes 500 rupees, angry";

pub(crate) fn simulator() -> Simulator {
    let mut scenario = Scenario::example();
    scenario.accounts[0].api_key = KEY.to_owned();
    Simulator::start(scenario).unwrap()
}

pub(crate) fn settings(api: Api, base_url: &str) -> Settings {
    let account = Account::with_api_key("acme", ApiKey::new(KEY));
    Settings::new(account, api).base_url(BaseUrl::parse(base_url).unwrap())
}

pub(crate) fn client(api: Api, base_url: &str, deadline: Duration) -> Client {
    Client::new(settings(api, base_url).deadline(deadline)).unwrap()
}

/// A request for a call that has ended.
pub(crate) fn request() -> DispositionRequest {
    DispositionRequest::new()
        .ucid("81891700000000002")
        .did("914000000001")
        .agent_id("ravi")
        .disposition("Sale")
        .comments(COMMENTS)
        .pause_after_dispose(false)
}

pub(crate) fn receipt(result: &Result<Receipt, Error>) -> &Receipt {
    match result {
        Ok(receipt) => receipt,
        Err(error) => error.receipt(),
    }
}
