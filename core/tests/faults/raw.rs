//! Replies that no HTTP library would write, byte by byte; and what an idle connection hears.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use cloudagent_disposition::{Api, CallOptions, Client, Effect, ErrorClass, Kind};

use crate::support::{assert_failed, request, settings};

const BODY: &str = r#"{"details":"Disposition saved successfully","status":"Success"}"#;

/// A server whose connections each run `serve`: its base URL.
fn server(serve: impl Fn(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || listener.incoming().map_while(Result::ok).for_each(serve));
    url
}

/// Reads one request without a body. Whether there was one.
fn read_request(stream: &mut TcpStream) -> bool {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return false,
        }
    }
    true
}

fn client(url: &str) -> Client {
    Client::new(settings(Api::GetV2, url).deadline(Duration::from_secs(10))).unwrap()
}

/// What comes of a reply with these header lines beside its length.
fn effect_with(headers: &str) -> Effect {
    let reply = format!(
        "HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{BODY}",
        BODY.len()
    );
    let url = server(move |mut stream| {
        read_request(&mut stream);
        stream.write_all(reply.as_bytes()).unwrap();
    });
    match client(&url).set_disposition(&request()) {
        Ok(receipt) => receipt.effect,
        Err(error) => error.receipt().effect,
    }
}

#[test]
fn odd_headers_do_not_spoil_a_reply() {
    let many = |count: usize, length: usize| {
        let line = |number| format!("X-Debug-{number}: {}\r\n", "y".repeat(length));
        (0..count).map(line).collect::<String>()
    };
    let folded =
        "Content-Security-Policy: default-src 'self';\r\n  img-src *;\r\n\tscript-src *\r\n";
    for (what, headers) in [
        ("folded", folded),
        ("a name with a space", "X Space: 1\r\n"),
        ("a space before the colon", "X-Spaced    : 1\r\n"),
        ("no colon", "what is this\r\n"),
        ("no name", ": nothing\r\n"),
        ("a name that is no token", "X(y): 1\r\nX-ä: 1\r\n"),
        ("control characters", "X-Bell: \u{7}\u{1}\r\n"),
        ("150 headers", &many(150, 1)),
        ("990 headers", &many(990, 1)),
        ("256 KiB of headers", &many(500, 510)),
    ] {
        assert_eq!(effect_with(headers), Effect::Applied, "{what}");
    }
}

#[test]
fn a_length_with_a_space_before_its_colon_is_the_length() {
    let url = server(|mut stream| {
        read_request(&mut stream);
        let length = BODY.len();
        let reply = format!("HTTP/1.1 200 OK\r\nContent-Length : {length}\r\n\r\n{BODY}");
        stream.write_all(reply.as_bytes()).unwrap();
        // The connection stays open: whoever takes the length for none would wait.
        read_request(&mut stream);
    });
    let receipt = client(&url).set_disposition(&request()).unwrap();
    assert_eq!(receipt.effect, Effect::Applied);
}

/// A server that keeps each connection after a reply, and then says what it is told to: to whom to
/// say so, and who tells of each connection that answered, and of each thing said.
fn talkative() -> (String, Sender<&'static [u8]>, Receiver<&'static str>) {
    let (say, to_say) = channel::<&'static [u8]>();
    let (tell, told) = channel();
    let url = server(move |mut stream| {
        read_request(&mut stream);
        let length = BODY.len();
        let reply = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{BODY}");
        stream.write_all(reply.as_bytes()).unwrap();
        let _ = tell.send("answered");
        let Ok(words) = to_say.recv() else { return };
        stream.write_all(words).unwrap();
        if words.is_empty() {
            stream.shutdown(std::net::Shutdown::Write).unwrap();
        }
        let _ = tell.send("said");
        // A request on this connection would get no answer.
        read_request(&mut stream);
    });
    (url, say, told)
}

#[test]
fn a_connection_that_heard_something_unasked_is_not_used() {
    for words in [&b""[..], b"HTTP/1.1 408 Request Timeout\r\n\r\n", b"\0"] {
        let (url, say, told) = talkative();
        let client = client(&url);
        for _ in 0..5 {
            let receipt = client.set_disposition(&request()).unwrap();
            assert_eq!(receipt.effect, Effect::Applied);
            assert_eq!(told.recv().unwrap(), "answered");
            say.send(words).unwrap();
            assert_eq!(told.recv().unwrap(), "said");
        }
    }
}

#[test]
fn what_came_with_a_reply_is_no_reply_to_the_next_request() {
    let (tell, told) = channel();
    let url = server(move |mut stream| {
        read_request(&mut stream);
        let length = BODY.len();
        let reply = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{BODY}");
        let refused = reply
            .replace("200 OK", "403 No")
            .replace("Success", "Failure");
        // Both in one write, so that one read takes in both.
        stream
            .write_all(format!("{reply}{refused}").as_bytes())
            .unwrap();
        let _ = tell.send(read_request(&mut stream));
    });
    let client = client(&url);
    for _ in 0..5 {
        let receipt = client.set_disposition(&request()).unwrap();
        assert_eq!(receipt.effect, Effect::Applied);
    }
    drop(client);
    for _ in 0..5 {
        assert!(!told.recv().unwrap(), "a second request came");
    }
}

#[test]
fn a_send_that_was_given_up_leaves_no_connection() {
    let (tell, told) = channel();
    let url = server(move |mut stream| {
        read_request(&mut stream);
        let _ = tell.send("silent");
        // Until the client has closed it.
        read_request(&mut stream);
        let _ = tell.send("closed");
    });
    let client = client(&url);
    let deadline = CallOptions::new().deadline(Duration::from_millis(200));
    let result = client.set_disposition_with(&request(), &deadline);
    assert_failed(&result, ErrorClass::Uncertain, Kind::Timeout);
    // The client is still there, and nothing drives it.
    assert_eq!(told.recv().unwrap(), "silent");
    assert_eq!(told.recv().unwrap(), "closed");
    drop(client);
}
