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
    let good = format!("http://{at}");
    let socks = "socks5://127.0.0.1:9";
    let row = |name: &'static str, value: String| vec![(name, value)];
    let rows: Vec<(Vec<(&str, String)>, Way)> = vec![
        (vec![], Direct),
        (row("HTTPS_PROXY", good.clone()), Through(None)),
        (row("https_proxy", good.clone()), Through(None)),
        (row("ALL_PROXY", good.clone()), Through(None)),
        (row("all_proxy", good.clone()), Through(None)),
        (row("HTTP_PROXY", good.clone()), Direct),
        // What files and shells leave at the ends.
        (row("HTTPS_PROXY", format!("{good}\r")), Through(None)),
        (row("HTTPS_PROXY", format!("{good} ")), Through(None)),
        (row("HTTPS_PROXY", format!("\t{good}\t")), Through(None)),
        (row("HTTPS_PROXY", format!("{good}\n")), Through(None)),
        (row("HTTPS_PROXY", format!("{good}/")), Through(None)),
        // No scheme, or half of one.
        (row("HTTPS_PROXY", at.clone()), Through(None)),
        (row("HTTPS_PROXY", format!("{at}/")), Through(None)),
        (
            row("HTTPS_PROXY", format!("http:/{at}")),
            Refused("HTTPS_PROXY"),
        ),
        (row("HTTPS_PROXY", format!("HTTP://{at}")), Through(None)),
        // User names and passwords.
        (
            row("HTTPS_PROXY", format!("http://ravi:p%5Ew@{at}")),
            Through(Some("Basic cmF2aTpwXnc=")),
        ),
        (
            row("HTTPS_PROXY", format!(r"http://CORP\ravi:pw@{at}")),
            Refused("HTTPS_PROXY"),
        ),
        (
            row("all_proxy", format!("http://ravi:p^w@{at}")),
            Refused("all_proxy"),
        ),
        (
            row("HTTPS_PROXY", format!("http://ravi:pä@{at}")),
            Refused("HTTPS_PROXY"),
        ),
        (
            row("https_proxy", "http://pröxy:3128".to_owned()),
            Refused("https_proxy"),
        ),
        // Which variable counts.
        (
            vec![
                ("HTTPS_PROXY", String::new()),
                ("https_proxy", good.clone()),
            ],
            Through(None),
        ),
        (
            vec![
                ("HTTPS_PROXY", " \r\n".to_owned()),
                ("ALL_PROXY", good.clone()),
            ],
            Through(None),
        ),
        (
            vec![
                ("HTTPS_PROXY", good.clone()),
                ("ALL_PROXY", socks.to_owned()),
            ],
            Through(None),
        ),
        (
            vec![
                ("HTTPS_PROXY", good.clone()),
                ("REQUEST_METHOD", "GET".to_owned()),
            ],
            Through(None),
        ),
        (row("ALL_PROXY", socks.to_owned()), Refused("ALL_PROXY")),
        // Exceptions, also for one that can't be used.
        (
            vec![("HTTPS_PROXY", good.clone()), ("NO_PROXY", "*".to_owned())],
            Direct,
        ),
        (
            vec![
                ("ALL_PROXY", socks.to_owned()),
                ("no_proxy", "a.b, cloudagent.invalid\r".to_owned()),
            ],
            Direct,
        ),
        (
            vec![
                ("HTTPS_PROXY", good.clone()),
                ("NO_PROXY", "agent.invalid,other.invalid".to_owned()),
            ],
            Through(None),
        ),
    ];
    for (variables, expected) in rows {
        let row = format!("{variables:?}");
        let variables = variables
            .into_iter()
            .map(|(name, value)| (name, OsString::from(value)));
        let variables: Vec<_> = variables.collect();
        check(&row, &variables, &expected, &requests);
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
        assert!(
            request.starts_with("CONNECT cloudagent.invalid:443 "),
            "{row}: {line}, {request:?}"
        );
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
    assert!(
        line.contains(&format!("that {name} names")),
        "{row}: {line}"
    );
    for (_, value) in variables {
        assert!(!line.contains(&*value.to_string_lossy()), "{row}: {line}");
    }
}
