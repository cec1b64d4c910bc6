//! Settings from the environment. What is read and what it means is decided here, without looking
//! at any environment; the rim hands texts and files in.

use std::env::VarError;
use std::io;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::account::{Account, ApiKey, Credential, Token};
use crate::base_url::BaseUrl;
use crate::codes::Api;
use crate::engine::{MAX_DEADLINE, Settings};
use crate::text::present;
use crate::violation::{Field, Invalid, Problem, Violation};

const CUSTOMER: &str = "CLOUDAGENT_CUSTOMER";
const API_KEY: &str = "CLOUDAGENT_API_KEY";
const API_KEY_FILE: &str = "CLOUDAGENT_API_KEY_FILE";
const TOKEN: &str = "CLOUDAGENT_TOKEN";
const API: &str = "CLOUDAGENT_API";
const BASE_URL: &str = "CLOUDAGENT_BASE_URL";
const DEADLINE: &str = "CLOUDAGENT_DEADLINE";

/// The most bytes of a file that holds a secret. It is read up to one more, which tells that there
/// was more.
pub const SECRET_FILE_LIMIT: usize = 8 * 1024;

/// Settings whose missing parts come from the environment. What is set here wins, and its variable
/// is not read.
///
/// | variable | what it holds |
/// |---|---|
/// | `CLOUDAGENT_CUSTOMER` | the account's user name |
/// | `CLOUDAGENT_API_KEY`, `CLOUDAGENT_API_KEY_FILE` or `CLOUDAGENT_TOKEN` | the api key, a file that holds it (a mounted secret), or a token: one of the three |
/// | `CLOUDAGENT_API` | the account's API: a code such as `get_v2`, in any case |
/// | `CLOUDAGENT_BASE_URL` | `india`, `international` or a URL; India where it is absent |
/// | `CLOUDAGENT_DEADLINE` | seconds, such as `15` or `7.5`; 15 where it is absent |
///
/// A blank text is absent. Everything that is missing or unusable is told at once, by the variable's
/// name and never with its value.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    account: Option<Account>,
    customer: Option<String>,
    credential: Option<Credential>,
    api: Option<Api>,
    /// As it was read: a text that can't be used is not kept, for it may hold a password.
    base_url: Option<(BaseUrl, Vec<Violation>)>,
    deadline: Option<Duration>,
}

impl Environment {
    /// Everything comes from the environment.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the whole account: neither its name nor a credential is read.
    #[must_use]
    pub fn account(mut self, account: Account) -> Self {
        self.account = Some(account);
        self
    }

    /// Sets the account's user name.
    #[must_use]
    pub fn customer(mut self, customer: impl Into<String>) -> Self {
        self.customer = Some(customer.into());
        self
    }

    /// Sets the api key: no credential is read.
    #[must_use]
    pub fn api_key(mut self, api_key: ApiKey) -> Self {
        self.credential = Some(Credential::ApiKey(api_key));
        self
    }

    /// Sets the token: no credential is read.
    #[must_use]
    pub fn token(mut self, token: Token) -> Self {
        self.credential = Some(Credential::Token(token));
        self
    }

    /// Sets the account's API.
    #[must_use]
    pub fn api(mut self, api: Api) -> Self {
        self.api = Some(api);
        self
    }

    /// Sets where the vendor's server is, as [`Settings::base_url`] does.
    #[must_use]
    pub fn base_url(mut self, base_url: impl AsRef<str>) -> Self {
        self.base_url = Some(BaseUrl::read_or_default(base_url.as_ref()));
        self
    }

    /// Sets how long one call may take, as [`Settings::deadline`] does.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The settings, from this process's environment.
    ///
    /// # Errors
    ///
    /// What is missing or unusable.
    #[cfg(feature = "client")]
    pub fn settings(self) -> Result<Settings, Invalid> {
        use std::io::Read;

        self.from_map(
            |name| std::env::var(name),
            |path| {
                let mut secret = Zeroizing::new(Vec::with_capacity(SECRET_FILE_LIMIT + 1));
                let file = std::fs::File::open(path)?;
                let limit = SECRET_FILE_LIMIT as u64 + 1;
                file.take(limit).read_to_end(&mut secret)?;
                Ok(std::mem::take(&mut *secret))
            },
        )
    }

