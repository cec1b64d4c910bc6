//! A client, a request, and a simulator to send it to.

use std::time::Duration;

use cloudagent_disposition::{
    Account, Api, ApiKey, BaseUrl, CancelToken, Client, DispositionRequest, Error, ErrorClass,
    HttpReply, HttpRequest, Kind, Limits, Receipt, Settings, Transport,
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

/// A transport of a test's own.
pub(crate) struct Own<F>(pub(crate) F);

impl<F> Transport for Own<F>
where
    F: Fn(&HttpRequest, &Limits, &CancelToken) -> Result<HttpReply, Kind> + Send + Sync,
{
    fn send(
        &self,
        request: &HttpRequest,
        limits: &Limits,
        cancel: &CancelToken,
    ) -> Result<HttpReply, Kind> {
        (self.0)(request, limits, cancel)
    }
}

/// How a call ended: a success has neither.
pub(crate) fn ended(result: &Result<Receipt, Error>) -> (Option<ErrorClass>, Option<Kind>) {
    let error = result.as_ref().err();
    (error.map(Error::class), error.and_then(Error::kind))
}

#[track_caller]
pub(crate) fn assert_failed(result: &Result<Receipt, Error>, class: ErrorClass, kind: Kind) {
    assert_eq!(ended(result), (Some(class), Some(kind)), "{result:?}");
}

pub(crate) fn receipt(result: &Result<Receipt, Error>) -> &Receipt {
    result.as_ref().unwrap_or_else(|error| error.receipt())
}
