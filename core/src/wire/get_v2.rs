//! `get_v2`, the page that this project was founded on
//! (`get_caservices-disposition-dispositionapiv2-php`).
//!
//! The page says that all ten parameters must be passed. So a parameter whose field is absent is sent
//! with an empty value. The whole request:
//!
//! ```
//! use cloudagent_disposition::{
//!     Account, Api, ApiKey, BaseUrl, DispositionRequest, Method, build_request,
//! };
//!
//! let account = Account::with_api_key("acme", ApiKey::new("KK-test"));
//! let request = DispositionRequest::new()
//!     .ucid("8189000000001")
//!     .did("914000000001")
//!     .agent_id("ravi")
//!     .disposition("Sale")
//!     .comments("50% & more")
//!     .pause("Lunch");
//! let built = build_request(&account, &request, Api::GetV2, &BaseUrl::INDIA)?;
//! assert_eq!(built.method(), Method::Get);
//! assert_eq!(
//!     built.url(),
//!     "https://in1-ccaas-api.ozonetel.com/CAServices/Disposition/DispositionAPIV2.php\
//!      ?action=Set&apiKey=KK-test&agentId=ravi&customer=acme&did=914000000001\
//!      &comments=50%25%20%26%20more&ucid=8189000000001&disposition=Sale\
//!      &pauseReason=Lunch&pauseAfterDispose=true"
//! );
//! let headers: Vec<_> = built.headers().collect();
//! assert_eq!(headers[0], ("Accept", "application/json"));
//! assert_eq!(headers[1], ("Accept-Encoding", "identity"));
//! assert_eq!(headers[2].0, "User-Agent");
//! assert_eq!(built.body(), None);
//! # Ok::<(), cloudagent_disposition::Invalid>(())
//! ```

use super::query::Query;
use super::{flag, value};
use crate::account::Account;
use crate::request::RequestView;

pub(super) struct GetV2<'a> {
    pub(super) account: &'a Account,
    pub(super) request: &'a RequestView<'a>,
}

impl Query for GetV2<'_> {
    const PATH: &'static str = "/CAServices/Disposition/DispositionAPIV2.php";

    #[inline(never)]
    fn parameters(&self, add: &mut dyn FnMut(&str, &str)) {
        let request = self.request;
        add("?action=", "Set");
        add("&apiKey=", super::api_key(self.account));
        add("&agentId=", value(request.agent_id));
        add("&customer=", super::customer(self.account));
        add("&did=", value(request.did));
        add("&comments=", value(request.comments));
        add("&ucid=", value(request.ucid));
        add("&disposition=", value(request.disposition));
        add("&pauseReason=", value(request.pause_reason));
        add("&pauseAfterDispose=", flag(request.pauses()));
    }
}
