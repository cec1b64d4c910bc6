//! The vendor's end-of-call callback, as it arrives at a web server.

use std::fmt;
use std::hint::black_box;

use super::form;
use super::record::CallRecord;
use super::row::Row;
use crate::account::{Account, ApiKey};
use crate::reply::{Body, NotJson, Scanner};
use crate::text::{present, trim};
use crate::violation::{Field, Invalid, Problem, Violation};

/// The most bytes of a callback.
const BYTES_MAX: usize = 1 << 20;
/// Where in a body the words of a multipart form stand.
const MULTIPART_HEAD: usize = 1_024;

/// The vendor's end-of-call callback.
///
/// It holds the account's api key, which the vendor sends in clear: the key is opaque here, is
/// wiped, has no JSON form and is not printed. Don't log the body that it was read from.
#[derive(Clone)]
#[non_exhaustive]
pub struct Callback {
    /// The record of the call. It has a `call_id`, and most often no `ucid`.
    pub record: CallRecord,
    /// The account's user name, where the callback says it.
    pub customer: Option<String>,
    key: Option<ApiKey>,
}

impl Callback {
    /// Whether the callback holds this account's api key. It is a sign, not a proof: the vendor
    /// signs nothing, and whoever saw one callback can send another.
    ///
    /// No, where the callback has no key or the account has none, as with a token. It takes the
    /// same time wherever two keys of one length differ.
    pub fn authentic(&self, account: &Account) -> bool {
        let theirs = present(self.key.as_ref().map(ApiKey::expose));
        let ours = present(account.api_key().map(ApiKey::expose));
        match (theirs, ours) {
            (Some(theirs), Some(ours)) => are_same(trim(theirs).as_bytes(), trim(ours).as_bytes()),
            _ => false,
        }
    }
}

/// Compares all bytes whatever the first ones are. `subtle` would do no more, and be one crate more.
fn are_same(one: &[u8], other: &[u8]) -> bool {
    let pairs = one.iter().zip(other);
    let differing = pairs.fold(0, |all, (a, b)| black_box(all | (a ^ b)));
    one.len() == other.len() && differing == 0
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

/// Reads the body of an end-of-call callback: a form whose field `data` holds JSON, as the vendor
/// sends it, or that JSON itself.
///
/// The body decides, whatever its content type says. Hand over the bytes as they came: a framework
/// that reads forms leaves none.
///
/// ```
/// use cloudagent_disposition::{Account, ApiKey, read_callback};
///
/// let body = b"data=%7B%22monitorUCID%22%3A%228189%22%2C%22Apikey%22%3A%22KK-test%22%7D";
/// let callback = read_callback(body)?;
/// assert_eq!(callback.record.call_id.as_deref(), Some("8189"));
/// assert!(callback.authentic(&Account::with_api_key("acme", ApiKey::new("KK-test"))));
/// # Ok::<(), cloudagent_disposition::Invalid>(())
/// ```
///
/// # Errors
///
/// One violation of the field `callback`: `invalid`, `too_long` (over 1 MiB), `duplicate` (`data`
/// twice with different values), `unsupported` (a multipart form). Nothing of the body is repeated.
pub fn read_callback(body: &[u8]) -> Result<Callback, Invalid> {
    read(body).map_err(|(problem, detail)| Violation::hard(Field::Callback, problem, detail).into())
}

type Refusal = (Problem, &'static str);

fn read(body: &[u8]) -> Result<Callback, Refusal> {
    if body.len() > BYTES_MAX {
        return Err((
            Problem::TooLong,
            "It has more than 1 MiB, which no callback has.",
        ));
    }
    let bare = Body::of(body).trim();
    let head = &bare.bytes[..bare.bytes.len().min(MULTIPART_HEAD)];
    match bare.bytes.first() {
        None => Err((
            Problem::Invalid,
            "It is empty: the web framework may have read it already; give the text of the form's \
             field data instead.",
        )),
        Some(b'{' | b'[') => read_json(bare),
        _ if head.starts_with(b"--") && holds(head, b"form-data") => Err((
            Problem::Unsupported,
            "It is a multipart form: give the text of its field data.",
        )),
        _ => match form::data(bare.bytes) {
            Ok(Some(data)) => read_json(Body::of(&data).trim()),
            Ok(None) => Err((
                Problem::Invalid,
                "It is neither JSON nor a form with a field data.",
            )),
            Err(form::Differ) => Err((
                Problem::Duplicate,
                "The form has its field data twice, with different values.",
            )),
        },
    }
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

fn read_json(json: Body<'_>) -> Result<Callback, Refusal> {
    let detail = "It must hold one JSON object, alone or in an array.";
    let mut row = read_object(json).map_err(|NotJson| (Problem::Invalid, detail))?;
    Ok(Callback {
        key: row.take_api_key().map(ApiKey::new),
        customer: row.take_customer(),
        record: row.into_record(),
    })
}

fn read_object(json: Body<'_>) -> Result<Row, NotJson> {
    let mut scanner = Scanner::new(json);
    let is_in_array = scanner.eat(b'[');
    scanner.space();
    let row = Row::read(&mut scanner, true)?;
    if is_in_array {
        scanner.space();
        scanner.expect(b']')?;
    }
    scanner.end()?;
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Token;

    #[test]
    fn a_body_of_more_than_a_mebibyte_is_refused_and_one_of_a_mebibyte_is_read() {
        let of_length = |length: usize| format!(r#"{{"x":"{}"}}"#, "x".repeat(length - 8));
        assert!(read_callback(of_length(BYTES_MAX).as_bytes()).is_ok());
        let refused = read_callback(of_length(BYTES_MAX + 1).as_bytes()).unwrap_err();
        assert_eq!(refused.violations()[0].problem, Problem::TooLong);
    }

    #[test]
    fn nothing_prints_the_key_wherever_it_stands() {
        let key = format!("KK{}", "0123456789abcdef".repeat(2));
        let body = format!(
            r#"{{"ucid":"8189","Apikey":"{key}","Status":"{key}","UCID":"{key}","Did":"{key}",
                "UserName":"acme","Disposition":"{key}"}}"#
        );
        let callback = read_callback(body.as_bytes()).unwrap();
        let record = &callback.record;
        let printed = format!(
            "{callback:?} {callback:#?} {record:?} {}",
            record.to_json(true)
        );
        assert!(!printed.contains("0123"), "{printed}");
        assert_eq!(record.ucid.as_deref(), Some("8189"));
        assert!(callback.authentic(&Account::with_api_key("acme", ApiKey::new(key.clone()))));
        let others = [
            Account::with_api_key("acme", ApiKey::new("KK0")),
            Account::with_api_key("acme", ApiKey::new("")),
            Account::with_token("acme", Token::new(key)),
            Account::without_credential("acme"),
        ];
        assert!(others.iter().all(|account| !callback.authentic(account)));
        let without = read_callback(b"{}").unwrap();
        assert!(!without.authentic(&others[1]));
    }
}
