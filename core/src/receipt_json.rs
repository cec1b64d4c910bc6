//! A receipt's JSON form, under the names of its fields: for job queues, databases, logs.

use crate::receipt::Receipt;
use crate::violation::{Field, Invalid, Problem, Violation};

impl Receipt {
    /// The receipt as a compact JSON object; what is not known is `null`. It holds no secret and
    /// no comment, as the receipt does not.
    ///
    /// # Panics
    ///
    /// Never: a receipt has nothing that JSON can't hold.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a receipt is texts, numbers and lists")
    }

    /// Reads a receipt's JSON form, written by this version of the library or an older one. Keys
    /// that are no field are passed over.
    ///
    /// # Errors
    ///
    /// `json` is `invalid` where the text is no receipt. The text is not repeated.
    pub fn from_json(json: &str) -> Result<Self, Invalid> {
        serde_json::from_str(json).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let detail = format!(
                "It must be a receipt's JSON, written by this version or an older one; it is not, \
                 at line {line}, column {column}."
            );
            Violation::hard(Field::Json, Problem::Invalid, detail).into()
        })
    }
}
