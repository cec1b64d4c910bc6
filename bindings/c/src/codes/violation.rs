//! What violations are about.

use std::os::raw::c_char;

use cloudagent_disposition::{Field, Problem};

use super::{Row, name, row};

/// The field that a violation is about. Open: minor versions add values.
pub type cad_field = u32;

/// A JSON form as a whole (`from_json`).
pub const CAD_FIELD_JSON: cad_field = 1;
/// The raw parameters as a whole (`from_params`).
pub const CAD_FIELD_PARAMETERS: cad_field = 2;
/// The raw parameter `action` (`from_params`).
pub const CAD_FIELD_ACTION: cad_field = 3;
/// The client's base URL.
pub const CAD_FIELD_BASE_URL: cad_field = 4;
/// The client's additional certificates.
pub const CAD_FIELD_EXTRA_CA_PEM: cad_field = 5;
/// The client's or the call's deadline.
pub const CAD_FIELD_DEADLINE: cad_field = 6;
/// The client's retry policy.
pub const CAD_FIELD_RETRY: cad_field = 7;
/// The client's proxy.
pub const CAD_FIELD_PROXY: cad_field = 8;
/// The account's user name.
pub const CAD_FIELD_CUSTOMER: cad_field = 9;
/// The account's api key.
pub const CAD_FIELD_API_KEY: cad_field = 10;
/// The account's token.
pub const CAD_FIELD_TOKEN: cad_field = 11;
/// The agent's login id.
pub const CAD_FIELD_AGENT_ID: cad_field = 12;
/// The number that calls are dialled out from.
pub const CAD_FIELD_DID: cad_field = 13;
/// The call's unique id.
pub const CAD_FIELD_UCID: cad_field = 14;
/// The disposition.
pub const CAD_FIELD_DISPOSITION: cad_field = 15;
/// The comments.
pub const CAD_FIELD_COMMENTS: cad_field = 16;
/// Whether to pause the agent afterwards.
pub const CAD_FIELD_PAUSE_AFTER_DISPOSE: cad_field = 17;
/// Why the agent is paused.
pub const CAD_FIELD_PAUSE_REASON: cad_field = 18;
/// When to call back.
pub const CAD_FIELD_CALLBACK_TIME: cad_field = 19;
/// The zone of the callback time.
pub const CAD_FIELD_CALLBACK_TIME_ZONE: cad_field = 20;
/// Whether to release the agent.
pub const CAD_FIELD_AUTO_RELEASE: cad_field = 21;
/// The campaign whose dispositions are asked for.
pub const CAD_FIELD_CAMPAIGN: cad_field = 22;
/// The URL as built.
pub const CAD_FIELD_URL: cad_field = 23;

/// Every `cad_field`.
pub const FIELDS: &[Row<Field>] = &[
    row(CAD_FIELD_JSON, c"json", Field::Json),
    row(CAD_FIELD_PARAMETERS, c"parameters", Field::Parameters),
    row(CAD_FIELD_ACTION, c"action", Field::Action),
    row(CAD_FIELD_BASE_URL, c"base_url", Field::BaseUrl),
    row(CAD_FIELD_EXTRA_CA_PEM, c"extra_ca_pem", Field::ExtraCaPem),
    row(CAD_FIELD_DEADLINE, c"deadline", Field::Deadline),
    row(CAD_FIELD_RETRY, c"retry", Field::Retry),
    row(CAD_FIELD_PROXY, c"proxy", Field::Proxy),
    row(CAD_FIELD_CUSTOMER, c"customer", Field::Customer),
    row(CAD_FIELD_API_KEY, c"api_key", Field::ApiKey),
    row(CAD_FIELD_TOKEN, c"token", Field::Token),
    row(CAD_FIELD_AGENT_ID, c"agent_id", Field::AgentId),
    row(CAD_FIELD_DID, c"did", Field::Did),
    row(CAD_FIELD_UCID, c"ucid", Field::Ucid),
    row(CAD_FIELD_DISPOSITION, c"disposition", Field::Disposition),
    row(CAD_FIELD_COMMENTS, c"comments", Field::Comments),
    row(
        CAD_FIELD_PAUSE_AFTER_DISPOSE,
        c"pause_after_dispose",
        Field::PauseAfterDispose,
    ),
    row(CAD_FIELD_PAUSE_REASON, c"pause_reason", Field::PauseReason),
    row(
        CAD_FIELD_CALLBACK_TIME,
        c"callback_time",
        Field::CallbackTime,
    ),
    row(
        CAD_FIELD_CALLBACK_TIME_ZONE,
        c"callback_time_zone",
        Field::CallbackTimeZone,
    ),
    row(CAD_FIELD_AUTO_RELEASE, c"auto_release", Field::AutoRelease),
    row(CAD_FIELD_CAMPAIGN, c"campaign", Field::Campaign),
    row(CAD_FIELD_URL, c"url", Field::Url),
];

/// The name of a `cad_field`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_field_name(number: cad_field) -> *const c_char {
    name(FIELDS, number)
}

