//! A list of records, read row by row up to its limits.

use super::json::{NotJson, Scanner};

/// How rows are read, and how much of a reply is.
#[derive(Debug)]
pub(crate) struct RowReader<R> {
    /// Reads the object that comes next.
    pub(crate) read: fn(&mut Scanner<'_>) -> Result<R, NotJson>,
    /// Whether the object names a call: only such a one is a record where no list holds it.
    pub(crate) is_named: fn(&R) -> bool,
    pub(crate) rows_max: usize,
    pub(crate) bytes_max: usize,
}

/// Why the reader does not go on.
pub(super) enum Stop {
    NotJson,
    Limit,
}

impl From<NotJson> for Stop {
    fn from(NotJson: NotJson) -> Self {
        Self::NotJson
    }
}

/// Whether nothing but white space stands between the brackets of the list that began here.
pub(super) fn is_empty_list(scanner: &Scanner<'_>, begin: usize) -> bool {
    let inside = scanner.body.bytes.get(begin + 1..scanner.at());
    inside.is_some_and(|inside| inside.trim_ascii() == b"]")
}

/// The objects of a list, behind its bracket. What was read before an error stays in `rows`.
pub(super) fn rows_of<R>(
    scanner: &mut Scanner<'_>,
    reader: &RowReader<R>,
    rows: &mut Vec<R>,
) -> Result<(), Stop> {
    scanner.space();
    if scanner.eat(b']') {
        return Ok(());
    }
    loop {
        scanner.space();
        if scanner.peek() != Some(b'{') {
            scanner.skip()?;
        } else if rows.len() == reader.rows_max {
            return Err(Stop::Limit);
        } else {
            rows.push((reader.read)(scanner)?);
        }
        if !scanner.goes_on(b']')? {
            return Ok(());
        }
    }
}
