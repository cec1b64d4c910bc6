//! The API that a request goes to, and its reply comes from.

use std::os::raw::c_char;

use cloudagent_disposition::Api;

use super::{Row, from_name, name, row};
use crate::text::cad_str;

/// One of the vendor's four ways to set a disposition. It is a property of the account, so it is
/// always named: there is no default. Closed.
pub type cad_api = u32;

/// `GET …/DispositionAPIV2.php`: the page that this project was founded on.
pub const CAD_API_GET_V2: cad_api = 1;
/// `GET …/DispositionAPIV3.php`: can set a disposition after wrap-up, and a callback time.
pub const CAD_API_GET_V3: cad_api = 2;
/// `POST …/ca_apis/DispositionAPIV2` with the api key in a header.
pub const CAD_API_POST_API_KEY: cad_api = 3;
/// `POST …/ca_apis/DispositionAPIV2` with a bearer token.
pub const CAD_API_POST_TOKEN: cad_api = 4;

/// Every `cad_api`.
pub const APIS: &[Row<Api>] = &[
    row(CAD_API_GET_V2, c"get_v2", Api::GetV2),
    row(CAD_API_GET_V3, c"get_v3", Api::GetV3),
    row(CAD_API_POST_API_KEY, c"post_api_key", Api::PostApiKey),
    row(CAD_API_POST_TOKEN, c"post_token", Api::PostToken),
];

/// The name of a `cad_api`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_api_name(number: cad_api) -> *const c_char {
    name(APIS, number)
}

/// The API of a name, such as a configuration's `get_v2`; 0 for one that is none.
///
/// Owner: nothing. NULL: an absent name is none. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_api_from_name(api: cad_str) -> cad_api {
    // SAFETY: the caller's promise.
    unsafe { from_name(APIS, api) }
}
