//! The store that the engines of a trace share: it keeps bytes, and knows no rule.

use std::collections::HashMap;

use cloudagent_disposition::{SecretBytes, StoreAnswer, StoreOperation};
use serde::Deserialize;
use serde_json::Value;

/// Which step of which call.
type Asked = (Option<String>, u32);

#[derive(Default)]
pub(crate) struct Store {
    kept: Option<SecretBytes>,
    /// How often something was put there.
    version: u64,
    asked: HashMap<Asked, StoreOperation>,
}

/// What a store answers that does nothing.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    Conflict,
    Failed,
}

impl Store {
    /// One that holds this record; a text stands for its bytes.
    pub(crate) fn holding(record: Option<Value>) -> Self {
        let bytes = record.map(|record| match record {
            Value::String(text) => text,
            record => record.to_string(),
        });
        Self {
            kept: bytes.map(String::into_bytes).map(SecretBytes::new),
            ..Self::default()
        }
    }

    /// A call has asked for this.
    pub(crate) fn asked(&mut self, by: Asked, operation: &StoreOperation) {
        self.asked.insert(by, operation.clone());
    }

    /// Carries it out, unless it is to answer something else; a step that was never handed out
    /// finds nothing.
    pub(crate) fn answer(&mut self, by: &Asked, instead: Option<Answer>) -> StoreAnswer {
        let operation = self.asked.get(by);
        match (instead, operation) {
            (Some(Answer::Conflict), _) => StoreAnswer::Conflict,
            (Some(Answer::Failed), _) => StoreAnswer::Failed,
            (None, Some(StoreOperation::PutIf { version, bytes, .. })) => {
                let current = self.kept.as_ref().map(|_| self.version.to_string());
                if current != *version {
                    return StoreAnswer::Conflict;
                }
                self.kept = Some(bytes.clone());
                self.version += 1;
                StoreAnswer::Written
            }
            (None, _) => match &self.kept {
                Some(bytes) => StoreAnswer::Found {
                    bytes: bytes.clone(),
                    version: self.version.to_string(),
                },
                None => StoreAnswer::Nothing,
            },
        }
    }
}
