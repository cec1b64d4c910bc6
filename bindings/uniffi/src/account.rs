use std::fmt;
use std::sync::Arc;

use cloudagent_disposition::{Account, ApiKey, Token};

use crate::counted::Counted;
use crate::misuse::Misuse;
use crate::planted::panic_at;

macro_rules! secret {
    ($(#[$about:meta])* $handle:ident of $secret:ident) => {
        $(#[$about])*
        #[derive(Debug, uniffi::Object)]
        #[uniffi::export(Debug)]
        pub struct $handle(pub(crate) Counted<$secret>);

        #[uniffi::export]
        impl $handle {
            /// Takes the secret as it is.
            #[uniffi::constructor]
            pub fn new(secret: String) -> Result<Arc<Self>, Misuse> {
                panic_at(&secret);
                Ok(Arc::new(Self(Counted::new($secret::new(secret)))))
            }

            /// The secret itself.
            pub fn expose(&self) -> Result<String, Misuse> {
                Ok(self.0.expose().to_owned())
            }
        }
    };
}

secret! {
    /// An api key. It prints as `ApiKey([redacted])`.
    ApiKeyHandle of ApiKey
}

secret! {
    /// A bearer token. It prints as `Token([redacted])`.
    TokenHandle of Token
}

/// Who calls: the customer and a credential, which nothing reads back.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct AccountHandle(pub(crate) Counted<Account>);

#[uniffi::export]
impl AccountHandle {
    /// An account that calls with its api key.
    #[uniffi::constructor]
    pub fn with_api_key(customer: String, api_key: &ApiKeyHandle) -> Result<Arc<Self>, Misuse> {
        Self::of(Account::with_api_key(customer, (*api_key.0).clone()))
    }

    /// An account that calls with a token.
    #[uniffi::constructor]
    pub fn with_token(customer: String, token: &TokenHandle) -> Result<Arc<Self>, Misuse> {
        Self::of(Account::with_token(customer, (*token.0).clone()))
    }

    /// An account whose tokens come from a source of the host's.
    #[uniffi::constructor]
    pub fn with_token_source(customer: String) -> Result<Arc<Self>, Misuse> {
        Self::of(Account::with_token_source(customer))
    }

    /// An account whose credential is not known here.
    #[uniffi::constructor]
    pub fn without_credential(customer: String) -> Result<Arc<Self>, Misuse> {
        Self::of(Account::without_credential(customer))
    }

    /// The vendor's `customer`, also called `userName`.
    pub fn customer(&self) -> Result<String, Misuse> {
        Ok(self.0.customer().to_owned())
    }
}

impl AccountHandle {
    fn of(account: Account) -> Result<Arc<Self>, Misuse> {
        panic_at(account.customer());
        Ok(Arc::new(Self(Counted::new(account))))
    }
}

impl fmt::Debug for AccountHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
