//! Settings from the environment. The host looks the variables up, as its language does it: the
//! library's own look could meet another thread that sets one.

use std::env::VarError;
use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use cloudagent_disposition::{Environment, SECRET_FILE_LIMIT};

use crate::account::{AccountHandle, ApiKeyHandle, TokenHandle};
use crate::counted::Counted;
use crate::macros::prints;
use crate::misuse::{Misuse, code};
use crate::planted::panic_at;
use crate::records::{ViolationData, violations};

/// What is set by other means than variables. It wins, and its variable is not looked at.
#[derive(Debug, Clone, Default, uniffi::Record)]
pub struct GivenData {
    /// The whole account.
    pub account: Option<Arc<AccountHandle>>,
    /// The account's user name.
    pub customer: Option<String>,
    /// The account's api key.
    pub api_key: Option<Arc<ApiKeyHandle>>,
    /// The account's token.
    pub token: Option<Arc<TokenHandle>>,
    /// The API's code.
    pub api: Option<String>,
    /// Where the vendor's server is.
    pub base_url: Option<String>,
    /// How long one call may take, in milliseconds.
    pub deadline_ms: Option<u64>,
}

/// One variable of the environment. It prints its name only: its value may be the credential.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display, Eq)]
pub struct VariableData {
    /// The name.
    pub name: String,
    /// The value: the bytes of a text, which may be no UTF-8.
    pub value: Vec<u8>,
}

prints!(VariableData, self, "{}", self.name);

/// Settings as read.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum EnvironmentRead {
    /// Nothing is missing.
    Read {
        /// Who calls.
        account: Arc<AccountHandle>,
        /// The API's code.
        api: String,
        /// Where the vendor's server is: what was given, word for word, or what was read.
        base_url: String,
        /// How long one call may take, in milliseconds.
        deadline_ms: u64,
    },
    /// Something is missing or unusable.
    Refused {
        /// All that is, by the names of the variables and without their values.
        violations: Vec<ViolationData>,
    },
}

/// Reads settings from what is given and, for the rest, from variables whose names begin with
/// `CLOUDAGENT_`; others may be among them. A file that one of them names is read too.
#[uniffi::export]
pub fn read_environment(
    given: GivenData,
    variables: Vec<VariableData>,
) -> Result<EnvironmentRead, Misuse> {
    let text = |name: &str| {
        let found = variables.iter().find(|variable| variable.name == name);
        let value = &found.ok_or(VarError::NotPresent)?.value;
        panic_at(value);
        // What is no UTF-8 is not handed on, for it may be a secret.
        let text = std::str::from_utf8(value).map(str::to_owned);
        text.map_err(|_| VarError::NotUnicode("".into()))
    };
    let read_file = |path: &str| {
        let limit = SECRET_FILE_LIMIT + 1;
        let mut secret = Vec::with_capacity(limit);
        File::open(path)?
            .take(limit as u64)
            .read_to_end(&mut secret)?;
        Ok(secret)
    };
    let base_url = given.base_url.clone();
    Ok(match given.environment()?.from_map(text, read_file) {
        Ok(settings) => EnvironmentRead::Read {
            account: Arc::new(AccountHandle(Counted::new(settings.account))),
            api: settings.api.to_string(),
            base_url: base_url.unwrap_or_else(|| settings.base_url.to_string()),
            deadline_ms: u64::try_from(settings.deadline.as_millis()).unwrap_or(u64::MAX),
        },
        Err(invalid) => EnvironmentRead::Refused {
            violations: violations(invalid.violations()),
        },
    })
}

impl GivenData {
    fn environment(self) -> Result<Environment, Misuse> {
        let mut environment = Environment::new();
        if let Some(account) = self.account {
            environment = environment.account((*account.0).clone());
        }
        if let Some(customer) = self.customer {
            panic_at(&customer);
            environment = environment.customer(customer);
        }
        if let Some(api_key) = self.api_key {
            environment = environment.api_key((*api_key.0).clone());
        }
        if let Some(token) = self.token {
            environment = environment.token((*token.0).clone());
        }
        if let Some(api) = self.api {
            environment = environment.api(code(&api)?);
        }
        if let Some(base_url) = self.base_url {
            environment = environment.base_url(base_url);
        }
        if let Some(deadline) = self.deadline_ms {
            environment = environment.deadline(Duration::from_millis(deadline));
        }
        Ok(environment)
    }
}
