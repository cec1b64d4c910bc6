//! Which texts name a proxy. One that can't be used is never passed by in silence: the request,
//! and the key in it, would go where the network's owner does not want it.

use super::Proxy;
use crate::text::present;
use crate::violation::{Field, Problem, Violation};

/// The variables that name a proxy for https.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The proxy as it will be used. A blank URL is none that was named, so the environment's.
pub(super) fn checked(proxy: &Proxy) -> Result<Proxy, Violation> {
    match proxy {
        Proxy::Url(url) if present(Some(url)).is_none() => Ok(Proxy::Environment),
        Proxy::Url(url) if !(url.contains("://") && is_usable(url)) => {
            let detail = "It must be the URL of an http proxy: http://host:port. SOCKS is not \
                          supported.";
            Err(Violation::hard(Field::Proxy, Problem::Invalid, detail))
        }
        other => Ok(other.clone()),
    }
}

/// Whether every proxy that the environment names can be used. There, a scheme may be left out.
pub(super) fn environment_is_usable() -> bool {
    VARIABLES
        .iter()
        .filter_map(std::env::var_os)
        .all(|value| match value.to_str() {
            Some(url) => present(Some(url)).is_none_or(is_usable),
            None => false,
        })
}

fn is_usable(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    let known = scheme.is_none_or(|scheme| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    });
    known && reqwest::Proxy::all(url).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_proxies_can_be_used() {
        for url in [
            "http://proxy:3128",
            "HTTPS://u:p@proxy",
            "proxy:3128",
            "10.0.0.1:80",
        ] {
            assert!(is_usable(url), "{url}");
        }
        for url in [
            "socks5://proxy:1080",
            "ftp://proxy",
            "http://",
            "http://pro xy:1",
            "http://u:p@ss@[::",
        ] {
            assert!(!is_usable(url), "{url}");
        }
    }

    #[test]
    fn a_blank_url_names_none() {
        assert!(matches!(checked(&Proxy::url(" ")), Ok(Proxy::Environment)));
        assert!(checked(&Proxy::url("proxy:3128")).is_err());
    }
}