    /// The settings, from whatever environment: `text` gives the text of a variable, `read_file` the
    /// bytes of a file, at most [`SECRET_FILE_LIMIT`] and one more.
    ///
    /// ```
    /// use std::env::VarError;
    ///
    /// use cloudagent_disposition::{Api, BaseUrl, Environment};
    ///
    /// let variables = [
    ///     ("CLOUDAGENT_CUSTOMER", "acme"),
    ///     ("CLOUDAGENT_API_KEY_FILE", "/run/secrets/key"),
    ///     ("CLOUDAGENT_BASE_URL", "international"),
    /// ];
    /// let text = |name: &str| {
    ///     let found = variables.iter().find(|(variable, _)| *variable == name);
    ///     found.map(|(_, text)| (*text).to_owned()).ok_or(VarError::NotPresent)
    /// };
    /// let read_file = |_path: &str| Ok(b"KK-test\n".to_vec());
    /// let settings = Environment::new().api(Api::GetV2).from_map(text, read_file)?;
    /// assert_eq!(settings.account.customer(), "acme");
    /// assert_eq!(settings.account.api_key().map(|key| key.expose()), Some("KK-test"));
    /// assert_eq!(settings.base_url, BaseUrl::INTERNATIONAL);
    /// # Ok::<(), cloudagent_disposition::Invalid>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is missing or unusable.
    pub fn from_map(
        self,
        text: impl Fn(&str) -> Result<String, VarError>,
        read_file: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Settings, Invalid> {
        let mut found = Found {
            text,
            violations: Vec::new(),
        };
        let account = match self.account {
            Some(account) => Some(account),
            None => {
                let customer = self.customer.or_else(|| found.customer());
                let credential = self.credential.or_else(|| found.credential(read_file));
                customer.zip(credential).map(Account::of)
            }
        };
        let api = self.api.or_else(|| found.api());
        let base_url = self
            .base_url
            .or_else(|| Some((found.base_url()?, Vec::new())));
        let deadline = self.deadline.or_else(|| found.deadline());
        let is_complete = found.violations.is_empty();
        let mut settings = Settings::new(
            account.unwrap_or_else(|| Account::without_credential("")),
            api.unwrap_or(Api::GetV2),
        );
        if let Some(read) = base_url {
            settings = settings.base_url_read(read);
        }
        if let Some(deadline) = deadline {
            settings = settings.deadline(deadline);
        }
        if is_complete {
            // What is given and wrong is told with the rest, when they are used.
            return Ok(settings);
        }
        found.violations.extend(settings.violations());
        // By field, and for one field in the order of the variables: the sort is stable.
        found.violations.sort_by_key(|violation| violation.field);
        Err(Invalid::new(found.violations))
    }
}

impl Settings {
    /// The settings that this process's environment holds; [`Environment`] says which variables, and
    /// takes what shall not come from there.
    ///
    /// # Errors
    ///
    /// What is missing or unusable.
    #[cfg(feature = "client")]
    pub fn from_env() -> Result<Self, Invalid> {
        Environment::new().settings()
    }
}

/// What the variables hold, and what is wrong with them.
struct Found<Text> {
    text: Text,
    violations: Vec<Violation>,
}

impl<Text: Fn(&str) -> Result<String, VarError>> Found<Text> {
    /// The text of a variable, unless it is blank.
    fn text(&mut self, variable: &str, field: Field) -> Option<String> {
        match (self.text)(variable) {
            Ok(text) => Some(text).filter(|text| present(Some(text)).is_some()),
            Err(VarError::NotPresent) => None,
            Err(VarError::NotUnicode(_)) => {
                self.refuse(field, Problem::Invalid, format!("{variable} is not UTF-8."));
                None
            }
        }
    }

