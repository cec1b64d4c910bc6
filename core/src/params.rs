//! A CRM page's raw parameters, under the vendor's names: what existing integrations have in hand.

use crate::account::{Account, ApiKey};
use crate::base_url::BaseUrl;
use crate::civil::CivilDateTime;
use crate::codes::Api;
use crate::request::DispositionRequest;
use crate::text::present;
use crate::validate::validate;
use crate::violation::{Field, Problem, Violation};

/// The vendor's parameter names on all four APIs, compared without case, and what each one is here.
/// `customer` and `userName` are one thing, so are `agentId` and `agentID`.
const NAMES: &[(&str, Field)] = &[
    ("action", Field::Action),
    ("apiKey", Field::ApiKey),
    ("customer", Field::Customer),
    ("userName", Field::Customer),
    ("agentId", Field::AgentId),
    ("did", Field::Did),
    ("ucid", Field::Ucid),
    ("disposition", Field::Disposition),
    ("comments", Field::Comments),
    ("pauseAfterDispose", Field::PauseAfterDispose),
    ("pauseReason", Field::PauseReason),
    ("callBackTime", Field::CallbackTime),
    ("callBackTimeZone", Field::CallbackTimeZone),
    ("autoRelease", Field::AutoRelease),
];

/// What [`from_params`] read. Blank values are absent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Params {
    /// The account's user name, from `customer` or `userName`.
    pub customer: Option<String>,
    /// The account's api key.
    pub api_key: Option<ApiKey>,
    /// The disposition to set.
    pub request: DispositionRequest,
    /// What is wrong: the parameters' own problems first, then those of [`validate`].
    ///
    /// [`validate`]: fn@crate::validate
    pub violations: Vec<Violation>,
}

/// Reads raw, already decoded parameters under the vendor's names (compared without case), those of
/// all four APIs. Of a parameter that comes twice, the first one that is not blank counts.
///
/// Its own violations come first: `parameters` (`unknown`, `duplicate`), `action`,
/// `pause_after_dispose` and `auto_release` (`invalid`); then those of
/// [`validate`](fn@crate::validate) for what was read (against the domestic base URL), less those
/// of a credential that is not among the parameters. `callBackTime` comes in the format of
/// `get_v3` or of the POST APIs, and stands in the request in the request's own.
///
/// ```
/// use cloudagent_disposition::{Api, from_params};
///
/// let page = [("UserName", "acme"), ("agentID", "ravi"), ("did", "914000000001"),
///     ("ucid", "8189000000001"), ("disposition", "Sale"), ("pauseAfterDispose", "FALSE"),
///     ("callBackTime", "11/22/2026 09:30:00")];
/// let read = from_params(page, Api::PostApiKey);
/// assert_eq!(read.violations, []);
/// assert_eq!(read.customer.as_deref(), Some("acme"));
/// assert_eq!(read.request.pause_after_dispose, Some(false));
/// assert_eq!(read.request.callback_time.as_deref(), Some("2026-11-22 09:30:00"));
/// ```
pub fn from_params<N, V>(pairs: impl IntoIterator<Item = (N, V)>, api: Api) -> Params
where
    N: AsRef<str>,
    V: AsRef<str>,
{
    let mut page = Page::default();
    for (place, (name, value)) in pairs.into_iter().enumerate() {
        page.take(place + 1, name.as_ref(), Some(value.as_ref()));
    }
    page.read(api)
}

/// [`from_params`] for a host that has the parameters as bytes: a value that is not UTF-8 is a
/// violation of its field ([`Violation::not_utf8`]), and a name that is not UTF-8 is none of the
/// vendor's.
pub fn from_params_bytes<'a>(
    pairs: impl IntoIterator<Item = (&'a [u8], &'a [u8])>,
    api: Api,
) -> Params {
    let text = |bytes: &'a [u8]| std::str::from_utf8(bytes).ok();
    let mut page = Page::default();
    for (place, (name, value)) in pairs.into_iter().enumerate() {
        page.take(place + 1, text(name).unwrap_or_default(), text(value));
    }
    page.read(api)
}

/// The values by what they are, before they are read.
#[derive(Default)]
struct Page {
    values: Vec<(Field, String)>,
    unknown: Vec<Violation>,
    duplicate: Vec<Violation>,
    unreadable: Vec<Field>,
}

