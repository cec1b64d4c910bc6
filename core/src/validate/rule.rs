//! What a rule is: a row that says for one field what is wrong, where, how badly, and when.

use super::scanned::Scanned;
use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::codes::Api;
use crate::request::RequestView;
use crate::text::present;
use crate::violation::{Field, Problem, Severity, Violation};

/// What the rules look at.
pub(super) struct Subject<'a> {
    pub(super) account: &'a Account,
    pub(super) request: &'a RequestView<'a>,
    pub(super) api: Api,
    pub(super) base_url: &'a BaseUrl,
    /// Whether `post_token` needs the token itself, as whatever is put on the wire does. Else an
    /// api key will do, which tokens are made from.
    pub(super) token_in_hand: bool,
}

/// How badly a broken rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// An error that no mode lets pass: the wire can't carry the request.
    Hard,
    Error,
    Warning,
}

impl Weight {
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Hard | Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
        }
    }
}

/// On which APIs a rule holds, and how badly it counts there: by the APIs in their order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights([Option<Weight>; Api::ALL.len()]);

impl Weights {
    const NOWHERE: Self = Self([None; Api::ALL.len()]);

    pub(super) const fn everywhere(weight: Weight) -> Self {
        Self::on_get(weight).post(weight)
    }

    pub(super) const fn on_get(weight: Weight) -> Self {
        Self::on_get_v2(weight).and(Api::GetV3, weight)
    }

    pub(super) const fn on_get_v2(weight: Weight) -> Self {
        Self::NOWHERE.and(Api::GetV2, weight)
    }

    pub(super) const fn on_get_v3(weight: Weight) -> Self {
        Self::NOWHERE.and(Api::GetV3, weight)
    }

    pub(super) const fn on_post(weight: Weight) -> Self {
        Self::NOWHERE.post(weight)
    }

    pub(super) const fn on_post_token(weight: Weight) -> Self {
        Self::NOWHERE.and(Api::PostToken, weight)
    }

    pub(super) const fn post(self, weight: Weight) -> Self {
        self.and(Api::PostApiKey, weight)
            .and(Api::PostToken, weight)
    }

    const fn and(mut self, api: Api, weight: Weight) -> Self {
        self.0[api as usize] = Some(weight);
        self
    }

    pub(super) fn on(&self, api: Api) -> Option<Weight> {
        self.0[api as usize]
    }
}

/// When a rule is broken.
pub(super) enum When {
    /// The field's text is absent.
    Absent,
    /// The field's text is there.
    Present,
    /// The field's text is there, and this holds of it.
    Text(fn(&Scanned<'_>) -> bool),
    /// This holds of the request.
    Subject(fn(&Subject<'_>) -> bool),
}

/// One rule. Its sentence is fixed, so it can hold neither a secret nor a comment.
pub(super) struct Rule {
    pub(super) problem: Problem,
    pub(super) on: Weights,
    pub(super) when: When,
    pub(super) detail: &'static str,
}

/// A field's text in a request or an account, and its rules in the order of the specification.
pub(super) struct FieldRules {
    pub(super) field: Field,
    /// `None` for a field that is no text.
    pub(super) text: for<'a> fn(&Subject<'a>) -> Option<&'a str>,
    pub(super) rules: &'static [Rule],
}

/// The `text` of a field that is none.
pub(super) fn no_text<'a>(_: &Subject<'a>) -> Option<&'a str> {
    None
}

impl FieldRules {
    /// Adds what is wrong with this field. A field that is missing, unsupported or invalid gets no
    /// other problem.
    pub(super) fn check(&self, subject: &Subject<'_>, only_hard: bool, out: &mut Vec<Violation>) {
        let unreadable = [subject.request.not_utf8(), subject.account.not_utf8()];
        if unreadable.iter().any(|fields| fields.contains(&self.field)) {
            out.push(Violation::not_utf8(self.field));
            return;
        }
        let text = present((self.text)(subject)).map(Scanned::of);
        let first = out.len();
        for rule in self.rules {
            let Some(weight) = rule.on.on(subject.api) else {
                continue;
            };
            if (only_hard && weight != Weight::Hard) || !rule.is_broken(subject, text.as_ref()) {
                continue;
            }
            if rule.is_exclusive() {
                out.truncate(first);
                out.push(rule.violation(self.field, weight));
                return;
            }
            out.push(rule.violation(self.field, weight));
        }
    }
}

impl Rule {
    fn is_broken(&self, subject: &Subject<'_>, text: Option<&Scanned<'_>>) -> bool {
        match self.when {
            When::Absent => text.is_none(),
            When::Present => text.is_some(),
            When::Text(holds) => text.is_some_and(holds),
            When::Subject(holds) => holds(subject),
        }
    }

    fn is_exclusive(&self) -> bool {
        matches!(
            self.problem,
            Problem::Missing | Problem::Unsupported | Problem::Invalid
        )
    }

    fn violation(&self, field: Field, weight: Weight) -> Violation {
        match weight {
            Weight::Hard => Violation::hard(field, self.problem, self.detail),
            Weight::Error => Violation::error(field, self.problem, self.detail),
            Weight::Warning => Violation::warning(field, self.problem, self.detail),
        }
    }
}
