//! What the server answers, for those who test their own code without one.

use cloudagent_disposition as core;

use crate::http::HttpReplyData;
use crate::misuse::{Misuse, code};

/// A reply whose outcome is this one, in the vendor's words where the table has words for it; none
/// where no reply to a disposition has it.
#[uniffi::export]
pub fn sample_reply(outcome: String) -> Result<Option<HttpReplyData>, Misuse> {
    let reply = core::example_reply(code(&outcome)?);
    Ok(reply.map(HttpReplyData::from))
}
