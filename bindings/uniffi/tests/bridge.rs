//! What three generators make of these sources, and what the facades lean on.

use std::path::Path;

use cloudagent_disposition_uniffi::{
    AccountHandle, ApiKeyHandle, BaseUrlRead, BuildResult, CallResult, EngineHandle, EngineOpened,
    HeaderData, HttpReplyData, HttpRequestData, Misuse, ParameterData, Question, ReceiptData,
    ReceiptRead, RequestData, RequestRead, StepData, TokenHandle, VariableData, answer,
    build_list_request, build_request, build_token_request, classify,
    cloudagent_disposition_uniffi_answer, code_sets, interface_hash, open_engine, parse_base_url,
    receipt_from_json, receipt_to_json, request_from_json, request_to_json, validate,
};

const KEY: &str = "KK-marker-7";

/// What a value of that shape holds.
macro_rules! the {
    ($value:expr, $shape:pat => $part:expr) => {
        match $value {
            $shape => $part,
            other => panic!("another shape: {other:?}"),
        }
    };
}

fn request() -> RequestData {
    let json = r#"{"ucid": "8189000000001", "did": "914000000001", "agent_id": "ravi",
        "disposition": "Sale", "comments": "private"}"#;
    read(json)
}

fn read(json: &str) -> RequestData {
    the!(request_from_json(json), Ok(RequestRead::Read { request }) => request)
}

fn read_receipt(json: &str) -> ReceiptData {
    the!(receipt_from_json(json), Ok(ReceiptRead::Read { receipt }) => receipt)
}

fn reply(status: i32, body: impl Into<Vec<u8>>) -> HttpReplyData {
    HttpReplyData {
        status,
        retry_after: None,
        date: None,
        body: body.into(),
    }
}

fn account() -> std::sync::Arc<AccountHandle> {
    let key = ApiKeyHandle::new(KEY.into()).unwrap();
    AccountHandle::with_api_key("acme".into(), &key).unwrap()
}

fn built(result: Result<BuildResult, Misuse>) -> HttpRequestData {
    the!(result, Ok(BuildResult::Built { request }) => request)
}

#[test]
fn no_source_holds_what_a_generator_stumbles_over() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        for (number, line) in std::fs::read_to_string(&path).unwrap().lines().enumerate() {
            let place = format!("{}:{}", path.display(), number + 1);
            // Kotlin and Swift write doc comments as block comments.
            assert!(!line.contains("*/") && !line.contains("/*"), "{place}");
            // Kotlin's exceptions have a field of this name.
            assert!(!line.trim_start().starts_with("pub message"), "{place}");
            assert!(!line.trim_start().starts_with("message:"), "{place}");
        }
    }
}

#[test]
fn nothing_that_it_prints_holds_the_key_or_a_comment() {
    for api in ["get_v2", "get_v3", "post_api_key"] {
        let base_url = parse_base_url("https://ccaas.example.com");
        let base_url = the!(base_url, Ok(BaseUrlRead::Kept { text }) => text);
        let result = build_request(&account(), request(), api, &base_url);
        let built_printed = format!("{result:?}");
        let request = built(result);
        let printed = format!(
            "{:?} {built_printed} {request} {:?} {:?} {:?} {}",
            account(),
            request.headers,
            ApiKeyHandle::new(KEY.into()).unwrap(),
            self::request(),
            self::request(),
        );
        assert!(!printed.contains("marker"), "{printed}");
        assert!(!printed.contains("private"), "{printed}");
        assert!(request.url.contains(KEY) || request.headers.iter().any(|one| one.value == KEY));
    }
    let (name, value) = ("apiKey".to_owned(), KEY.to_owned());
    let header = HeaderData {
        name: name.clone(),
        value: value.clone(),
    };
    let parameter = ParameterData { name, value };
    let reply = reply(200, KEY);
    let variable = VariableData {
        name: "CLOUDAGENT_API_KEY".to_owned(),
        value: KEY.into(),
    };
    let printed = format!(
        "{header:?} {header} {parameter:?} {parameter} {reply:?} {reply} {variable:?} {variable}"
    );
    assert!(!printed.contains("marker"), "{printed}");
}