    fn refuse(&mut self, field: Field, problem: Problem, detail: String) {
        let violation = Violation::hard(field, problem, detail);
        self.violations.push(violation);
    }

    /// Says that a variable is missing, unless something else is wrong with its field already.
    fn miss(&mut self, field: Field, detail: String) {
        if !self.is_refused(field) {
            self.refuse(field, Problem::Missing, detail);
        }
    }

    fn is_refused(&self, field: Field) -> bool {
        self.violations.iter().any(|found| found.field == field)
    }

    fn customer(&mut self) -> Option<String> {
        let customer = self.text(CUSTOMER, Field::Customer);
        if customer.is_none() {
            let detail = format!("{CUSTOMER} is not set: it is the account's user name.");
            self.miss(Field::Customer, detail);
        }
        customer
    }

    fn credential(
        &mut self,
        read_file: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Option<Credential> {
        let variables = [
            (API_KEY, Field::ApiKey),
            (API_KEY_FILE, Field::ApiKey),
            (TOKEN, Field::Token),
        ];
        let mut first: Option<(&str, Zeroizing<String>)> = None;
        for (variable, field) in variables {
            let Some(text) = self.text(variable, field).map(Zeroizing::new) else {
                continue;
            };
            match &first {
                None => first = Some((variable, text)),
                Some((first, _)) => {
                    let detail = format!("{variable} is set beside {first}: set one of them.");
                    self.refuse(field, Problem::Duplicate, detail);
                }
            }
        }
        match first {
            Some((API_KEY_FILE, path)) => self.api_key_in(&path, read_file),
            Some((TOKEN, token)) => Some(Credential::Token(Token::new(token.as_str()))),
            Some((_, key)) => Some(Credential::ApiKey(ApiKey::new(key.as_str()))),
            None => {
                let detail = format!("None of {API_KEY}, {API_KEY_FILE} and {TOKEN} is set.");
                // One that is set and can't be read was told.
                if !self.is_refused(Field::Token) {
                    self.miss(Field::ApiKey, detail);
                }
                None
            }
        }
    }

    /// The api key that a file holds, without the mark and the line's end that editors write.
    fn api_key_in(
        &mut self,
        path: &str,
        read_file: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Option<Credential> {
        let bytes = read_file(path).map(Zeroizing::new);
        let text = match &bytes {
            Err(_) => Err((Problem::Invalid, "can't be read")),
            Ok(bytes) if bytes.len() > SECRET_FILE_LIMIT => {
                Err((Problem::TooLong, "holds more than 8 KiB"))
            }
            Ok(bytes) => {
                std::str::from_utf8(bytes).map_err(|_| (Problem::Invalid, "does not hold UTF-8"))
            }
        };
        let key = text.and_then(|text| {
            let key = text.strip_prefix('\u{FEFF}').unwrap_or(text);
            let key = key
                .strip_suffix('\n')
                .map_or(key, |line| line.strip_suffix('\r').unwrap_or(line));
            let blank = (Problem::Missing, "is empty");
            present(Some(key)).map(ApiKey::new).ok_or(blank)
        });
        match key {
            Ok(key) => Some(Credential::ApiKey(key)),
            Err((problem, what)) => {
                let detail = format!("The file that {API_KEY_FILE} names {what}.");
                self.refuse(Field::ApiKey, problem, detail);
                None
            }
        }
    }

    fn api(&mut self) -> Option<Api> {
        let codes: Vec<_> = Api::ALL.iter().map(|api| api.as_str()).collect();
        let codes = codes.join(", ");
        let Some(text) = self.text(API, Field::Api) else {
            let detail = format!("{API} is not set: it is the account's API, one of {codes}.");
            self.miss(Field::Api, detail);
            return None;
        };
        let api = text.to_ascii_lowercase().parse().ok();
        if api.is_none() {
            let detail = format!("{API} must be one of {codes}.");
            self.refuse(Field::Api, Problem::Invalid, detail);
        }
        api
    }

    fn base_url(&mut self) -> Option<BaseUrl> {
        let text = self.text(BASE_URL, Field::BaseUrl)?;
        let named = match text.to_ascii_lowercase().as_str() {
            "india" => Ok(BaseUrl::INDIA),
            "international" => Ok(BaseUrl::INTERNATIONAL),
            _ => BaseUrl::parse(&text),
        };
        match named {
            Ok(base_url) => Some(base_url),
            Err(invalid) => {
                for refused in invalid.violations() {
                    let detail = format!("{BASE_URL} can't be used. {}", refused.detail);
                    self.refuse(Field::BaseUrl, refused.problem, detail);
                }
                None
            }
        }
    }

    fn deadline(&mut self) -> Option<Duration> {
        let text = self.text(DEADLINE, Field::Deadline)?;
        let deadline = seconds(&text).filter(|time| !time.is_zero() && *time <= MAX_DEADLINE);
        if deadline.is_none() {
            let detail = format!(
                "{DEADLINE} must be seconds, such as 15 or 7.5: more than nothing and at most 24 \
                 hours."
            );
            self.refuse(Field::Deadline, Problem::Invalid, detail);
        }
        deadline
    }
}

/// Digits, and perhaps a point and one to three more.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, part) = match text.split_once('.') {
        Some((_, "")) => return None,
        Some(halves) => halves,
        None => (text, ""),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 3 || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let millis: u64 = format!("{part:0<3}").parse().ok()?;
    let whole: u64 = whole.parse().ok()?;
    Some(Duration::from_millis(
        whole.checked_mul(1_000)?.checked_add(millis)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(environment: Environment, variables: &[(&str, &str)]) -> Result<Settings, Invalid> {
        let text = |name: &str| match variables.iter().find(|(variable, _)| *variable == name) {
            Some((_, "not unicode")) => Err(VarError::NotUnicode("".into())),
            Some((_, text)) => Ok((*text).to_owned()),
            None => Err(VarError::NotPresent),
        };
        environment.from_map(text, |_| Err(io::ErrorKind::NotFound.into()))
    }

    #[test]
    fn a_base_url_that_is_refused_is_not_kept_and_told_with_the_rest() {
        let environment = Environment::new().base_url("https://acme:KK-secret@host");
        assert!(!format!("{environment:?}").contains("KK-secret"));
        let refused = read(environment, &[(CUSTOMER, "acme"), (API, "get_v2")]).unwrap_err();
        let found = refused.violations().iter().map(|found| found.field);
        assert_eq!(found.collect::<Vec<_>>(), [Field::BaseUrl, Field::ApiKey]);
        assert!(!format!("{refused:?} {refused}").contains("KK-secret"));
    }

    #[test]
    fn what_is_given_and_wrong_is_told_beside_what_is_missing() {
        let environment = Environment::new().deadline(Duration::ZERO);
        let refused = read(environment.clone(), &[(CUSTOMER, "acme")]).unwrap_err();
        let found = refused.violations().iter().map(|found| found.field);
        let expected = [Field::Api, Field::Deadline, Field::ApiKey];
        assert_eq!(found.collect::<Vec<_>>(), expected);
        // With nothing missing it is told together with the rest of the settings.
        let variables = [(CUSTOMER, "acme"), (API, "get_v2"), (API_KEY, "KK")];
        let settings = read(environment, &variables).unwrap();
        assert_eq!(settings.violations()[0].field, Field::Deadline);
    }

    #[test]
    fn a_token_that_can_not_be_read_is_not_missing_too() {
        let variables = [(CUSTOMER, "acme"), (API, "get_v2"), (TOKEN, "not unicode")];
        let found = read(Environment::new(), &variables).unwrap_err();
        let [found] = found.violations() else {
            panic!("{found}")
        };
        assert_eq!(
            (found.field, found.problem),
            (Field::Token, Problem::Invalid)
        );
    }
}
