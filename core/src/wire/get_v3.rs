//! `get_v3`, which sets a disposition after wrap-up, too
//! (`get_caservices-disposition-dispositionapiv3-php-1`).
//!
//! It has no pause reason; it takes a callback time, and a zone for it. The whole request:
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
//!     .disposition("Call back")
//!     .callback_time("2026-11-22 09:30")
//!     .callback_time_zone("Asia/Dubai");
//! let built = build_request(&account, &request, Api::GetV3, &BaseUrl::INTERNATIONAL)?;
//! assert_eq!(built.method(), Method::Get);
//! assert_eq!(
//!     built.url(),
//!     "https://api.ccaas.ozonetel.com/CAServices/Disposition/DispositionAPIV3.php\
//!      ?apiKey=KK-test&customer=acme&did=914000000001&agentID=ravi\
//!      &disposition=Call%20back&ucid=8189000000001&comments=&action=set\
//!      &callBackTime=11%2F22%2F2026%2009%3A30%3A00&callBackTimeZone=Asia%2FDubai\
//!      &pauseAfterDispose=false"
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
use crate::civil::CivilDateTime;
use crate::request::RequestView;
use crate::text::present;

pub(super) struct GetV3<'a> {
    pub(super) account: &'a Account,
    pub(super) request: &'a RequestView<'a>,
}

impl Query for GetV3<'_> {
    const PATH: &'static str = "/CAServices/Disposition/DispositionAPIV3.php";

    #[inline(never)]
    fn parameters(&self, add: &mut dyn FnMut(&str, &str)) {
        let request = self.request;
        add("?apiKey=", super::api_key(self.account));
        add("&customer=", super::customer(self.account));
        add("&did=", value(request.did));
        add("&agentID=", value(request.agent_id));
        add("&disposition=", value(request.disposition));
        add("&ucid=", value(request.ucid));
        add("&comments=", value(request.comments));
        add("&action=", "set");
        if let Some(time) = present(request.callback_time) {
            // What is no time is stopped by validation; the URL's length is asked for before that.
            let time = CivilDateTime::parse(time).map(|time| time.to_get_v3_format());
            add("&callBackTime=", &time.unwrap_or_default());
        }
        if let Some(zone) = present(request.callback_time_zone) {
            add("&callBackTimeZone=", zone);
        }
        add("&pauseAfterDispose=", flag(request.pauses()));
    }
}
