//! The environment's proxies, each row in a process of its own: whatever a variable holds, no
//! request goes direct that had a proxy to use.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use cloudagent_disposition::{Api, Client};

use crate::child::{call_and_tell, child, told};
use crate::support::settings;

/// A name that nothing resolves: a request that goes direct ends as `name_lookup`, and no packet
/// leaves the machine.
const HOST: &str = "https://cloudagent.invalid";

/// A proxy that refuses everything: its address, and the requests it got.
fn proxy() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
                head.push(byte[0]);
            }
            if tell.send(String::from_utf8(head).unwrap()).is_err() {
                return;
            }
            stream.write_all(b"HTTP/1.1 403 no\r\n\r\n").unwrap();
        }
    });
    (address, told)
}

enum Way {
    /// With that user name and password.
    Through(Option<&'static str>),
    Direct,
    /// Nowhere, and this variable is to blame.
    Refused(&'static str),
}

#[test]
#[ignore = "a child of the test below"]
fn a_call_with_this_environment() {
    call_and_tell(&Client::new(settings(Api::GetV2, HOST)).unwrap());
}

#[test]
fn no_value_makes_a_request_go_past_its_proxy() {
    use Way::{Direct, Refused, Through};
    let (at, requests) = proxy();
    let ravi = Some("Basic cmF2aTpwXnc=");
    // Variables one behind the other; `{at}` is the proxy.
    let rows: [(&str, Way); 31] = [
        ("", Direct),
        ("HTTPS_PROXY=http://{at}", Through(None)),
        ("https_proxy=http://{at}", Through(None)),
        ("ALL_PROXY=http://{at}", Through(None)),
        ("all_proxy=http://{at}", Through(None)),
        ("HTTP_PROXY=http://{at}", Direct),
        // What files and shells leave at the ends.
        ("HTTPS_PROXY=http://{at}\r", Through(None)),
        ("HTTPS_PROXY=http://{at} ", Through(None)),
        ("HTTPS_PROXY=\thttp://{at}\t", Through(None)),
        ("HTTPS_PROXY=http://{at}\n", Through(None)),
        ("HTTPS_PROXY=http://{at}/", Through(None)),
        // No scheme, or half of one.
        ("HTTPS_PROXY={at}", Through(None)),
        ("HTTPS_PROXY={at}/", Through(None)),
        ("HTTPS_PROXY=http:/{at}", Refused("HTTPS_PROXY")),
        ("HTTPS_PROXY=HTTP://{at}", Through(None)),
        // User names and passwords.
        ("HTTPS_PROXY=http://ravi:p%5Ew@{at}", Through(ravi)),
        (r"HTTPS_PROXY=http://CORP\r:pw@{at}", Refused("HTTPS_PROXY")),
        ("all_proxy=http://ravi:p^w@{at}", Refused("all_proxy")),
        ("HTTPS_PROXY=http://ravi:pä@{at}", Refused("HTTPS_PROXY")),
        ("https_proxy=http://pröxy:3128", Refused("https_proxy")),
        // Which variable counts.
        ("HTTPS_PROXY=|https_proxy=http://{at}", Through(None)),
        ("HTTPS_PROXY= \r\n|ALL_PROXY=http://{at}", Through(None)),
        (
            "HTTPS_PROXY=http://{at}|ALL_PROXY=socks5://127.0.0.1:9",
            Through(None),
        ),
        ("HTTPS_PROXY=http://{at}|REQUEST_METHOD=GET", Through(None)),
        ("ALL_PROXY=socks5://127.0.0.1:9", Refused("ALL_PROXY")),
        (
            "ALL_PROXY=socks5://127.0.0.1:9|https_proxy=http://{at}",
            Through(None),
        ),
        (
            "ALL_PROXY=http://{at}|HTTPS_PROXY=socks5://127.0.0.1:9",
            Refused("HTTPS_PROXY"),
        ),
        ("HTTPS_PROXY= \r\n|http_proxy=http://{at}", Direct),
        // Exceptions, also for one that can't be used.
        ("HTTPS_PROXY=http://{at}|NO_PROXY=*", Direct),
        (
            "ALL_PROXY=socks5://127.0.0.1:9|no_proxy=a.b, cloudagent.invalid\r",
            Direct,
        ),
        (
            "HTTPS_PROXY=http://{at}|NO_PROXY=agent.invalid,other.invalid",
            Through(None),
        ),
    ];
    for (row, expected) in rows {
        let variables = row.replace("{at}", &at);
        let variables = variables.split('|').filter_map(|one| one.split_once('='));
        let variables: Vec<_> = variables
            .map(|(name, value)| (name, value.into()))
            .collect();
        check(row, &variables, &expected, &requests);
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        let bytes = [b"http://ravi:\xff@", at.as_bytes()].concat();
        let variables = [("HTTPS_PROXY", OsString::from_vec(bytes))];
        check("bytes", &variables, &Refused("HTTPS_PROXY"), &requests);
    }
}

fn check(row: &str, variables: &[(&str, OsString)], expected: &Way, requests: &Receiver<String>) {
    let mut child = child("proxies::a_call_with_this_environment");
    let told = told(child.envs(variables.iter().cloned()));
    let [line] = told.as_slice() else {
        panic!("{row}: {told:?}")
    };
    let request = requests.try_recv().ok();
    if let Way::Through(user) = expected {
        let request = request.as_deref().unwrap_or_default();
        let is_through = request.starts_with("CONNECT cloudagent.invalid:443 ");
        assert!(is_through, "{row}: {line}, {request:?}");
        let mut headers = request.lines().filter_map(|line| line.split_once(": "));
        let authorization =
            headers.find(|(name, _)| name.eq_ignore_ascii_case("proxy-authorization"));
        let authorization = authorization.map(|(_, value)| value);
        assert_eq!(authorization, *user, "{row}");
    } else {
        assert_eq!(request, None, "{row}: {line}");
    }
    match expected {
        Way::Direct => assert!(line.starts_with("not_sent name_lookup"), "{row}: {line}"),
        _ => assert!(line.starts_with("not_sent proxy"), "{row}: {line}"),
    }
    let Way::Refused(name) = expected else { return };
    let blames = line.contains(&format!("that {name} names"));
    assert!(blames, "{row}: {line}");
    for (_, value) in variables {
        assert!(!line.contains(&*value.to_string_lossy()), "{row}: {line}");
    }
}