#[test]
fn a_word_that_is_no_code_is_a_misuse_that_names_the_set() {
    let unknown = |set: &str| Misuse::UnknownCode {
        set: set.to_owned(),
    };
    let found = validate(&account(), request(), "get_v9", "https://a.example");
    assert_eq!(found, Err(unknown("Api")));
    let found = classify(reply(200, ""), Some("v2".into()));
    assert_eq!(found, Err(unknown("Api")));
}

#[test]
fn a_base_url_that_can_not_be_used_is_a_violation_everywhere() {
    let base_url = "http://ccaas.example.com";
    let refused = parse_base_url(base_url);
    let refused = the!(refused, Ok(BaseUrlRead::Refused { violations }) => violations);
    assert_eq!(refused[0].problem, "not_https");
    let found = validate(&account(), request(), "get_v2", base_url).unwrap();
    assert_eq!(found, refused);
    let built = build_request(&account(), request(), "get_v2", base_url);
    let violations = refused;
    assert_eq!(built, Ok(BuildResult::Refused { violations }));
}

#[test]
fn the_interface_has_a_hash_that_the_generator_can_find() {
    let hash = interface_hash().unwrap();
    assert_eq!(hash.len(), 16);
    assert!(hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
}

#[test]
fn every_set_of_codes_has_codes_that_differ() {
    let sets = code_sets().unwrap();
    assert!(sets.len() > 10);
    for set in sets {
        let mut codes = set.codes.clone();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), set.codes.len(), "{}", set.name);
        assert!(!codes.is_empty(), "{}", set.name);
    }
}

#[test]
fn json_forms_read_back() {
    let json = request_to_json(request()).unwrap();
    assert_eq!(read(&json), request());
    let refused = request_from_json("[]");
    let violations = the!(refused, Ok(RequestRead::Refused { violations }) => violations);
    assert!(!violations.is_empty());
    let refused = receipt_from_json("{}");
    let violations = the!(refused, Ok(ReceiptRead::Refused { violations }) => violations);
    assert!(!violations.is_empty());
    let mut core = engine_receipt();
    let json = receipt_to_json(core.clone()).unwrap();
    assert_eq!(read_receipt(&json), core);
    core.http_status = Some(70_000);
    assert_eq!(receipt_to_json(core.clone()), Ok(json));
    for word in ["effect", "outcome"] {
        let mut made_up = core.clone();
        match word {
            "effect" => made_up.effect = "made_up".to_owned(),
            _ => made_up.outcome = Some("made_up".to_owned()),
        }
        assert_eq!(receipt_to_json(made_up), Err(Misuse::NoReceipt), "{word}");
    }
}

