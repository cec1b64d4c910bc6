//! The end-of-call callback, as a test's own server gets it.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use cloudagent_simulator::{Call, Callback, CallbackForm, Pushed, Scenario, Simulator};
use serde_json::{Value, json};

use crate::client::{post, simulator};
use crate::get_apis::{ENDED, LIVE};

/// A server that takes one request, answers, and hands over what it read.
struct Receiver {
    url: String,
    thread: JoinHandle<String>,
}

impl Receiver {
    fn start(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/hook?x=1", listener.local_addr().expect("bound"));
        let thread = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a client");
            let mut read = Vec::new();
            let mut chunk = [0; 4096];
            loop {
                let count = stream.read(&mut chunk).expect("bytes");
                read.extend_from_slice(&chunk[..count]);
                let text = String::from_utf8_lossy(&read);
                let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                    let length = head.split("Content-Length: ").nth(1);
                    let length = length.and_then(|rest| rest.split("\r\n").next());
                    length.and_then(|length| length.parse().ok()) == Some(body.len())
                });
                if whole || count == 0 {
                    stream.write_all(answer.as_bytes()).expect("a reader");
                    return text.into_owned();
                }
            }
        });
        Self { url, thread }
    }

    fn request(self) -> String {
        self.thread.join().expect("a request came")
    }
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// What arrived: the content type, and the JSON within.
fn pushed(simulator: &Simulator, make: impl Fn(Callback) -> Callback) -> (String, Value) {
    let receiver = Receiver::start(OK);
    let callback = make(Callback::new(&receiver.url, ENDED));
    let answered = simulator.push(&callback).expect("an answer");
    let (status, body) = (200, "ok".to_owned());
    assert_eq!(answered, Pushed { status, body });
    let request = receiver.request();
    let (head, body) = request.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("POST /hook?x=1 HTTP/1.1\r\n"), "{head}");
    let kind = head.split("Content-Type: ").nth(1).expect("a content type");
    let kind = kind.split("\r\n").next().expect("a line").to_owned();
    let json = match body.starts_with("data=") {
        true => {
            let mut fields = form_urlencoded::parse(body.as_bytes());
            let (name, data) = fields.next().expect("one field");
            assert_eq!((&*name, fields.next()), ("data", None));
            data.into_owned()
        }
        false => body.to_owned(),
    };
    (kind, serde_json::from_str(&json).expect("JSON"))
}

#[test]
fn it_is_a_form_with_the_accounts_key_and_texts_only() {
    let simulator = simulator();
    simulator.dispose(ENDED, "Sale", "50% & more + tea");
    let (kind, callback) = pushed(&simulator, |callback| callback);
    assert_eq!(kind, "application/x-www-form-urlencoded");
    let keys = callback.as_object().expect("an object");
    assert_eq!(keys.len(), 35);
    assert!(keys.values().all(Value::is_string));
    for (key, value) in [
        ("monitorUCID", ENDED),
        ("Apikey", "KKacme0123456789"),
        ("UserName", "acme"),
        ("AgentID", "ravi"),
        ("Did", "914000000001"),
        ("Disposition", "Sale"),
        ("Comments", "50% & more + tea"),
    ] {
        assert_eq!(callback[key], value);
    }
    assert_eq!(keys.get("UCID"), None);
}

#[test]
fn it_comes_without_the_disposition_in_other_forms_and_with_another_accounts_key() {
    let simulator = simulator();
    simulator.dispose(ENDED, "Sale", "fine");
    let (_, at_once) = pushed(&simulator, Callback::without_disposition);
    assert_eq!(
        (&at_once["Disposition"], &at_once["Comments"]),
        (&json!(""), &json!(""))
    );
    let (kind, json) = pushed(&simulator, |callback| {
        callback.written_as(CallbackForm::Json)
    });
    assert_eq!(
        (&*kind, &json["Disposition"]),
        ("application/json", &json!("Sale"))
    );
    let (_, array) = pushed(&simulator, |callback| {
        callback.written_as(CallbackForm::FormArray)
    });
    assert_eq!(array[0]["Disposition"], "Sale");
    let (_, other) = pushed(&simulator, |callback| Callback {
        customer: Some("globex".into()),
        ..callback
    });
    assert_eq!(other["Apikey"], "KKglobex9876543210");
}

#[test]
fn a_transfer_is_one_callback_with_chains() {
    let leg = |ucid: &str, agent: &str| Call::ended(ucid, "914000000001", agent).leg_of("7000");
    let late = leg(ENDED, "meera").recorded("Disposition", "Wrap up time exceeded :120");
    let scenario = Scenario {
        calls: vec![leg("7001", "ravi").began_seconds_ago(60), late],
        ..Scenario::example()
    };
    let simulator = Simulator::start(scenario).expect("the scenario is sound");
    let (_, callback) = pushed(&simulator, |callback| callback);
    assert_eq!(callback["monitorUCID"], "7000");
    assert_eq!(callback["AgentID"], "ravi -> meera");
    assert_eq!(callback["Disposition"], "Wrap up time exceeded :120");
    simulator.dispose("7001", "Sale", "");
    let (_, callback) = pushed(&simulator, |callback| callback);
    assert_eq!(callback["Disposition"], "Sale");
}

#[test]
fn control_pushes_and_tells_the_answer_without_following_it() {
    let simulator = simulator();
    let receiver = Receiver::start(
        "HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 3\r\n\r\nno!",
    );
    let body = json!({"url": receiver.url, "ucid": ENDED, "as": "json"});
    let url = &simulator.addresses().control_url;
    let reply = post(url, "/_sim/callback", "X: 1", &body.to_string());
    assert_eq!(reply.body, r#"{"status":302,"body":"no!"}"#);
    assert!(receiver.request().contains(r#""monitorUCID":"#));
}

#[test]
fn what_can_t_be_pushed_is_told() {
    let simulator = simulator();
    let here = "http://127.0.0.1:1/";
    for (url, ucid, customer, named) in [
        ("http://192.0.2.1/", ENDED, None, "this machine"),
        (here, "1", None, "no call"),
        (here, LIVE, None, "has not ended"),
        (here, ENDED, Some("nobody"), "customer"),
    ] {
        let callback = Callback {
            customer: customer.map(str::to_owned),
            ..Callback::new(url, ucid)
        };
        let refused = simulator.push(&callback).expect_err(named);
        assert_eq!(refused.kind(), ErrorKind::InvalidInput);
        assert!(refused.to_string().contains(named), "{refused}");
    }
    let nobody = Callback::new(&simulator.addresses().refuse_url, ENDED);
    let refused = simulator.push(&nobody).expect_err("nobody is there");
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    let body = json!({"url": simulator.addresses().refuse_url, "ucid": ENDED});
    let url = &simulator.addresses().control_url;
    let reply = post(url, "/_sim/callback", "X: 1", &body.to_string());
    assert_eq!(reply.status, 502);
}
