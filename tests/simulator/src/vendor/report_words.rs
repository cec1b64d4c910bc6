//! What the reports say instead of a list, copied from their pages.

/// Why a report is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    NotJson,
    /// The user name is absent, or no credential is there.
    Missing,
    WrongUserOrKey,
    TokenExpired,
    TokenInvalid,
    DatesMissing,
    DateMalformed,
    FutureDate,
    /// No page prints these words.
    MoreThanOneDay,
    /// No page prints these words.
    UcidMissing,
    /// No page prints these words.
    TooOften,
}

impl Refusal {
    /// The HTTP status. The pages print none; 401 and 429 were seen by integrators.
    pub(super) fn status(self) -> u16 {
        match self {
            Self::Missing | Self::WrongUserOrKey => 401,
            Self::TooOften => 429,
            _ => 200,
        }
    }

    /// The body, its keys in the order in which the pages print them.
    pub(super) fn body(self) -> String {
        let text = match self {
            Self::NotJson => "Invalid Json Pass Valid Json",
            Self::Missing => "Missing userName or apiKey",
            Self::WrongUserOrKey => "userName or apiKey is Invalid",
            Self::TokenExpired => "Token Expired",
            Self::TokenInvalid => "Invalid Token",
            Self::DatesMissing => "Missing fromDate and toDate",
            Self::DateMalformed => {
                "Invalid fromDate format. Please pass the date in the format yyyy-MM-dd HH:mm:ss"
            }
            Self::FutureDate => "fromDate and toDate should not be future dates",
            Self::MoreThanOneDay => "fromDate and toDate should be of the same day",
            Self::UcidMissing => "Missing ucid",
            Self::TooOften => "Max limit exceeded",
        };
        match self {
            Self::NotJson | Self::Missing | Self::WrongUserOrKey => {
                format!(r#"{{"status":"false","message":"{text}"}}"#)
            }
            Self::TokenExpired | Self::TokenInvalid => {
                format!(r#"{{"status":"false","message":"{text}","data":null}}"#)
            }
            Self::TooOften => format!(r#"{{"status":"error","message":"{text}"}}"#),
            _ => format!(r#"{{"message":"{text}","status":"fail"}}"#),
        }
    }
}
