//! The journal, from the outside.

use serde_json::json;

use crate::client::{Client, simulator};
use crate::control::told;

#[test]
fn journal_tells_requests_as_they_were_received() {
    let simulator = simulator();
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    client.send(b"POST /ca_apis/X?a=1%20+2 HTTP/1.1\r\nhOST: sim\r\nX-b:  2 \r\nx-A: 1\r\n");
    client.send(b"content-LENGTH: 2\r\n\r\n\xff\xfe");
    assert_eq!(client.reply().expect("a reply").status, 404);
    client.get("/x?a=1%20+2&b");
    client.reply().expect("the connection is kept");

    let journal = told(&simulator, "journal");
    let (first, second) = (&journal["requests"][0], &journal["requests"][1]);
    assert_eq!(first["target"], "/ca_apis/X?a=1%20+2");
    let headers = json!([
        ["hOST", "sim"],
        ["X-b", "2"],
        ["x-A", "1"],
        ["content-LENGTH", "2"]
    ]);
    assert_eq!(first["headers"], headers);
    assert_eq!(first["body_base64"], "//4=");
    assert_eq!(first.get("body"), None);
    let replied = json!({"status": 404, "fault": null, "scripted": false});
    assert_eq!(first["reply"], replied);
    assert_eq!(second["body"], "");
    assert_eq!(second["parameters"], json!({"a": "1  2", "b": ""}));
    assert_eq!(first["number"], 1);
    assert_eq!(second["number"], 2);
    assert_eq!(first["connection"], second["connection"]);
    assert_eq!(journal["trap_visits"], 0);
}

#[test]
fn chunked_body_and_the_next_request_on_its_connection_are_told_apart() {
    let simulator = simulator();
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    client.send(
        b"POST /a HTTP/1.1\r\nHost: sim\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    );
    client.reply().expect("a reply");
    client.get("/b");
    client.reply().expect("a reply");
    let journal = simulator.journal();
    assert_eq!(journal[0].body, b"abc");
    assert_eq!(journal[1].target, "/b");
    assert_eq!(journal[1].header("HOST"), Some("sim"));
}

#[test]
fn request_that_http_refuses_is_in_the_journal_too() {
    let simulator = simulator();
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    client.send(b"GET /a b HTTP/1.1\r\nHost: sim\r\n\r\n");
    client.rest().expect("the server closes");
    let journal = simulator.journal();
    assert_eq!(journal[0].target, "/a b");
    assert_eq!(journal[0].reply.status, Some(400));
}

#[test]
fn tls_hello_is_no_request() {
    let simulator = simulator();
    // The head of a hello; by chance its random bytes look like a target.
    for hello in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 /a\r\n\r\n"[..],
        b" /a\r\n\r\n",
    ] {
        let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
        client.send(hello);
        client.rest().expect("the server closes");
        assert_eq!(simulator.journal().len(), 0, "{hello:?}");
    }
}
