//! Where the vendor's APIs are: a base URL by our own, narrow grammar.
//!
//! A base URL comes from configuration, and a mistake in it can send an api key to another host.
//! So nothing is guessed, mended or resolved here, and a text that is refused is never echoed: it
//! may hold a password, or a whole URL with the key in it.

use std::borrow::Cow;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::str::FromStr;

use crate::violation::{Field, Invalid, Problem, Violation};

const HTTPS: &str = "https://";
const HTTP: &str = "http://";

/// The address of a CloudAgent: scheme, host, an optional port and an optional path.
///
/// It holds no secret by construction, since user info, query and fragment are refused. Scheme and
/// host are in lower case, trailing slashes are gone, the rest is kept as given.
///
/// ```
/// use cloudagent_disposition::{BaseUrl, Problem};
///
/// let partner = BaseUrl::parse("https://CCaaS.example.com:8443/dialer/")?;
/// assert_eq!(partner.as_str(), "https://ccaas.example.com:8443/dialer");
/// assert_eq!((partner.host(), partner.port()), ("ccaas.example.com", 8443));
///
/// let refused = BaseUrl::parse("http://ccaas.example.com").unwrap_err();
/// assert_eq!(refused.violations()[0].problem, Problem::NotHttps);
/// # Ok::<(), cloudagent_disposition::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    text: Cow<'static, str>,
    /// Where the host begins and ends in the text, an IPv6 address without its brackets.
    host_start: usize,
    host_end: usize,
    port: u16,
    path_start: usize,
    is_loopback: bool,
}

impl BaseUrl {
    /// CloudAgent's domestic host, the default.
    pub const INDIA: Self = Self::of_host("https://in1-ccaas-api.ozonetel.com");

    /// CloudAgent's host for accounts outside India.
    pub const INTERNATIONAL: Self = Self::of_host("https://api.ccaas.ozonetel.com");

    const fn of_host(text: &'static str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            host_start: HTTPS.len(),
            host_end: text.len(),
            port: 443,
            path_start: text.len(),
            is_loopback: false,
        }
    }

    /// Reads a base URL: `https://`, a host of ASCII letters, digits, `-` and `.` or an IPv6
    /// address in brackets, an optional port, an optional path of unreserved characters and `%XX`
    /// without dot segments. Plain `http` is for this machine only: `localhost`, `127.0.0.0/8` or
    /// `[::1]`.
    ///
    /// # Errors
    ///
    /// One violation of the field `base_url`: `user_info`, `query`, `fragment`, `not_https` (plain
    /// http to another machine) or `invalid` (anything else). It never holds the text.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        read(text).map_err(|(problem, detail)| {
            Invalid::from(Violation::hard(Field::BaseUrl, problem, detail))
        })
    }

    /// Reads a base URL that is judged together with what else was given: the default host stands
    /// in for one that can't be used, and the violation is told beside the others.
    pub(crate) fn read_or_default(text: &str) -> (Self, Vec<Violation>) {
        // Nearly every text is that of a constant, which was read long ago.
        for known in [Self::INDIA, Self::INTERNATIONAL] {
            if known.as_str() == text {
                return (known, Vec::new());
            }
        }
        match Self::parse(text) {
            Ok(base_url) => (base_url, Vec::new()),
            Err(invalid) => (Self::default(), invalid.into_violations()),
        }
    }

    /// The base URL, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host, in lower case; an IPv6 address without brackets.
    pub fn host(&self) -> &str {
        &self.text[self.host_start..self.host_end]
    }

    /// The port: the scheme's own where none is given.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Whether the scheme is `https`.
    pub fn is_https(&self) -> bool {
        self.text.starts_with(HTTPS)
    }

    /// Whether the host is this machine: `localhost`, `127.0.0.0/8` as a dotted quad, or `[::1]`.
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// Where the host stands in the text.
    pub(crate) fn host_range(&self) -> Range<usize> {
        self.host_start..self.host_end
    }

    /// The path, empty or beginning with a slash and not ending with one.
    pub(crate) fn path(&self) -> &str {
        &self.text[self.path_start..]
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self::INDIA
    }
}

/// Wherever a base URL is asked for, its text will do.
impl AsRef<str> for BaseUrl {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({:?})", self.as_str())
    }
}

