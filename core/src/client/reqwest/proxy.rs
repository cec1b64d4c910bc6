//! Which proxy a request goes through. One that is named is never passed by in silence: the
//! request, and the key in it, would go where the network's owner does not want it.
//!
//! What names a proxy is read here and nowhere else, and handed on as a URL of the plainest form,
//! which every parser further down understands in the same way.

use std::ffi::OsString;
use std::fmt;
use std::net::Ipv6Addr;

use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use zeroize::Zeroizing;

use super::Proxy;
use crate::http::HttpRequest;
use crate::kind::Kind;
use crate::text::{is_space, present};
use crate::violation::{Field, Problem, Violation};

/// The variables that name a proxy for https, in the order in which they count.
const NAMES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The variables that name what goes direct.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// The proxy that was chosen when the client was made, if there is one, and what goes through it.
pub(super) struct Proxies(Option<Chosen>);

struct Chosen {
    /// The URL, or the variable whose value is none that can be used.
    url: Result<Zeroizing<String>, &'static str>,
    covers: Matcher,
}

impl Proxies {
    /// The proxy as it will be used. A blank URL is none that was named, so the environment's.
    pub(super) fn of(proxy: &Proxy) -> Result<Self, Violation> {
        match proxy {
            Proxy::None => Ok(Self(None)),
            Proxy::Url(url) if present(Some(url.expose())).is_some() => {
                let named = Some(url.expose()).filter(|url| url.contains("://"));
                let url = named.and_then(usable).ok_or_else(|| {
                    let detail = "It must be the URL of an http proxy: http://host:port, what is \
                                  special in its user name and password percent-encoded. SOCKS \
                                  is not supported.";
                    Violation::hard(Field::Proxy, Problem::Invalid, detail)
                })?;
                Ok(Self::chosen(Ok(url), ""))
            }
            Proxy::Environment | Proxy::Url(_) => Ok(Self::of_environment(|name| {
                // The guard against CGI's HTTP_PROXY is not needed: that one is not read.
                std::env::var_os(name)
            })),
        }
    }

    fn of_environment(read: impl Fn(&str) -> Option<OsString>) -> Self {
        let first = |names: &[&'static str]| {
            names.iter().find_map(|name| {
                let value = Zeroizing::new(read(name)?.to_string_lossy().into_owned());
                let blank = trimmed(&value).is_empty();
                (!blank).then_some((*name, value))
            })
        };
        let Some((name, value)) = first(&NAMES) else {
            return Self(None);
        };
        let exceptions = first(&EXCEPTIONS).map_or_else(Zeroizing::default, |(_, value)| value);
        Self::chosen(usable(&value).ok_or(name), &exceptions)
    }

    fn chosen(url: Result<Zeroizing<String>, &'static str>, exceptions: &str) -> Self {
        // It is asked for the exceptions only, so any proxy will do.
        let matcher = Matcher::builder().https("http://proxy.invalid");
        let covers = matcher.no(exceptions.to_owned()).build();
        Self(Some(Chosen { url, covers }))
    }

    /// The URL of the proxy that a request goes through; none where it goes direct.
    pub(super) fn for_request(&self, request: &HttpRequest) -> Result<Option<&str>, Kind> {
        let Some(chosen) = &self.0 else {
            return Ok(None);
        };
        if !request.may_use_proxy() {
            return Ok(None);
        }
        // Our own grammar let the URL pass, so what is refused is its host.
        let uri: Uri = request.url().parse().map_err(|_| Kind::Unsendable)?;
        if chosen.covers.intercept(&uri).is_none() {
            return Ok(None);
        }
        match &chosen.url {
            Ok(url) => Ok(Some(url)),
            Err(_variable) => Err(Kind::Proxy),
        }
    }

    /// The environment variable whose proxy can't be used.
    pub(super) fn unusable_variable(&self) -> Option<&'static str> {
        self.0.as_ref()?.url.as_ref().err().copied()
    }
}

impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            None => "None",
            Some(Chosen { url: Ok(_), .. }) => "Through([redacted])",
            Some(Chosen { url: Err(name), .. }) => name,
        })
    }
}

fn trimmed(value: &str) -> &str {
    value.trim_matches(|c: char| is_space(c) || c.is_control())
}