impl Page {
    /// Takes the parameter at this place, counted from 1. Its text is never repeated: a mangled
    /// query may hold the api key in a name. A value is none where it is not UTF-8.
    fn take(&mut self, place: usize, name: &str, value: Option<&str>) {
        let known = NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        let Some((_, field)) = known else {
            let detail = format!("Parameter number {place} is none of the vendor's.");
            let (field, problem) = (Field::Parameters, Problem::Unknown);
            self.unknown
                .push(Violation::warning(field, problem, detail));
            return;
        };
        let Some(value) = value else {
            self.unreadable.push(*field);
            return;
        };
        if present(Some(value)).is_none() {
            return;
        }
        match self.values.iter().find(|(taken, _)| taken == field) {
            None => self.values.push((*field, value.to_owned())),
            Some((_, first)) if first == value => {}
            Some(_) => {
                let detail =
                    format!("Parameter number {place} repeats an earlier one with another value.");
                let (field, problem) = (Field::Parameters, Problem::Duplicate);
                self.duplicate
                    .push(Violation::error(field, problem, detail));
            }
        }
    }

    fn take_value(&mut self, field: Field) -> Option<String> {
        let place = self.values.iter().position(|(taken, _)| *taken == field)?;
        Some(self.values.swap_remove(place).1)
    }

    fn read(mut self, api: Api) -> Params {
        let mut violations = std::mem::take(&mut self.unknown);
        violations.append(&mut self.duplicate);
        let mut request = DispositionRequest::new();
        for field in std::mem::take(&mut self.unreadable) {
            if field == Field::Action {
                violations.push(Violation::not_utf8(field));
            }
            request.mark_not_utf8(field);
        }

        let action = self.take_value(Field::Action);
        if action.is_some_and(|action| !action.eq_ignore_ascii_case("set")) {
            violations.push(invalid(Field::Action, "It must be set, or left out."));
        }
        request.pause_after_dispose = self.flag(Field::PauseAfterDispose, &mut violations);
        request.auto_release = self
            .flag(Field::AutoRelease, &mut violations)
            .unwrap_or_default();
        let customer = self.take_value(Field::Customer);
        let api_key = self.take_value(Field::ApiKey).map(ApiKey::new);
        request.callback_time = self.take_value(Field::CallbackTime).map(own_format);
        for (field, value) in self.values {
            if let Some(slot) = request.text_slot(field) {
                *slot = Some(value);
            }
        }

        let found = judge(customer.as_deref(), api_key.as_ref(), &request, api);
        let judged = violations.len();
        for violation in found {
            // A flag that is invalid gets no other problem.
            let invalid = violations[..judged]
                .iter()
                .any(|own| own.field == violation.field);
            if !invalid {
                violations.push(violation);
            }
        }
        Params {
            customer,
            api_key,
            request,
            violations,
        }
    }

    /// A boolean as the vendor spells it. What is neither is not guessed.
    fn flag(&mut self, field: Field, violations: &mut Vec<Violation>) -> Option<bool> {
        let value = self.take_value(field)?;
        if value.eq_ignore_ascii_case("true") {
            return Some(true);
        }
        if !value.eq_ignore_ascii_case("false") {
            violations.push(invalid(field, "It must be true or false."));
            return None;
        }
        Some(false)
    }
}

fn invalid(field: Field, detail: &'static str) -> Violation {
    Violation::error(field, Problem::Invalid, detail)
}

/// A callback time in the request's own format. What is no time stays as it is: validation says so.
fn own_format(text: String) -> String {
    match CivilDateTime::parse_get_v3(&text) {
        Some(time) => time.into_request_format(),
        None => text,
    }
}

fn judge(
    customer: Option<&str>,
    api_key: Option<&ApiKey>,
    request: &DispositionRequest,
    api: Api,
) -> Vec<Violation> {
    let customer = customer.unwrap_or_default();
    let account = match api_key {
        Some(key) => Account::with_api_key(customer, key.clone()),
        None => Account::without_credential(customer),
    };
    let mut found = validate(&account, request, api, BaseUrl::INDIA);
    if api_key.is_none() {
        found.retain(|violation| {
            let of_credential = matches!(violation.field, Field::ApiKey | Field::Token);
            !of_credential || request.not_utf8().contains(&violation.field)
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_not_utf8_is_a_violation_of_its_field_and_no_other() {
        let latin = b"Andr\xe9".as_slice();
        for (name, field) in NAMES {
            let page = [(name.as_bytes(), latin), (b"x\xe9", b"1")];
            let read = from_params_bytes(page, Api::GetV3);
            let of_field: Vec<_> = read
                .violations
                .iter()
                .filter(|violation| violation.field == *field)
                .map(|violation| (violation.problem, violation.is_hard()))
                .collect();
            assert_eq!(of_field, [(Problem::Invalid, true)], "{name}");
            assert_eq!(read.violations[0].problem, Problem::Unknown);
            assert_eq!(read.request.not_utf8(), [*field]);
        }
    }
}