impl FromStr for BaseUrl {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

type Refusal = (Problem, &'static str);

const EMPTY: Refusal = (Problem::Invalid, "It is empty: give https:// and the host.");
const SPACE: Refusal = (Problem::Invalid, "It begins with white space.");
const SCHEME: Refusal = (
    Problem::Invalid,
    "It must begin with https://, or, for this machine alone, with http://.",
);
const USER_INFO: Refusal = (
    Problem::UserInfo,
    "It holds a user name or password (before an @); credentials go into the account.",
);
const QUERY: Refusal = (
    Problem::Query,
    "It holds a query (from a ?); give the address up to the path only.",
);
const FRAGMENT: Refusal = (
    Problem::Fragment,
    "It holds a fragment (from a #); give the address up to the path only.",
);
const HOST: Refusal = (
    Problem::Invalid,
    "Its host must be ASCII letters, digits, - and . only, or an IPv6 address in brackets.",
);
const PORT: Refusal = (
    Problem::Invalid,
    "Its port must be a number from 1 to 65535.",
);
const PATH: Refusal = (
    Problem::Invalid,
    "Its path must be ASCII letters, digits, -, ., _, ~, %XX and / only, without . or .. segments.",
);
const NOT_HTTPS: Refusal = (
    Problem::NotHttps,
    "It must be https; plain http is for localhost, 127.0.0.0/8 and [::1] only.",
);

fn read(text: &str) -> Result<BaseUrl, Refusal> {
    let (scheme, rest) = split_scheme(text).ok_or_else(|| match text.chars().next() {
        None => EMPTY,
        Some(first) if first.is_whitespace() => SPACE,
        Some(_) => SCHEME,
    })?;
    let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(authority_end);
    if authority.contains('@') {
        return Err(USER_INFO);
    }
    // What comes first decides: a ? after # belongs to the fragment.
    match path.find(['?', '#']).map(|at| path.as_bytes()[at]) {
        Some(b'?') => return Err(QUERY),
        Some(_) => return Err(FRAGMENT),
        None => {}
    }
    let (host, port) = split_port(authority)?;
    if scheme == HTTP && !is_plain_loopback(host) {
        return Err(NOT_HTTPS);
    }
    check_name(host)?;
    let path = path.trim_end_matches('/');
    check_path(path)?;

    let own_port = if scheme == HTTPS { 443 } else { 80 };
    let text = format!(
        "{scheme}{}{path}",
        authority.to_ascii_lowercase() // a port has no case
    );
    let host_start = scheme.len() + usize::from(authority.starts_with('['));
    let host_end = host_start + host.len();
    let url = BaseUrl {
        is_loopback: is_loopback(&text[host_start..host_end]),
        host_start,
        host_end,
        port: port.unwrap_or(own_port),
        path_start: text.len() - path.len(),
        text: Cow::Owned(text),
    };
    Ok(url)
}

fn split_scheme(text: &str) -> Option<(&'static str, &str)> {
    [HTTPS, HTTP].into_iter().find_map(|scheme| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some((scheme, rest))
    })
}

/// Splits and checks `host`, `host:port`, `[IPv6]` or `[IPv6]:port`.
fn split_port(authority: &str) -> Result<(&str, Option<u16>), Refusal> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']').ok_or(HOST)?;
            host.parse::<Ipv6Addr>().map_err(|_| HOST)?;
            (host, port)
        }
        None => {
            let end = authority.find(':').unwrap_or(authority.len());
            let (host, port) = authority.split_at(end);
            check_characters(host)?;
            (host, port)
        }
    };
    if port.is_empty() {
        return Ok((host, None));
    }
    let port = port.strip_prefix(':').ok_or(HOST)?;
    Ok((host, Some(read_port(port).ok_or(PORT)?)))
}

fn read_port(port: &str) -> Option<u16> {
    // `parse` alone would take a sign and leading zeros.
    let plain = port.bytes().all(|b| b.is_ascii_digit()) && !port.starts_with('0');
    plain.then(|| port.parse().ok()).flatten()
}

fn check_characters(host: &str) -> Result<(), Refusal> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    if host.is_empty() || !host.bytes().all(allowed) {
        return Err(HOST);
    }
    Ok(())
}

/// Checks a host name. HTTP stacks read a name that ends in a number as an IPv4 address, in octal,
/// hex or with parts left out: only a dotted quad means the same host to all of them.
fn check_name(host: &str) -> Result<(), Refusal> {
    if host.contains(':') {
        return Ok(()); // an IPv6 address, which was read as one
    }
    let mut labels = host.strip_suffix('.').unwrap_or(host).split('.');
    if labels.clone().any(str::is_empty) {
        return Err(HOST);
    }
    let last = labels.next_back().unwrap_or_default();
    let hex = last.strip_prefix("0x").or(last.strip_prefix("0X"));
    let numeric = match hex {
        Some(digits) => digits.bytes().all(|b| b.is_ascii_hexdigit()),
        None => last.bytes().all(|b| b.is_ascii_digit()),
    };
    if numeric && host.parse::<Ipv4Addr>().is_err() {
        return Err(HOST);
    }
    Ok(())
}

fn check_path(path: &str) -> Result<(), Refusal> {
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        let fine = match byte {
            b'%' => (0..2).all(|_| bytes.next().is_some_and(|b| b.is_ascii_hexdigit())),
            b'/' | b'-' | b'.' | b'_' | b'~' => true,
            other => other.is_ascii_alphanumeric(),
        };
        if !fine {
            return Err(PATH);
        }
    }
    if path.split('/').any(is_dot_segment) {
        return Err(PATH);
    }
    Ok(())
}

/// Whether HTTP stacks would resolve the segment away: they read `%2e` as a dot, too.
fn is_dot_segment(segment: &str) -> bool {
    // The longest spelling is `%2e%2e`, so long segments are not looked at.
    segment.len() <= 6
        && matches!(
            segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
}

/// The hosts that plain http may go to, as the rules spell them.
fn is_plain_loopback(host: &str) -> bool {
    host == "::1" || !host.contains(':') && is_loopback(&host.to_ascii_lowercase())
}

/// Whether a host as it stands in a [`BaseUrl`] is this machine itself.
pub(crate) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        || host.parse::<Ipv6Addr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_scheme_is_told_by_how_it_begins() {
        let detail = |text| BaseUrl::parse(text).unwrap_err().to_string();
        assert!(detail("").contains("empty"));
        assert!(detail(" https://h").contains("white space"));
        assert!(detail("127.0.0.1:80").contains("http://"));
    }
}
