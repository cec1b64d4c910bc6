//! Who calls: the account and its secret.

use std::fmt;

use zeroize::Zeroizing;

use crate::violation::Field;

/// Declares a secret text: it prints as `[redacted]`, has no JSON form, and is
/// wiped from memory when dropped.
macro_rules! secret {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<String>);

        impl $name {
            /// Takes the secret as it is. It is checked by `validate`, not here.
            pub fn new(secret: impl Into<String>) -> Self {
                Self(Zeroizing::new(secret.into()))
            }

            /// The secret itself: for the one place that puts it on the wire, or hands it to the
            /// host's own transport. Don't log it.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}

secret! {
    /// An account's api key. Opaque: no `Display`, no JSON, a fixed `Debug`.
    ///
    /// ```
    /// let key = cloudagent_disposition::ApiKey::new("KK-secret");
    /// assert_eq!(format!("{key:?}"), "ApiKey([redacted])");
    /// ```
    ApiKey
}

secret! {
    /// A bearer token, made by the vendor from an api key. Opaque like [`ApiKey`].
    Token
}

/// For the events that carry one.
impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Token {}

/// What proves to the vendor who calls.
#[derive(Debug, Clone)]
pub(crate) enum Credential {
    None,
    ApiKey(ApiKey),
    Token(Token),
    /// Tokens come from the host's own source.
    Source,
}

/// A CloudAgent account: the vendor's `customer` (also called `userName`) and a credential.
///
/// Opaque: it prints the customer and no secret, and has no JSON form.
#[derive(Clone)]
pub struct Account {
    customer: String,
    credential: Credential,
    /// The texts that were there and are none.
    unreadable: Vec<Field>,
}

impl Account {
    pub(crate) fn of((customer, credential): (String, Credential)) -> Self {
        Self::new(customer, credential)
    }

    fn new(customer: impl Into<String>, credential: Credential) -> Self {
        Self {
            customer: customer.into(),
            credential,
            unreadable: Vec::new(),
        }
    }

    /// An account that calls with its api key.
    pub fn with_api_key(customer: impl Into<String>, api_key: ApiKey) -> Self {
        Self::new(customer, Credential::ApiKey(api_key))
    }

    /// An account that calls with a token: what an agent's phone has, which never holds the key.
    pub fn with_token(customer: impl Into<String>, token: Token) -> Self {
        Self::new(customer, Credential::Token(token))
    }

    /// An account whose tokens come from a source of the host's: a phone app asks its company's
    /// server, and never holds the key. Only `post_token` takes tokens. The engine asks for one with
    /// [`Step::Token`](crate::engine::Step::Token).
    pub fn with_token_source(customer: impl Into<String>) -> Self {
        Self::new(customer, Credential::Source)
    }

    /// An account whose credential is not known here. Validation says that it is missing.
    pub fn without_credential(customer: impl Into<String>) -> Self {
        Self::new(customer, Credential::None)
    }

    /// Says of a text that the host has bytes for it which are not UTF-8. The text stays empty, and
    /// validation says what is wrong with it: [`Violation::not_utf8`](crate::Violation::not_utf8).
    pub fn mark_not_utf8(&mut self, field: Field) {
        self.unreadable.push(field);
    }

    /// The fields of which [`mark_not_utf8`](Self::mark_not_utf8) was told.
    pub fn not_utf8(&self) -> &[Field] {
        &self.unreadable
    }

    /// The vendor's `customer`, also called `userName`.
    pub fn customer(&self) -> &str {
        &self.customer
    }

    /// The api key, where that is the credential.
    pub fn api_key(&self) -> Option<&ApiKey> {
        match &self.credential {
            Credential::ApiKey(key) => Some(key),
            Credential::None | Credential::Token(_) | Credential::Source => None,
        }
    }

    /// The token, where that is the credential.
    pub fn token(&self) -> Option<&Token> {
        match &self.credential {
            Credential::Token(token) => Some(token),
            Credential::None | Credential::ApiKey(_) | Credential::Source => None,
        }
    }

    /// Whether tokens come from the host's own source.
    pub fn has_token_source(&self) -> bool {
        matches!(self.credential, Credential::Source)
    }

    /// The secret that this account holds, whichever it is: what must be cut out of texts.
    pub(crate) fn secret(&self) -> Option<&str> {
        match &self.credential {
            Credential::None | Credential::Source => None,
            Credential::ApiKey(key) => Some(key.expose()),
            Credential::Token(token) => Some(token.expose()),
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("customer", &self.customer)
            .field("credential", &self.credential)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_the_secret() {
        let account = Account::with_api_key("acme", ApiKey::new("KK-marker"));
        let printed = format!("{account:?} {account:#?}");
        assert!(!printed.contains("marker"), "{printed}");
        for shown in ["acme", "[redacted]"] {
            assert!(printed.contains(shown), "{printed}");
        }
    }
}
