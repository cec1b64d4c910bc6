//! The words of the contract: each enum value and its snake_case code stand once, in one line.

/// Declares an enum whose values have codes: `as_str`, `ALL`, `Display`, `FromStr` and the JSON
/// form (the code as a string) all come from the one list.
///
/// All that is said of a value anywhere stands here, in one row: its sentence, its code, its number
/// in C (`as 7`), and the version that brought it where that is not the first (`since "0.2"`).
/// `cargo gen` writes the other languages from it. (strum would make the enum, but has no place for
/// the number, the version and the sentence, and each would be a list of its own again.) Numbers are never reused or changed. A sentence
/// is read in six languages, so it is plain text with code in backticks, and has no links.
macro_rules! codes {
    (
        $(#[doc = $doc:literal])+
        #[non_exhaustive]
        pub enum $name:ident { $($values:tt)+ }
    ) => {
        codes! { @set [#[non_exhaustive]] true [$($doc)+] $name { $($values)+ } }
    };
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident { $($values:tt)+ }
    ) => {
        codes! { @set [] false [$($doc)+] $name { $($values)+ } }
    };
    (
        @set [$($open_attribute:tt)*] $open:literal [$($doc:literal)+] $name:ident {
            $(
                $(#[doc = $value_doc:literal])+
                $value:ident = $code:literal $(as $number:literal)? $(since $since:literal)?,
            )+
        }
    ) => {
        $(#[doc = $doc])+
        $($open_attribute)*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(
                $(#[doc = $value_doc])+
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

            /// The number in C, 0 in a set that C has no numbers for.
            #[doc(hidden)]
            pub const fn number(self) -> u32 {
                match self { $(Self::$value => 0 $(+ $number)?),+ }
            }
        }

        impl $crate::coded::Coded for $name {
            const ROWS: &'static [$crate::coded::Row<Self>] = &[
                $($crate::coded::Row {
                    value: Self::$value,
                    number: Self::$value.number(),
                    name: $crate::coded::c_text(concat!($code, "\0")),
                }),+
            ];

            const SET: $crate::coded::Set = $crate::coded::Set {
                name: stringify!($name),
                doc: &[$($doc),+],
                open: $open,
                words: &[
                    $($crate::coded::Word {
                        name: stringify!($value),
                        code: $code,
                        number: Self::$value.number(),
                        since: [$($since,)? $crate::coded::FIRST][0],
                        doc: &[$($value_doc),+],
                    }),+
                ],
            };
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
        Applied = "applied" as 1,
        /// The agent is still on the call: it is in force when the call disconnects.
        Queued = "queued" as 2,
        /// Success, but the vendor's words don't tell which of the two.
        Accepted = "accepted" as 3,
        /// The disposition was not recorded by this request.
        NotApplied = "not_applied" as 4,
        /// It may have been recorded: nothing proves either.
        Unknown = "unknown" as 5,
    }
}

codes! {
    /// What to do next. Closed: a new value is a major version, so branch on it without a default.
    pub enum Advice {
        /// Nothing.
        None = "none" as 1,
        /// Mend the request's fields.
        FixRequest = "fix_request" as 2,
        /// Mend the api key, the user name, or the region's host.
        FixCredentials = "fix_credentials" as 3,
        /// Mend the set-up: the API chosen, the base URL, the proxy, TLS trust.
        FixConfiguration = "fix_configuration" as 4,
        /// Get a new token, then send again.
        RefreshToken = "refresh_token" as 5,
        /// Not applied; the same request may be sent again after a wait.
        RetryLater = "retry_later" as 6,
        /// It may have been applied: look in CloudAgent before sending again.
        CheckFirst = "check_first" as 7,
        /// Sending again will not help.
        DoNotRetry = "do_not_retry" as 8,
    }
}

codes! {
    /// What the vendor said. Open: minor versions add values, so keep a default branch.
    #[non_exhaustive]
    pub enum Outcome {
        /// The disposition is saved.
        Saved = "saved" as 1,
        /// The disposition is saved, in place of an earlier one.
        Updated = "updated" as 2,
        /// The agent is still on the call: it is in force when the call disconnects.
        Queued = "queued" as 3,
        /// A success in words that no page prints.
        Succeeded = "succeeded" as 4,
        /// The call has a disposition already.
        AlreadyDisposed = "already_disposed" as 5,
        /// The key, the user name or the region is wrong.
        AuthenticationFailed = "authentication_failed" as 6,
        /// No credentials arrived, or the account uses the other API-authentication mode.
        CredentialsMissing = "credentials_missing" as 7,
        /// The token's time is over.
        TokenExpired = "token_expired" as 8,
        /// The token does not hold, most often because a newer one was made.
        TokenInvalid = "token_invalid" as 9,
        /// No call has this ucid and did: the vendor doesn't say which is wrong.
        UnknownCall = "unknown_call" as 10,
        /// There is no such agent.
        InvalidAgent = "invalid_agent" as 11,
        /// The request's action was not known.
        InvalidAction = "invalid_action" as 12,
        /// The request came without a disposition.
        EmptyDisposition = "empty_disposition" as 13,
        /// A pause came without a reason.
        MissingPauseReason = "missing_pause_reason" as 14,
        /// The account has no such pause reason.
        InvalidPauseReason = "invalid_pause_reason" as 15,
        /// The request was not understood.
        BadRequest = "bad_request" as 16,
        /// The vendor could not do it just now.
        UnableToDispose = "unable_to_dispose" as 17,
        /// Too many requests.
        RateLimited = "rate_limited" as 18,
        /// A refusal in words that no page prints.
        Rejected = "rejected" as 19,
        /// The server, or something before it, will not take this one request.
        Forbidden = "forbidden" as 20,
        /// The server pointed elsewhere; redirects are never followed.
        Redirected = "redirected" as 21,
        /// This API is not at this address.
        EndpointNotFound = "endpoint_not_found" as 22,
        /// A proxy wants credentials.
        ProxyRefused = "proxy_refused" as 23,
        /// The server, or something before it, was out of order.
        Unavailable = "unavailable" as 24,
        /// A reply that says nothing which can be relied on.
        Unrecognised = "unrecognised" as 25,
        /// The campaign has no dispositions (only for a list).
        NoneFound = "none_found" as 26,
    }
}

codes! {
    /// One of the vendor's four ways to set a disposition. It is a property of the account, so it
    /// is always named: there is no silent default.
    pub enum Api {
        /// `GET …/DispositionAPIV2.php`, with the api key in the URL.
        GetV2 = "get_v2" as 1,
        /// `GET …/DispositionAPIV3.php`, with the api key in the URL: can set a disposition after
        /// wrap-up, and takes a callback time and its zone.
        GetV3 = "get_v3" as 2,
        /// `POST …/ca_apis/DispositionAPIV2` with the api key in a header.
        PostApiKey = "post_api_key" as 3,
        /// `POST …/ca_apis/DispositionAPIV2` with a bearer token.
        PostToken = "post_token" as 4,
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
        NotSent = "not_sent" as 1,
        /// It may have reached the server; no reply came back whole.
        NoReply = "no_reply" as 2,
        /// The server replied.
        Replied = "replied" as 3,
    }
}

codes! {
    /// What records say of a disposition that nobody knew of. Open: minor versions add values, so
    /// keep a default branch and go by the effect there.
    #[non_exhaustive]
    pub enum Finding {
        /// It stands: the record has the same text.
        Stands = "stands" as 1,
        /// Another one stands: this one is not in force, and may have been written over.
        AnotherStands = "another_stands" as 2,
        /// The call's record has none yet, or none that can be read.
        NoneYet = "none_yet" as 3,
        /// There is no record of this leg of the call.
        NotFound = "not_found" as 4,
        /// No list of records came.
        NoAnswer = "no_answer" as 5,
    }
}

impl Finding {
    /// What it says of the disposition. `not_applied` means here: not in force.
    pub const fn effect(self) -> Effect {
        match self {
            Self::Stands => Effect::Applied,
            Self::AnotherStands => Effect::NotApplied,
            Self::NoneYet | Self::NotFound | Self::NoAnswer => Effect::Unknown,
        }
    }

    /// What to do next.
    pub const fn advice(self) -> Advice {
        match self {
            Self::Stands => Advice::None,
            Self::AnotherStands => Advice::DoNotRetry,
            Self::NoneYet | Self::NotFound | Self::NoAnswer => Advice::CheckFirst,
        }
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
}
