//! The words of the contract: each enum value and its snake_case code stand once, in one line.

/// Declares an enum whose values have codes: `as_str`, `ALL`, `Display`, `FromStr` and the JSON
/// form (the code as a string) all come from the one list.
macro_rules! codes {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$value_meta:meta])* $value:ident = $code:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(
                $(#[$value_meta])*
                #[doc = concat!("\n\nCode: `", $code, "`.")]
                $value,
            )+
        }

        impl $name {
            /// Every value, in the order of the rules.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The code: the same word in every language, in JSON and in the test vectors.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::codes::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.as_str() == code)
                    .ok_or($crate::codes::UnknownCode { set: stringify!($name) })
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let code = <::std::borrow::Cow<'de, str>>::deserialize(input)?;
                code.parse().map_err(::serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use codes;

/// A text that is no code of the set it was read for. The text itself is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code of {set}")]
pub struct UnknownCode {
    /// The enum's name.
    pub set: &'static str,
}

codes! {
    /// What happened to the **disposition**. Closed: a new value is a major version, so branch on
    /// it without a default.
    ///
    /// The vendor confirms no pause: its words are the same with and without one.
    pub enum Effect {
        /// The disposition is recorded.
        Applied = "applied",
        /// The agent is still on the call: it is in force when the call disconnects.
        Queued = "queued",
        /// Success, but the vendor's words don't tell which of the two.
        Accepted = "accepted",
        /// The disposition was not recorded by this request.
        NotApplied = "not_applied",
        /// It may have been recorded: nothing proves either.
        Unknown = "unknown",
    }
}

codes! {
    /// What to do next. Closed: a new value is a major version, so branch on it without a default.
    pub enum Advice {
        /// Nothing.
        None = "none",
        /// Mend the request's fields.
        FixRequest = "fix_request",
        /// Mend the api key, the user name, or the region's host.
        FixCredentials = "fix_credentials",
        /// Mend the set-up: the API chosen, the base URL, the proxy, TLS trust.
        FixConfiguration = "fix_configuration",
        /// Get a new token, then send again.
        RefreshToken = "refresh_token",
        /// Not applied; the same request may be sent again after a wait.
        RetryLater = "retry_later",
        /// It may have been applied: look in CloudAgent before sending again.
        CheckFirst = "check_first",
        /// Sending again will not help.
        DoNotRetry = "do_not_retry",
    }
}

codes! {
    /// What the vendor said. Open: minor versions add values, so keep a default branch.
    #[non_exhaustive]
    pub enum Outcome {
        /// The disposition is saved.
        Saved = "saved",
        /// The disposition is saved, in place of an earlier one.
        Updated = "updated",
        /// The agent is still on the call: it is in force when the call disconnects.
        Queued = "queued",
        /// A success in words that no page prints.
        Succeeded = "succeeded",
        /// The call has a disposition already.
        AlreadyDisposed = "already_disposed",
        /// The key, the user name or the region is wrong.
        AuthenticationFailed = "authentication_failed",
        /// No credentials arrived, or the account uses the other API-authentication mode.
        CredentialsMissing = "credentials_missing",
        /// The token's time is over.
        TokenExpired = "token_expired",
        /// The token does not hold, most often because a newer one was made.
        TokenInvalid = "token_invalid",
        /// No call has this ucid and did: the vendor doesn't say which is wrong.
        UnknownCall = "unknown_call",
        /// There is no such agent.
        InvalidAgent = "invalid_agent",
        /// The request's action was not known.
        InvalidAction = "invalid_action",
        /// The request came without a disposition.
        EmptyDisposition = "empty_disposition",
        /// A pause came without a reason.
        MissingPauseReason = "missing_pause_reason",
        /// The account has no such pause reason.
        InvalidPauseReason = "invalid_pause_reason",
        /// The request was not understood.
        BadRequest = "bad_request",
        /// The vendor could not do it just now.
        UnableToDispose = "unable_to_dispose",
        /// Too many requests.
        RateLimited = "rate_limited",
        /// A refusal in words that no page prints.
        Rejected = "rejected",
        /// The server, or something before it, will not take this one request.
        Forbidden = "forbidden",
        /// The server pointed elsewhere; redirects are never followed.
        Redirected = "redirected",
        /// This API is not at this address.
        EndpointNotFound = "endpoint_not_found",
        /// A proxy wants credentials.
        ProxyRefused = "proxy_refused",
        /// The server, or something before it, was out of order.
        Unavailable = "unavailable",
        /// A reply that says nothing which can be relied on.
        Unrecognised = "unrecognised",
        /// The campaign has no dispositions (only for a list).
        NoneFound = "none_found",
    }
}

codes! {
    /// One of the vendor's four ways to set a disposition. It is a property of the account, so it
    /// is always named: there is no silent default.
    pub enum Api {
        /// `GET …/DispositionAPIV2.php`: the page that this project was founded on.
        GetV2 = "get_v2",
        /// `GET …/DispositionAPIV3.php`: can set a disposition after wrap-up, and a callback time.
        GetV3 = "get_v3",
        /// `POST …/ca_apis/DispositionAPIV2` with the api key in a header.
        PostApiKey = "post_api_key",
        /// `POST …/ca_apis/DispositionAPIV2` with a bearer token.
        PostToken = "post_token",
    }
}

impl Api {
    /// Whether this API puts everything, the api key too, into the URL.
    pub const fn is_get(self) -> bool {
        matches!(self, Self::GetV2 | Self::GetV3)
    }
}

codes! {
    /// What is known of one attempt's request.
    pub enum Delivery {
        /// It never left this machine.
        NotSent = "not_sent",
        /// It may have reached the server; no reply came back whole.
        NoReply = "no_reply",
        /// The server replied.
        Replied = "replied",
    }
}

codes! {
    /// The four kinds of failure. Closed.
    pub enum ErrorClass {
        /// The request or the configuration is wrong: nothing was sent.
        Invalid = "invalid",
        /// No attempt left this machine.
        NotSent = "not_sent",
        /// A reply came: the disposition was not applied.
        Refused = "refused",
        /// The disposition may have been applied: look before sending again.
        Uncertain = "uncertain",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_others_do_not() {
        for outcome in Outcome::ALL {
            assert_eq!(outcome.as_str().parse(), Ok(*outcome));
        }
        let unknown = "SAVED".parse::<Outcome>();
        assert_eq!(unknown, Err(UnknownCode { set: "Outcome" }));
    }

    #[test]
    fn the_json_form_is_the_code() {
        assert_eq!(
            serde_json::to_string(&Effect::NotApplied).unwrap(),
            "\"not_applied\""
        );
        assert_eq!(
            serde_json::from_str::<Api>("\"get_v3\"").unwrap(),
            Api::GetV3
        );
    }
}
