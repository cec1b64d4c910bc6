//! How a call can fail, told apart by what happened to the call.

use std::fmt;

use crate::codes::{Advice, Effect, ErrorClass};
use crate::kind::Kind;
use crate::receipt::Receipt;
use crate::sentence;
use crate::violation::{Invalid, Severity, Violation};

/// Why a call did not end well, told apart by **what happened to the call**. Each carries its
/// [`Receipt`]; printing one prints the receipt's sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The request or the configuration is wrong. Nothing was sent.
    Invalid {
        /// Everything that is wrong.
        violations: Vec<Violation>,
        /// What became of the call.
        receipt: Box<Receipt>,
    },
    /// No attempt left this machine.
    NotSent {
        /// Why.
        kind: Kind,
        /// What became of the call.
        receipt: Box<Receipt>,
    },
    /// A reply came, and the disposition was not applied. The receipt's outcome says why.
    Refused {
        /// What became of the call.
        receipt: Box<Receipt>,
    },
    /// The disposition may have been applied: look in CloudAgent before sending again.
    Uncertain {
        /// Why it is not known.
        kind: Kind,
        /// What became of the call.
        receipt: Box<Receipt>,
    },
}

impl Error {
    /// What is wrong with a request stopped it. The warnings among it are the receipt's, too.
    pub(crate) fn invalid(violations: Vec<Violation>, receipt: Receipt) -> Self {
        let is_warning = |one: &&Violation| one.severity == Severity::Warning;
        let warnings = violations.iter().filter(is_warning).cloned().collect();
        Self::Invalid {
            violations,
            receipt: Box::new(Receipt {
                warnings,
                ..receipt
            }),
        }
    }

    /// A configuration that can't be used: no call was begun, so the receipt names none.
    pub(crate) fn configuration(violations: Vec<Violation>) -> Self {
        let sentence = sentence::for_configuration(&violations);
        let bare = Receipt::bare(Effect::NotApplied, Advice::FixConfiguration);
        Self::invalid(violations, Receipt { sentence, ..bare })
    }

    /// Which of the four kinds of failure this is.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Invalid { .. } => ErrorClass::Invalid,
            Self::NotSent { .. } => ErrorClass::NotSent,
            Self::Refused { .. } => ErrorClass::Refused,
            Self::Uncertain { .. } => ErrorClass::Uncertain,
        }
    }

    /// What became of the call.
    pub fn receipt(&self) -> &Receipt {
        match self {
            Self::Invalid { receipt, .. }
            | Self::NotSent { receipt, .. }
            | Self::Refused { receipt }
            | Self::Uncertain { receipt, .. } => receipt,
        }
    }

    /// Why, where the class has kinds: `not_sent` and `uncertain` do.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::NotSent { kind, .. } | Self::Uncertain { kind, .. } => Some(*kind),
            Self::Invalid { .. } | Self::Refused { .. } => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.receipt().sentence)
    }
}

impl std::error::Error for Error {}

/// A configuration that can't be used, such as a base URL. No call was begun, so the receipt names
/// none.
impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        Self::configuration(invalid.into_violations())
    }
}