#[test]
fn what_a_newer_version_wrote_comes_through() {
    let json = receipt_to_json(engine_receipt()).unwrap();
    let newer = json
        .replace(r#""outcome":null"#, r#""outcome":"saved_twice""#)
        .replace('}', r#","later":[1.50]}"#);
    let read = read_receipt(&newer);
    assert_eq!(read.outcome, None);
    assert_eq!(receipt_to_json(read.clone()), Ok(newer));
    let without = ReceiptData {
        newer: None,
        ..read
    };
    assert_eq!(receipt_to_json(without), Ok(json));
}

#[test]
fn a_number_that_is_no_http_status_counts_as_none() {
    for status in [i32::MIN, -1, 0, 99, 1_000, 65_736, i32::MAX] {
        let read = cloudagent_disposition::HttpReply::from(reply(status, ""));
        assert_eq!(read.status, 0);
        let reply = classify(reply(status, ""), None).unwrap();
        assert_eq!(reply.outcome, "unrecognised", "{status}");
    }
}

#[test]
fn a_call_that_is_not_begun_ends_as_not_sent() {
    let engine = engine();
    let half = 0x0123_4567_89ab_cdef;
    let told = |is_cancelled, why| {
        let started = engine.start(request(), None, is_cancelled, half, half, 0);
        let result = the!(started.unwrap().output.step, StepData::Done { result } => result);
        let (receipt, kind) =
            the!(result, CallResult::NotSent { receipt, kind } => (receipt, kind));
        assert_eq!(kind, why);
        assert_eq!(receipt.effect, "not_applied");
        assert_eq!(receipt.request_id, "0123456789abcdef0123456789abcdef");
        assert!(receipt.attempts.is_empty());
    };
    told(true, "cancelled");
    engine.close_engine().unwrap();
    told(false, "closed");
}

/// The receipt of a call whose time is over before it begins.
fn engine_receipt() -> ReceiptData {
    let started = engine().start(request(), Some(0), false, 1, 2, 0).unwrap();
    let result = the!(started.output.step, StepData::Done { result } => result);
    the!(result, CallResult::NotSent { receipt, .. } => receipt)
}

fn engine() -> std::sync::Arc<EngineHandle> {
    use cloudagent_disposition_uniffi::SettingsData;
    let settings = SettingsData {
        account: account(),
        api: "get_v2".into(),
        base_url: "https://ccaas.example.com".into(),
        mode: "standard".into(),
        deadline_ms: 1_000,
        connect_timeout_ms: 1_000,
    };
    the!(open_engine(settings), Ok(EngineOpened::Opened { engine }) => engine)
}

#[cfg(feature = "client")]
#[test]
fn the_transport_alone_tells_what_became_of_one_send() {
    use cloudagent_disposition_uniffi::{
        CancelHandle, ProxyHandle, SendResult, TransportOpened, open_transport,
    };
    use std::io::{Read, Write};

    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", server.local_addr().unwrap());
    let opened = open_transport(1_000, None, &ProxyHandle::environment().unwrap());
    let transport = the!(opened, Ok(TransportOpened::Opened { transport }) => transport);
    let request = build_request(&account(), request(), "post_api_key", &base_url);
    let request = built(request);
    let cancel = CancelHandle::new().unwrap();
    let received = std::thread::spawn(move || {
        let (mut connection, _) = server.accept().unwrap();
        let mut received = Vec::new();
        while !received.ends_with(b"}") {
            let mut piece = [0; 1_024];
            let size = connection.read(&mut piece).unwrap();
            received.extend_from_slice(&piece[..size]);
        }
        let reply = "HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nno";
        connection.write_all(reply.as_bytes()).unwrap();
        String::from_utf8(received).unwrap()
    });
    let sent = transport.send(request.clone(), 1_000, 10_000, 1_000, &cancel);
    let reply = the!(sent, Ok(SendResult::Reply { reply }) => reply);
    assert_eq!((reply.status, &*reply.body), (429, &b"no"[..]));
    assert_eq!(reply.retry_after.as_deref(), Some("7"));
    let received = received.join().unwrap().to_lowercase();
    assert!(received.contains(&format!("apikey: {KEY}").to_lowercase()));

    // The listener went with its thread, so nobody is there any more.
    let failed = SendResult::Failed {
        kind: "connect".to_owned(),
    };
    let sent = transport.send(request.clone(), 1_000, 10_000, 1_000, &cancel);
    assert_eq!(sent, Ok(failed.clone()));

    // It connects, and nobody answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent_url = format!("http://{}", silent.local_addr().unwrap());
    let out = built(build_request(
        &account(),
        self::request(),
        "get_v2",
        &silent_url,
    ));
    let sent = std::thread::scope(|scope| {
        let send = scope.spawn(|| transport.send(out, 10_000, 60_000, 1_000, &cancel));
        let (mut connection, _) = silent.accept().unwrap();
        connection.read_exact(&mut [0; 3]).unwrap();
        cancel.cancel().unwrap();
        send.join().unwrap()
    });
    let kind = the!(sent, Ok(SendResult::Failed { kind }) => kind);
    assert_eq!(kind, "cancelled");
    let cancel = CancelHandle::new().unwrap();

    // It knows the headers of every request that is built.
    let token = TokenHandle::new("token".into()).unwrap();
    let with_token = AccountHandle::with_token("acme".into(), &token).unwrap();
    let results = [
        build_request(&account(), self::request(), "get_v2", &base_url),
        build_request(&account(), self::request(), "get_v3", &base_url),
        build_request(&with_token, self::request(), "post_token", &base_url),
        build_token_request(&account(), &base_url),
        build_list_request(&account(), Some("1".into()), "get_v2", &base_url),
    ];
    for result in results {
        let sent = transport.send(built(result), 1_000, 10_000, 1_000, &cancel);
        assert_eq!(sent, Ok(failed.clone()));
    }

    let mut foreign = request;
    foreign.headers[0].name = "X-Other".to_owned();
    let sent = transport.send(foreign, 1_000, 10_000, 1_000, &cancel);
    assert_eq!(sent, Err(Misuse::UnknownHeader));
    assert!(!format!("{transport:?}").contains("marker"));
}

#[cfg(feature = "client")]
#[test]
fn a_transport_that_can_not_be_says_why() {
    use cloudagent_disposition_uniffi::{ProxyHandle, TransportOpened, open_transport};
    let proxy = ProxyHandle::direct().unwrap();
    let refused = |connect_ms, pem: Option<&str>| {
        let opened = open_transport(connect_ms, pem.map(str::to_owned), &proxy);
        let failed = the!(opened, Ok(TransportOpened::Failed { result }) => result);
        fields(failed).remove(0)
    };
    assert_eq!(refused(0, None), "deadline");
    assert_eq!(refused(1, Some("no certificate")), "extra_ca_pem");
}

#[cfg(feature = "client")]
#[test]
fn everything_that_is_wrong_with_settings_is_told_at_once() {
    use cloudagent_disposition_uniffi::{ClientOpened, ProxyHandle, SettingsData, open_client};
    let settings = SettingsData {
        account: account(),
        api: "get_v2".to_owned(),
        base_url: "http://ccaas.example.com".to_owned(),
        mode: "standard".to_owned(),
        deadline_ms: 0,
        connect_timeout_ms: 5_000,
    };
    let proxy = ProxyHandle::url("no url".to_owned()).unwrap();
    let opened = open_client(settings.clone(), Some("no PEM".to_owned()), &proxy);
    let failed = the!(opened, Ok(ClientOpened::Failed { result }) => result);
    assert_eq!(
        fields(failed),
        ["base_url", "extra_ca_pem", "deadline", "proxy"]
    );
    let opened = open_engine(settings);
    let failed = the!(opened, Ok(EngineOpened::Failed { result }) => result);
    assert_eq!(fields(failed), ["base_url", "deadline"]);
}

/// Which fields are wrong.
#[cfg(feature = "client")]
fn fields(failed: CallResult) -> Vec<String> {
    let violations = the!(failed, CallResult::Invalid { violations, .. } => violations);
    violations.into_iter().map(|found| found.field).collect()
}

/// The answer that fits, or what is said instead.
fn ask(question: &[u8], room: usize) -> (i64, Vec<u8>) {
    let mut answer = vec![0; room];
    // SAFETY: both are as long as is said.
    let said = unsafe {
        cloudagent_disposition_uniffi_answer(
            question.as_ptr(),
            question.len() as u64,
            answer.as_mut_ptr(),
            room as u64,
        )
    };
    (said, answer)
}

/// A question about a reply without headers, as UniFFI's converters write it.
fn question(body: &str) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
    let [first, one] = [number(1); 2];
    let (status, absent, length) = (number(200), [0], number(body.len()));
    let parts: [&[u8]; 8] = [
        &first,
        &one,
        &status,
        &absent,
        &absent,
        &length,
        body.as_bytes(),
        &absent,
    ];
    parts.concat()
}

#[test]
fn a_question_is_answered_by_the_function_of_its_name() {
    let body = r#"{"status": "Success", "details": "Queued"}"#;
    let asked = question(body);
    let replies = vec![reply(200, body)];
    let expected = answer(Question::ClassifyAll { replies, api: None }).unwrap();
    let meant = classify(reply(200, body), None).unwrap();
    for text in [&meant.outcome, &meant.effect, &meant.hint] {
        let mut parts = expected.windows(text.len());
        assert!(parts.any(|part| part == text.as_bytes()), "{text}");
    }
    let length = i64::try_from(expected.len()).unwrap();
    assert_eq!(ask(&asked, expected.len()), (length, expected.clone()));
    // One byte less is no room, and nothing is written.
    let short = vec![0; expected.len() - 1];
    assert_eq!(ask(&asked, short.len()), (length, short));
}

#[test]
fn what_is_no_question_gets_no_answer() {
    let whole = question("Queued");
    assert!(ask(&whole, 1_000).0 > 0);
    for length in 0..whole.len() {
        assert_eq!(ask(&whole[..length], 1_000).0, -1, "{length}");
    }
    let longer = [&whole[..], &[0]].concat();
    assert_eq!(ask(&longer, 1_000).0, -1);
    let mut other = whole.clone();
    other[3] = 99;
    assert_eq!(ask(&other, 1_000).0, -1);
    let mut room = [0];
    let nowhere = std::ptr::null_mut();
    // SAFETY: what is null is not touched.
    let said = unsafe {
        [
            cloudagent_disposition_uniffi_answer(std::ptr::null(), 1, room.as_mut_ptr(), 1),
            cloudagent_disposition_uniffi_answer(whole.as_ptr(), whole.len() as u64, nowhere, 1),
        ]
    };
    assert_eq!(said, [-1, -1]);
}

#[cfg(feature = "planted-panic")]
#[test]
fn a_panic_is_no_answer() {
    assert_eq!(ask(&question("planted panic"), 1_000).0, -1);
}

/// Every function that reads a text, given the text that makes it panic.
#[cfg(feature = "planted-panic")]
#[test]
fn the_planted_panic_is_in_every_function_that_reads_a_text() {
    use cloudagent_disposition_uniffi::{
        EventData, GivenData, SettingsData, classify_all, classify_list, classify_token,
        from_params, read_environment,
    };
    const TEXT: &str = "planted panic";

    let text = || TEXT.to_owned();
    let planted = || RequestData {
        comments: Some(text()),
        ..request()
    };
    let receipt = || ReceiptData {
        sentence: text(),
        ..engine_receipt()
    };
    let with = |base_url: &str| SettingsData {
        account: account(),
        api: "get_v2".into(),
        base_url: base_url.into(),
        mode: "standard".into(),
        deadline_ms: 1_000,
        connect_timeout_ms: 1_000,
    };
    let replied = || reply(200, TEXT);
    let reply = || EventData::Reply {
        seq: 1,
        reply: replied(),
    };
    let pair = |name: &str, value: &str| ParameterData {
        name: name.into(),
        value: value.into(),
    };
    let given = || GivenData {
        customer: Some(text()),
        ..GivenData::default()
    };
    let variable = || VariableData {
        name: "CLOUDAGENT_API".into(),
        value: TEXT.into(),
    };
    let key = ApiKeyHandle::new(KEY.into()).unwrap();
    let token = TokenHandle::new(KEY.into()).unwrap();
    let good = "https://ccaas.example.com";
    let call = || {
        engine()
            .start(request(), None, false, 1, 2, 0)
            .unwrap()
            .call
    };

    type Planted<'a> = (&'a str, Box<dyn Fn() + 'a>);
    let mut functions: Vec<Planted<'_>> = Vec::new();
    macro_rules! panics {
        ($($call:expr),+ $(,)?) => {
            $(functions.push((stringify!($call), Box::new(|| drop($call))));)+
        };
    }
    panics![
        AccountHandle::with_api_key(text(), &key),
        AccountHandle::with_token(text(), &token),
        AccountHandle::without_credential(text()),
        ApiKeyHandle::new(text()),
        TokenHandle::new(text()),
        build_list_request(&account(), None, "get_v2", TEXT),
        build_request(&account(), planted(), "get_v2", good),
        build_request(&account(), request(), "get_v2", TEXT),
        build_token_request(&account(), TEXT),
        call().step(reply(), 1),
        classify(replied(), None),
        classify_all(vec![replied()], None),
        classify_list(replied(), None),
        classify_token(replied()),
        engine().start(planted(), None, false, 1, 2, 0),
        from_params(vec![pair("ucid", TEXT)], "get_v2"),
        from_params(vec![pair(TEXT, "1")], "get_v2"),
        open_engine(with(TEXT)),
        parse_base_url(TEXT),
        read_environment(given(), Vec::new()),
        read_environment(GivenData::default(), vec![variable()]),
        receipt_from_json(TEXT),
        receipt_to_json(receipt()),
        request_from_json(TEXT),
        request_to_json(planted()),
        validate(&account(), planted(), "get_v2", good),
        validate(&account(), request(), "get_v2", TEXT),
    ];
    #[cfg(feature = "client")]
    {
        use cloudagent_disposition_uniffi::{ProxyHandle, open_client, open_transport};
        panics![
            ProxyHandle::url(text()),
            open_client(with(TEXT), None, &ProxyHandle::direct().unwrap()),
            open_transport(1_000, Some(text()), &ProxyHandle::direct().unwrap()),
        ];
    }
    for (name, function) in functions {
        let unwound = std::panic::catch_unwind(std::panic::AssertUnwindSafe(function));
        assert!(unwound.is_err(), "{name}");
    }
}