/// The URL of a proxy in its plainest form, if it is one that can be used: scheme, user info, host
/// and port. A missing scheme is `http`; a path says nothing.
fn usable(value: &str) -> Option<Zeroizing<String>> {
    let value = trimmed(value);
    let (scheme, rest) = value.split_once("://").unwrap_or(("http", value));
    let scheme = ["http", "https"]
        .into_iter()
        .find(|known| scheme.eq_ignore_ascii_case(known))?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    // A password with a slash in it would end the host there.
    if path.contains(['@', '?', '#', '\\']) {
        return None;
    }
    let (user_info, address) = match authority.rsplit_once('@') {
        Some((user_info, address)) => (Some(user_info), address),
        None => (None, authority),
    };
    if !(user_info.is_none_or(is_user_info) && is_address(address)) {
        return None;
    }
    let url = Zeroizing::new(format!("{scheme}://{authority}"));
    (reqwest::Proxy::all(url.as_str()).is_ok() && takes(&url)).then_some(url)
}

/// Whether the parser that connects takes it too. It drops in silence what it does not.
fn takes(url: &str) -> bool {
    let anywhere = Uri::from_static("https://cloudagent.invalid/");
    let matcher = Matcher::builder().https(url.to_owned()).build();
    matcher.intercept(&anywhere).is_some()
}

/// User info as RFC 3986 has it.
fn is_user_info(text: &str) -> bool {
    let encoded = |after: &str| {
        let mut digits = after.chars();
        let mut digit = || digits.next().is_some_and(|c| c.is_ascii_hexdigit());
        digit() && digit()
    };
    text.char_indices().all(|(at, c)| match c {
        '%' => encoded(&text[at + 1..]),
        _ => c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:".contains(c),
    })
}

/// A host, and maybe a port.
fn is_address(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) if host.parse::<Ipv6Addr>().is_ok() => (None, port),
        Some(_) => return false,
        None => {
            let (host, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            (Some(host), port)
        }
    };
    let is_name = |host: &str| {
        !host.is_empty()
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
    };
    let is_port = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|n| n > 0)
    };
    host.is_none_or(is_name) && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(value: &str) -> Option<String> {
        usable(value).map(|url| url.to_string())
    }

    #[test]
    fn a_url_is_brought_into_its_plainest_form() {
        for (value, plain) in [
            ("http://proxy:3128", "http://proxy:3128"),
            ("HTTPS://u:p@proxy", "https://u:p@proxy"),
            ("proxy.corp:3128/", "http://proxy.corp:3128"),
            (" http://proxy:3128\r\n", "http://proxy:3128"),
            ("10.0.0.1:80", "http://10.0.0.1:80"),
            (
                "http://CORP%5Cravi:p%40w@[::1]:3128/x",
                "http://CORP%5Cravi:p%40w@[::1]:3128",
            ),
        ] {
            assert_eq!(url(value).as_deref(), Some(plain), "{value}");
        }
    }

    #[test]
    fn what_parsers_may_read_in_two_ways_is_refused() {
        for value in [
            "socks5://proxy:1080",
            "socks://proxy:1080/",
            "ftp://proxy",
            "http://",
            "http:/proxy:3128",
            "http:proxy:3128",
            "http://pro xy:1",
            "http://pro\nxy:1",
            "http://pröxy:3128",
            r"http://CORP\ravi:pw@proxy:3128",
            "http://u:p^w@proxy:3128",
            "http://u:p%w@proxy:3128",
            "http://u:p@ss@proxy",
            "http://u:1/w@proxy:3128",
            "http://u:1#w@proxy:3128",
            "http://u:1?w@proxy:3128",
            "http://proxy:port",
            "http://proxy:",
            "http://proxy:0",
            "http://proxy:65536",
            "http://[::",
            "http://[proxy]",
        ] {
            assert_eq!(url(value), None, "{value}");
        }
    }

    #[test]
    fn a_blank_url_names_none_and_a_wrong_one_is_a_violation() {
        assert!(Proxies::of(&Proxy::url(" ")).is_ok());
        assert!(Proxies::of(&Proxy::url("proxy:3128")).is_err());
    }
}
