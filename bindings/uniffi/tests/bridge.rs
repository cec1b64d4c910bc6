//! What three generators make of these sources, and what the facades lean on.

use std::path::Path;

use cloudagent_disposition_uniffi::{
    AccountHandle, ApiKeyHandle, BuildResult, HeaderData, HttpReplyData, Misuse, ParameterData,
    ReceiptRead, RequestData, build_request, classify, code_sets, interface_hash, parse_base_url,
    receipt_from_json, receipt_to_json, request_from_json, request_to_json, validate,
};

const KEY: &str = "KK-marker-7";

fn request() -> RequestData {
    let json = r#"{"ucid": "8189000000001", "did": "914000000001", "agent_id": "ravi",
        "disposition": "Sale", "comments": "private"}"#;
    request_from_json(json).request.unwrap()
}

fn account() -> std::sync::Arc<AccountHandle> {
    AccountHandle::with_api_key("acme".into(), &ApiKeyHandle::new(KEY.into()))
}

fn built(api: &str) -> BuildResult {
    let base_url = parse_base_url("https://ccaas.example.com").kept_as.unwrap();
    build_request(&account(), request(), api, &base_url).unwrap()
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
        let built = built(api);
        let request = built.request.as_ref().unwrap();
        let printed = format!(
            "{:?} {built:?} {request} {:?} {:?} {:?} {}",
            account(),
            request.headers,
            ApiKeyHandle::new(KEY.into()),
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
    let reply = HttpReplyData {
        status: 200,
        retry_after: None,
        date: None,
        body: KEY.into(),
    };
    let printed = format!("{header:?} {header} {parameter:?} {parameter} {reply:?} {reply}");
    assert!(!printed.contains("marker"), "{printed}");
}

#[test]
fn a_word_that_is_no_code_is_a_misuse_that_names_the_set() {
    let unknown = |set: &str| Misuse::UnknownCode {
        set: set.to_owned(),
    };
    let found = validate(&account(), request(), "get_v9", "https://a.example");
    assert_eq!(found, Err(unknown("Api")));
    let found = classify(200, b"", None, None, Some("v2".into()));
    assert_eq!(found, Err(unknown("Api")));
}

#[test]
fn a_base_url_that_can_not_be_used_is_a_violation_everywhere() {
    let base_url = "http://ccaas.example.com";
    let refused = parse_base_url(base_url).violations;
    assert_eq!(refused[0].problem, "not_https");
    let found = validate(&account(), request(), "get_v2", base_url).unwrap();
    assert_eq!(found, refused);
    let built = build_request(&account(), request(), "get_v2", base_url).unwrap();
    assert_eq!((built.request, built.violations), (None, refused));
}

#[test]
fn the_interface_has_a_hash_that_the_generator_can_find() {
    let hash = interface_hash();
    assert_eq!(hash.len(), 16);
    assert!(hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
}

#[test]
fn every_set_of_codes_has_codes_that_differ() {
    let sets = code_sets();
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
    let json = request_to_json(request());
    assert_eq!(request_from_json(&json).request, Some(request()));
    assert!(!request_from_json("[]").violations.is_empty());
    let ReceiptRead {
        receipt,
        violations,
    } = receipt_from_json("{}");
    assert!(receipt.is_none() && !violations.is_empty());
    let mut core = engine_receipt();
    let json = receipt_to_json(core.clone()).unwrap();
    assert_eq!(receipt_from_json(&json).receipt, Some(core.clone()));
    core.effect = "from_a_newer_version".to_owned();
    assert_eq!(receipt_to_json(core), Err(Misuse::NoReceipt));
}

/// The receipt of a call whose time is over before it begins.
fn engine_receipt() -> cloudagent_disposition_uniffi::ReceiptData {
    use cloudagent_disposition_uniffi::{SettingsData, StepData, open_engine};
    let settings = SettingsData {
        account: account(),
        api: "get_v2".into(),
        base_url: "https://ccaas.example.com".into(),
        mode: "standard".into(),
        deadline_ms: 1_000,
        connect_timeout_ms: 1_000,
    };
    let engine = open_engine(settings).unwrap().engine.unwrap();
    let started = engine.start(request(), Some(0), 1, 2, 0).unwrap();
    let StepData::Done { result } = started.output.step else {
        panic!("no time is left")
    };
    assert_eq!(result.error.unwrap().error_class, "not_sent");
    result.receipt
}
