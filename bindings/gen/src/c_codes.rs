//! The sets of codes as C and C++ have them: with numbers.

use cloudagent_disposition::vocabulary::Set;
use cloudagent_disposition_c::codes::FLAGS;
use cloudagent_disposition_c::connection::PROXIES;
use cloudagent_disposition_c::status::STATUSES;
use cloudagent_disposition_c::steps::{EVENTS, OPERATIONS, STEPS};
use cloudagent_disposition_c::tokens::ANSWERS;

use crate::text::{comment, pascal};
use crate::words::{Shown, Words, words};

/// A set of codes with the names that it has in C.
pub(crate) struct CSet {
    /// Its type, such as `cad_step_kind`.
    pub(crate) name: &'static str,
    /// What its constants begin with.
    prefix: &'static str,
    /// Its words.
    pub(crate) words: Words,
    /// Whether C reads one of it from its word.
    pub(crate) from_name: bool,
}

impl CSet {
    /// The set of this type.
    pub(crate) fn named(name: &'static str) -> Self {
        let core = |set: &str, prefix| Self {
            name,
            prefix,
            words: words(set),
            from_name: ["cad_api", "cad_mode"].contains(&name),
        };
        let own = |set: &Set, prefix| Self {
            name,
            prefix,
            words: Words::from(set),
            from_name: false,
        };
        let mut set = match name {
            "cad_advice" => core("Advice", "CAD_ADVICE_"),
            "cad_api" => core("Api", "CAD_API_"),
            "cad_asked" => core("Asked", "CAD_ASKED_"),
            "cad_delivery" => core("Delivery", "CAD_DELIVERY_"),
            "cad_effect" => core("Effect", "CAD_EFFECT_"),
            "cad_field" => core("Field", "CAD_FIELD_"),
            "cad_finding" => core("Finding", "CAD_FINDING_"),
            "cad_kind" => core("Kind", "CAD_KIND_"),
            "cad_mode" => core("ValidationMode", "CAD_MODE_"),
            "cad_outcome" => core("Outcome", "CAD_OUTCOME_"),
            "cad_problem" => core("Problem", "CAD_PROBLEM_"),
            "cad_severity" => core("Severity", "CAD_SEVERITY_"),
            "cad_event_kind" => own(&EVENTS.set, "CAD_EVENT_"),
            "cad_flag" => own(&FLAGS.set, "CAD_"),
            "cad_proxy" => own(&PROXIES.set, "CAD_PROXY_"),
            "cad_status" => own(&STATUSES.set, "CAD_"),
            "cad_step_kind" => own(&STEPS.set, "CAD_STEP_"),
            "cad_store_answer" => own(&ANSWERS.set, "CAD_STORED_"),
            "cad_store_operation" => own(&OPERATIONS.set, "CAD_STORE_"),
            other => panic!("there is no set {other}"),
        };
        // In the order of the numbers, which is that in which the words came.
        set.words.all.sort_by_key(|word| word.number);
        set
    }

    /// The name of a constant.
    pub(crate) fn constant(&self, word: &Shown) -> String {
        format!("{}{}", self.prefix, word.constant())
    }

    /// The enum's name in C++.
    pub(crate) fn class(&self) -> String {
        pascal(self.name.trim_start_matches("cad_"))
    }

    /// Whether it is there only where the built-in transport is.
    pub(crate) fn is_of_the_client(&self) -> bool {
        self.name == "cad_proxy"
    }
}

/// A comment of C and C++, in ASCII: a compiler may read another encoding.
pub(crate) fn doc(indent: &str, paragraphs: &[String]) -> String {
    comment(&format!("{indent}/// "), paragraphs, 100).replace('…', "...")
}