/// What is wrong with a field. Open: minor versions add values.
pub type cad_problem = u32;

/// It must be there, and is absent (or blank).
pub const CAD_PROBLEM_MISSING: cad_problem = 1;
/// It can't be read as what it must be.
pub const CAD_PROBLEM_INVALID: cad_problem = 2;
/// This API can't carry it.
pub const CAD_PROBLEM_UNSUPPORTED: cad_problem = 3;
/// It holds control characters.
pub const CAD_PROBLEM_CONTROL_CHARACTERS: cad_problem = 4;
/// It holds something that a header can't carry.
pub const CAD_PROBLEM_NOT_ASCII: cad_problem = 5;
/// It begins or ends with white space.
pub const CAD_PROBLEM_SURROUNDING_SPACE: cad_problem = 6;
/// It is longer than it may be.
pub const CAD_PROBLEM_TOO_LONG: cad_problem = 7;
/// A spreadsheet or a data frame spoilt it, as in `8.18917E+16`.
pub const CAD_PROBLEM_DAMAGED_NUMBER: cad_problem = 8;
/// It holds something other than digits.
pub const CAD_PROBLEM_NOT_DIGITS: cad_problem = 9;
/// It holds characters that nobody sees.
pub const CAD_PROBLEM_INVISIBLE_CHARACTER: cad_problem = 10;
/// It names a chain of agents.
pub const CAD_PROBLEM_SEVERAL_AGENTS: cad_problem = 11;
/// It has no effect here.
pub const CAD_PROBLEM_UNUSED: cad_problem = 12;
/// Its seconds can't be sent.
pub const CAD_PROBLEM_SECONDS_DROPPED: cad_problem = 13;
/// It is read in the vendor's zone.
pub const CAD_PROBLEM_ZONE_ASSUMED: cad_problem = 14;
/// It is not a parameter of this API.
pub const CAD_PROBLEM_UNKNOWN: cad_problem = 15;
/// It is there more than once.
pub const CAD_PROBLEM_DUPLICATE: cad_problem = 16;
/// Plain http to a host other than this machine.
pub const CAD_PROBLEM_NOT_HTTPS: cad_problem = 17;
/// It holds a user name or password.
pub const CAD_PROBLEM_USER_INFO: cad_problem = 18;
/// It holds a query.
pub const CAD_PROBLEM_QUERY: cad_problem = 19;
/// It holds a fragment.
pub const CAD_PROBLEM_FRAGMENT: cad_problem = 20;

/// Every `cad_problem`.
pub const PROBLEMS: &[Row<Problem>] = &[
    row(CAD_PROBLEM_MISSING, c"missing", Problem::Missing),
    row(CAD_PROBLEM_INVALID, c"invalid", Problem::Invalid),
    row(
        CAD_PROBLEM_UNSUPPORTED,
        c"unsupported",
        Problem::Unsupported,
    ),
    row(
        CAD_PROBLEM_CONTROL_CHARACTERS,
        c"control_characters",
        Problem::ControlCharacters,
    ),
    row(CAD_PROBLEM_NOT_ASCII, c"not_ascii", Problem::NotAscii),
    row(
        CAD_PROBLEM_SURROUNDING_SPACE,
        c"surrounding_space",
        Problem::SurroundingSpace,
    ),
    row(CAD_PROBLEM_TOO_LONG, c"too_long", Problem::TooLong),
    row(
        CAD_PROBLEM_DAMAGED_NUMBER,
        c"damaged_number",
        Problem::DamagedNumber,
    ),
    row(CAD_PROBLEM_NOT_DIGITS, c"not_digits", Problem::NotDigits),
    row(
        CAD_PROBLEM_INVISIBLE_CHARACTER,
        c"invisible_character",
        Problem::InvisibleCharacter,
    ),
    row(
        CAD_PROBLEM_SEVERAL_AGENTS,
        c"several_agents",
        Problem::SeveralAgents,
    ),
    row(CAD_PROBLEM_UNUSED, c"unused", Problem::Unused),
    row(
        CAD_PROBLEM_SECONDS_DROPPED,
        c"seconds_dropped",
        Problem::SecondsDropped,
    ),
    row(
        CAD_PROBLEM_ZONE_ASSUMED,
        c"zone_assumed",
        Problem::ZoneAssumed,
    ),
    row(CAD_PROBLEM_UNKNOWN, c"unknown", Problem::Unknown),
    row(CAD_PROBLEM_DUPLICATE, c"duplicate", Problem::Duplicate),
    row(CAD_PROBLEM_NOT_HTTPS, c"not_https", Problem::NotHttps),
    row(CAD_PROBLEM_USER_INFO, c"user_info", Problem::UserInfo),
    row(CAD_PROBLEM_QUERY, c"query", Problem::Query),
    row(CAD_PROBLEM_FRAGMENT, c"fragment", Problem::Fragment),
];

/// The name of a `cad_problem`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_problem_name(number: cad_problem) -> *const c_char {
    name(PROBLEMS, number)
}
