//! The vendor's words, copied from its reference pages as they are printed there.
//!
//! They are deliberately not shared with the client library: a typing mistake in one of the two
//! copies fails a test instead of being agreed upon by both sides.

/// What the simulated CloudAgent has to say. Which words that takes depends on the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Saying {
    Saved,
    Updated,
    Queued,
    AlreadyDisposed,
    AuthenticationFails,
    ApiKeyMissing,
    TokenMissing,
    TokenExpired,
    TokenInvalid,
    UserMissing,
    WrongUserOrKey,
    NotJson,
    UnknownCall { ucid: String, did: String },
    InvalidAgent,
    InvalidAction(String),
    EmptyDisposition,
    NoPauseReason,
    InvalidPauseReason,
    UnableToDispose,
    NoDispositions { campaign: String, user: String },
    LimitExceeded,
    TokenUserMissing,
    TokenRefused,
}

/// The API that speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    GetV2,
    GetV3,
    Post,
}

/// The JSON key under which a text is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Details,
    Message,
    /// `message`, followed by `"data": null`.
    MessageAndData,
}

/// The pages print these with a leading space on V3.
fn success(voice: Voice) -> &'static str {
    if voice == Voice::GetV3 {
        " Success"
    } else {
        "Success"
    }
}

impl Saying {
    /// The status word and the key of the text, as `voice` prints them.
    pub(crate) fn form(&self, voice: Voice) -> (&'static str, Key) {
        let post = voice == Voice::Post;
        let key = if post { Key::Message } else { Key::Details };
        match self {
            // The one POST text that the pages print under `details`.
            Self::Saved => (success(voice), Key::Details),
            Self::Updated => (success(voice), key),
            Self::Queued => ("Success", key),
            Self::NoDispositions { .. } => ("Fail", Key::Message),
            Self::UnableToDispose => ("Error", key),
            Self::InvalidPauseReason | Self::LimitExceeded => ("error", key),
            Self::TokenMissing | Self::TokenExpired | Self::TokenInvalid => {
                ("false", Key::MessageAndData)
            }
            Self::ApiKeyMissing
            | Self::UserMissing
            | Self::WrongUserOrKey
            | Self::NotJson
            | Self::TokenUserMissing
            | Self::TokenRefused => ("false", Key::Message),
            Self::AlreadyDisposed
            | Self::AuthenticationFails
            | Self::UnknownCall { .. }
            | Self::InvalidAgent
            | Self::InvalidAction(_)
            | Self::EmptyDisposition
            | Self::NoPauseReason => ("Fail", key),
        }
    }

    /// The text, as `voice` prints it.
    pub(crate) fn text(&self, voice: Voice) -> String {
        let post = voice == Voice::Post;
        let fixed = match self {
            Self::Saved => "Disposition saved successfully",
            Self::Updated => "Disposition Updated successfully",
            Self::Queued if post => "Disposition Queued Successfully",
            Self::Queued => "queued successfully",
            Self::AlreadyDisposed => "This call is already Disposed.",
            Self::AuthenticationFails => "Authentication fails",
            Self::ApiKeyMissing => "Api Key Should Not be Null or Empty.",
            Self::TokenMissing => "Token Should Not be Null or Empty.",
            Self::TokenExpired => "Token Expired",
            Self::TokenInvalid => "Invalid Token",
            Self::UserMissing => "Username Should Not be Null or Empty.",
            Self::WrongUserOrKey => "Invalid User Details",
            Self::NotJson => "Invalid Json Pass Valid Json",
            Self::InvalidAgent if post => "Please Pass Valid AgentId",
            Self::InvalidAgent => "Invalid agent",
            Self::EmptyDisposition => "Empty disposition code",
            Self::NoPauseReason => "Provide pause reason.",
            Self::InvalidPauseReason => "pauseReason is Invalid",
            // The space before the full stop is the vendor's.
            Self::UnableToDispose => "Unable to Dispose . Please retry after some time.",
            Self::LimitExceeded => "Max limit exceeded",
            Self::TokenUserMissing => "UserName is null",
            Self::TokenRefused => "Invalid userName or apiKey",
            Self::UnknownCall { ucid, did } => {
                return format!("Invalid ucid [{ucid}] or did [{did}]");
            }
            Self::InvalidAction(action) => return format!("Invalid action->{action}"),
            Self::NoDispositions { campaign, user } => {
                return format!(
                    "No disposition found for campaign ID: {campaign} and user: {user}"
                );
            }
        };
        fixed.to_owned()
    }
}
