//! What three generators make of these sources, and what the facades lean on.

use std::path::Path;

use cloudagent_disposition_uniffi::{
    AccountHandle, ApiKeyHandle, BuildResult, Bytes, CallResult, EngineHandle, EngineOpened,
    EventData, HeaderData, HttpReplyData, HttpRequestData, LookUpData, LookUpStarted, LookUpTurn,
    Misuse, ParameterData, Question, ReceiptData, ReceiptRead, RequestData, RequestRead, StepData,
    VariableData, answer, build_request, classify_all, cloudagent_disposition_uniffi_answer,
    open_engine, receipt_from_json, receipt_to_json, request_from_json, validate,
};

const KEY: &str = "KK-marker-7";
const DAY: &str = "2026-11-30";
/// Noon of that day, in seconds.
const NOW: i64 = 1_796_020_000;

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
    the!(request_from_json(json), Ok(RequestRead::Read { request }) => request)
}

fn reply(status: i32, body: impl Into<Vec<u8>>) -> HttpReplyData {
    HttpReplyData {
        status,
        retry_after: None,
        date: None,
        body: Bytes(body.into()),
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
    let mut paths = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).unwrap();
            paths.extend(entries.map(|entry| entry.unwrap().path()));
            continue;
        }
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
        let result = build_request(&account(), request(), api, "https://ccaas.example.com");
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
    let found = classify_all(Vec::new(), Some("v2".into()));
    assert_eq!(found, Err(unknown("Api")));
}

#[test]
fn a_receipt_of_words_that_are_none_is_a_misuse() {
    let core = engine_receipt();
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
fn a_finding_crosses_and_one_of_a_newer_version_goes_through() {
    let plain = receipt_to_json(engine_receipt()).unwrap();
    for (word, crossed) in [("stands", Some("stands")), ("newer_finding", None)] {
        let member = format!(r#""settled":"{word}","sentence""#);
        let read = receipt_from_json(&plain.replace(r#""sentence""#, &member)).unwrap();
        let receipt = the!(read, ReceiptRead::Read { receipt } => receipt);
        assert_eq!(receipt.settled.as_deref(), crossed);
        let written = receipt_to_json(receipt).unwrap();
        assert!(
            written.contains(&format!(r#""settled":"{word}""#)),
            "{written}"
        );
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
        retry: None,
        shares_tokens: false,
        utc_offset_minutes: None,
        unusable_proxy: None,
    };
    the!(open_engine(settings), Ok(EngineOpened::Opened { engine }) => engine)
}

#[test]
fn a_look_up_is_a_call_with_an_end_of_its_own() {
    let engine = engine();
    let wall = u64::try_from(NOW).unwrap() * 1_000;
    let asked = |day: &str| LookUpData::OneCall {
        request: request(),
        day: day.to_owned(),
    };
    let start = |asked, now| engine.start_look_up(asked, None, false, 0, 7, now, wall);
    let started = start(asked("yesterday"), 0).unwrap();
    let refused = the!(started, LookUpStarted::Refused { violations } => violations);
    assert_eq!(
        (&*refused[0].field, &*refused[0].problem),
        ("day", "invalid")
    );

    let started = start(asked(DAY), 0).unwrap();
    let begun = the!(started, LookUpStarted::Started { begun } => begun);
    let output = the!(begun.turn, LookUpTurn::Next { output } => output);
    let send = the!(output.step, StepData::Send { seq, request, body_bytes, .. } => {
        assert_eq!(body_bytes, request.reply_limit);
        assert!(request.body_with_get && request.own_connection);
        seq
    });
    let body = r#"{"status":"success","details":[{"UCID":8189000000001,"Disposition":"SALE"}]}"#;
    let event = EventData::Reply {
        seq: send,
        reply: reply(200, body),
        wall_ms: wall,
    };
    let turn = begun.call.step_look_up(event, 80).unwrap();
    let found = the!(turn, LookUpTurn::Settled { settlements, .. } => settlements);
    assert_eq!(found[0].finding, "stands");

    // The second one in 31 s is settled at once, and so is one that asks for nothing.
    let several = |requests| LookUpData::Day {
        requests,
        day: DAY.to_owned(),
        from_time: None,
        to_time: None,
    };
    for (requests, count) in [(vec![request(), request()], 2), (Vec::new(), 0)] {
        let started = start(several(requests), 1_000).unwrap();
        let begun = the!(started, LookUpStarted::Started { begun } => begun);
        let found = the!(begun.turn, LookUpTurn::Settled { settlements, .. } => settlements);
        assert_eq!(found.len(), count);
        assert!(
            found.iter().all(|one| one.look_again_seconds == Some(30)),
            "{found:?}"
        );
    }
}

#[cfg(feature = "client")]
#[test]
fn the_transport_knows_the_headers_of_every_request_and_no_other() {
    use cloudagent_disposition_uniffi::{
        CancelHandle, ProxyHandle, SendResult, TokenHandle, TransportOpened, build_day_request,
        build_list_request, build_record_request, build_token_request, open_transport,
    };

    let proxy = ProxyHandle::direct().unwrap();
    let refused = open_transport(1, Some("no certificate".to_owned()), &proxy);
    let failed = the!(refused, Ok(TransportOpened::Failed { result }) => result);
    let found = the!(failed, CallResult::Invalid { violations, .. } => violations);
    assert_eq!(found[0].field, "extra_ca_pem");

    let opened = open_transport(1_000, None, &proxy);
    let transport = the!(opened, Ok(TransportOpened::Opened { transport }) => transport);
    assert!(!format!("{transport:?}").contains("marker"));
    // Nobody listens there any more.
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", server.local_addr().unwrap());
    drop(server);
    let token = TokenHandle::new("token".into()).unwrap();
    let with_token = AccountHandle::with_token("acme".into(), &token).unwrap();
    let results = [
        build_request(&account(), request(), "get_v2", &base_url),
        build_request(&account(), request(), "get_v3", &base_url),
        build_request(&account(), request(), "post_api_key", &base_url),
        build_request(&with_token, request(), "post_token", &base_url),
        build_token_request(&account(), &base_url),
        build_list_request(&account(), Some("1".into()), "get_v2", &base_url),
        build_record_request(&account(), "8189", DAY, NOW, None, &base_url),
        build_day_request(&with_token, DAY, None, None, NOW, None, &base_url),
    ];
    let cancel = CancelHandle::new().unwrap();
    let send = |request| transport.send(request, 1_000, 10_000, 1_000, &cancel);
    for result in results {
        let mut request = built(result);
        let kind = the!(send(request.clone()), Ok(SendResult::Failed { kind }) => kind);
        assert_eq!(kind, "connect");
        request.headers[0].name = "X-Other".to_owned();
        assert_eq!(send(request), Err(Misuse::UnknownHeader));
    }
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
    assert!(expected.windows(6).any(|part| part == b"queued"));
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
