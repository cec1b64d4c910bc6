//! What holds of every request, whatever its texts: checked against readers of their own.

use std::collections::BTreeMap;

use cloudagent_disposition::{
    Account, Api, ApiKey, BaseUrl, DispositionRequest, HttpRequest, Method, Token, Violation,
    build_list_request, build_request, build_token_request, from_params, validate,
};
use proptest::prelude::*;
use serde_json::Value;

/// In every secret and comment below. No sentence of the library holds it.
const MARKER: &str = "zqMarkerqz";

/// White space by the rules, said here a second time.
fn is_blank(text: &str) -> bool {
    let space = |c: char| c.is_whitespace() || c == '\u{200B}' || c == '\u{FEFF}';
    text.chars().all(space)
}

/// What is sent for a text: nothing for a blank one.
fn sent(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !is_blank(text))
}

/// Any Unicode, with a bias to what is special in URLs, JSON and the rules.
fn any_text() -> impl Strategy<Value = String> {
    let signs = [
        "+", "%", "&", "#", "=", "?", "/", "\\", "\"", " ", "\t", "\r\n", "\0", "'", "Z", "0",
    ];
    let more = "\u{7F} \u{200B} \u{FEFF} \u{2028} \u{2060} \u{200D} नमस्ते 😀 é -> E+1 .0";
    let special = signs.into_iter().chain(more.split(' ')).collect::<Vec<_>>();
    let special = prop::sample::select(special);
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        special.prop_map(String::from),
        "[ -~]{1,4}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// Like [`any_text`] without what no request carries.
fn clean_text() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| text.replace(|c: char| c.is_ascii_control(), ""))
}

fn time() -> impl Strategy<Value = String> {
    (1..=9999u16, 1..=12u8, 1..=28u8, 0..24u8, 0..60u8).prop_map(
        |(year, month, day, hour, minute)| {
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
        },
    )
}

fn some<T: std::fmt::Debug + Clone>(
    inner: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    prop::option::of(inner)
}

prop_compose! {
    fn request_of(
        text: fn() -> BoxedStrategy<String>,
        callback_time: BoxedStrategy<String>,
    )(
        ucid in some(text()),
        did in some(text()),
        agent_id in some(text()),
        disposition in some(text()),
        comments in some(text()),
        pause_after_dispose in any::<Option<bool>>(),
        pause_reason in some(text()),
        callback_time in some(callback_time.clone()),
        callback_time_zone in some(text()),
        auto_release in any::<bool>(),
    ) -> DispositionRequest {
        let mut request = DispositionRequest::new();
        request.ucid = ucid;
        request.did = did;
        request.agent_id = agent_id;
        request.disposition = disposition;
        request.comments = comments;
        request.pause_after_dispose = pause_after_dispose;
        request.pause_reason = pause_reason;
        request.callback_time = callback_time;
        request.callback_time_zone = callback_time_zone;
        request.auto_release = auto_release;
        request
    }
}

fn any_request() -> impl Strategy<Value = DispositionRequest> {
    request_of(|| any_text().boxed(), any_text().boxed())
}

/// A request that the wire of this API can carry.
fn request_for(api: Api) -> impl Strategy<Value = DispositionRequest> {
    request_of(|| clean_text().boxed(), time().boxed()).prop_map(move |mut request| {
        if api.is_get() {
            request.auto_release = false;
        }
        if api == Api::GetV2 {
            request.callback_time = None;
        }
        if api == Api::GetV3 {
            request.pause_reason = None;
        } else {
            request.callback_time_zone = None;
        }
        request
    })
}

fn any_api() -> impl Strategy<Value = Api> {
    prop::sample::select(Api::ALL)
}

fn api_and_request() -> impl Strategy<Value = (Api, DispositionRequest)> {
    any_api().prop_flat_map(|api| (Just(api), request_for(api)))
}

fn account(api: Api, customer: &str, secret: &str) -> Account {
    match api {
        Api::PostToken => Account::with_token(customer, Token::new(secret)),
        _ => Account::with_api_key(customer, ApiKey::new(secret)),
    }
}

/// A customer and a secret that every API carries.
fn known_account(api: Api) -> Account {
    account(api, "acme & sons", "KK+test%20")
}

/// Percent-decodes by RFC 3986; nothing but unreserved characters and upper-case `%XX` may stand.
fn percent_decode(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let hex: Vec<u8> = bytes.by_ref().take(2).collect();
            let hex = String::from_utf8(hex).unwrap();
            assert_eq!((hex.len(), hex.to_uppercase()), (2, hex.clone()), "{text}");
            out.push(u8::from_str_radix(&hex, 16).unwrap());
        } else {
            let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            assert!(plain, "{text}");
            out.push(byte);
        }
    }
    String::from_utf8(out).unwrap()
}

fn query_of(built: &HttpRequest) -> Vec<(String, String)> {
    let (_, query) = built.url().split_once('?').unwrap();
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs
        .map(|(name, value)| (name.to_owned(), percent_decode(value)))
        .collect()
}

/// The fields on the wire by the vendor's names in lower case, an empty one left out.
fn read_back(built: &HttpRequest) -> BTreeMap<String, String> {
    let pairs = match built.body() {
        None => query_of(built),
        Some(body) => {
            let object: Value = serde_json::from_str(body).unwrap();
            assert_eq!(serde_json::to_string(&object).unwrap().len(), body.len());
            let object = object.as_object().unwrap().iter();
            object
                .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
                .collect()
        }
    };
    let lower = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_ascii_lowercase(), value));
    lower.collect()
}

/// What must stand on the wire, from the request alone.
fn expected(api: Api, request: &DispositionRequest) -> BTreeMap<String, String> {
    let yes = |flag: bool| Some(if flag { "true" } else { "false" }.to_owned());
    let time = sent(&request.callback_time).map(|time| match api {
        Api::GetV3 => {
            let (date, clock) = time.split_once(' ').unwrap();
            let parts: Vec<&str> = date.split('-').collect();
            format!("{}/{}/{} {clock}:00", parts[1], parts[2], parts[0])
        }
        _ => time,
    });
    let customer = if api.is_get() { "customer" } else { "username" };
    let action = if api == Api::GetV3 { "set" } else { "Set" };
    let key = api.is_get().then(|| "KK+test%20".to_owned());
    let all = [
        ("action", Some(action.to_owned())),
        ("apikey", key),
        (customer, Some("acme & sons".to_owned())),
        ("ucid", sent(&request.ucid)),
        ("did", sent(&request.did)),
        ("agentid", sent(&request.agent_id)),
        ("disposition", sent(&request.disposition)),
        ("comments", sent(&request.comments)),
        (
            "pauseafterdispose",
            yes(request.pause_after_dispose == Some(true)),
        ),
        ("pausereason", sent(&request.pause_reason)),
        ("callbacktime", time),
        ("callbacktimezone", sent(&request.callback_time_zone)),
        (
            "autorelease",
            request.auto_release.then(|| "true".to_owned()),
        ),
    ];
    let there = all
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    there.collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_built_reads_back((api, request) in api_and_request()) {
        let built = build_request(&known_account(api), &request, api, &BaseUrl::INDIA);
        let built = built.expect("nothing hard is in it");
        prop_assert_eq!(read_back(&built), expected(api, &request));
        prop_assert_eq!(built.method() == Method::Get, api.is_get());
        let url = format!("https://in1-ccaas-api.ozonetel.com{}", built.target());
        prop_assert_eq!(built.url(), &url);
        let all_ascii = built.url().is_ascii() && built.headers().all(|(_, v)| v.is_ascii());
        prop_assert!(all_ascii);
    }

    #[test]
    fn the_parameters_of_a_built_get_give_the_request_back(
        (api, request) in api_and_request().prop_filter("a get", |(api, _)| api.is_get()),
    ) {
        let built = build_request(&known_account(api), &request, api, &BaseUrl::INDIA).unwrap();
        let read = from_params(query_of(&built), api);
        prop_assert_eq!(read.customer.as_deref(), Some("acme & sons"));
        let api_key = read.api_key.map(|key| key.expose().to_owned());
        prop_assert_eq!(api_key.as_deref(), Some("KK+test%20"));

        let mut kept = request.clone();
        for text in [
            &mut kept.ucid, &mut kept.did, &mut kept.agent_id, &mut kept.disposition,
            &mut kept.comments, &mut kept.pause_reason, &mut kept.callback_time_zone,
        ] {
            *text = sent(text);
        }
        // The flag is always sent, and the V3 format always has seconds.
        kept.pause_after_dispose = Some(request.pause_after_dispose == Some(true));
        kept.callback_time = kept.callback_time.map(|time| format!("{time}:00"));
        prop_assert_eq!(&read.request, &kept);

        let found = validate(&known_account(api), &kept, api, &BaseUrl::INDIA);
        prop_assert_eq!(read.violations, found);
    }

    #[test]
    fn validation_is_ordered_and_says_the_same_again(
        api in any_api(), request in any_request(), customer in any_text(), secret in any_text(),
        base_url in prop_oneof![Just(BaseUrl::INDIA.to_string()), any_text()],
    ) {
        let account = account(api, &customer, &secret);
        let found = validate(&account, &request, api, &base_url);
        // The fields are declared in the order of reporting.
        prop_assert!(found.iter().map(|found| found.field).is_sorted());
        prop_assert_eq!(&found, &validate(&account, &request, api, &base_url));

        // A base URL that can't be used changes nothing of the rest.
        if let Err(refused) = BaseUrl::parse(&base_url) {
            let mut expected = refused.into_violations();
            expected.extend(validate(&account, &request, api, BaseUrl::INDIA));
            prop_assert_eq!(&found, &expected);
        }

        // What stops the building is what validation calls hard, and nothing else.
        let hard: Vec<_> = found.into_iter().filter(Violation::is_hard).collect();
        match build_request(&account, &request, api, &base_url) {
            Ok(_) => prop_assert_eq!(hard, vec![]),
            Err(refused) => prop_assert_eq!(refused.into_violations(), hard),
        }
    }

    #[test]
    fn no_sentence_and_no_print_holds_a_secret_or_a_comment(
        api in any_api(), mut request in any_request(), around in any_text(),
    ) {
        request.comments = Some(format!("{around}{MARKER}{around}"));
        let secret = format!("{around}{MARKER}");
        let account = account(api, &around, &secret);
        let mut printed = format!("{account:?} {request:?}");
        for violation in validate(&account, &request, api, &BaseUrl::INDIA) {
            printed.push_str(&format!("{violation} {violation:?}"));
        }
        printed.push_str(&format!(
            "{:?} {:?} {:?}",
            build_request(&account, &request, api, &BaseUrl::INDIA),
            build_token_request(&account, &BaseUrl::INDIA),
            build_list_request(&account, Some(&around), api, &BaseUrl::INDIA),
        ));
        let page = [("apiKey", secret.as_str()), (secret.as_str(), "1"), ("apikey", MARKER),
            ("comments", secret.as_str()), ("action", MARKER), ("autoRelease", MARKER)];
        printed.push_str(&format!("{:?}", from_params(page, api)));
        prop_assert!(!printed.contains(MARKER), "{}", printed);
    }

    #[test]
    fn the_json_form_reads_back(request in any_request()) {
        let json = request.to_json();
        let object: Value = serde_json::from_str(&json).unwrap();
        let text = |name: &str| object[name].as_str().map(str::to_owned);
        prop_assert_eq!(text("comments"), sent(&request.comments));
        prop_assert_eq!(text("ucid"), sent(&request.ucid));

        let mut kept = request;
        for text in [
            &mut kept.ucid, &mut kept.did, &mut kept.agent_id, &mut kept.disposition,
            &mut kept.comments, &mut kept.pause_reason, &mut kept.callback_time,
            &mut kept.callback_time_zone,
        ] {
            *text = sent(text);
        }
        prop_assert_eq!(DispositionRequest::from_json(&json), Ok(kept));
    }

    #[test]
    fn what_is_no_json_form_is_refused_without_an_echo(text in any_text()) {
        let json = format!("{{\"ucid\": {text}{MARKER}");
        let refused = DispositionRequest::from_json(&json).unwrap_err();
        let printed = format!("{refused} {refused:?}");
        prop_assert!(!printed.contains(MARKER));
    }

    #[test]
    fn a_base_url_is_kept_as_itself_or_refused_without_an_echo(text in any_text()) {
        for text in [text.clone(), format!("https://{text}"), format!("https://h/{text}{MARKER}")] {
            match BaseUrl::parse(&text) {
                Ok(url) => {
                    prop_assert_eq!(BaseUrl::parse(url.as_str()), Ok(url.clone()));
                    prop_assert!(url.as_str().is_ascii() && !url.as_str().ends_with('/'));
                    prop_assert!(url.as_str().contains(url.host()));
                    prop_assert!(url.is_https());
                }
                Err(refused) => {
                    let printed = format!("{refused} {refused:?}");
                    prop_assert!(!printed.contains(MARKER));
                }
            }
        }
    }
}

#[test]
fn ten_megabytes_of_comments_are_judged_and_built() {
    // Per repetition 24 bytes of UTF-8, and 72 bytes percent-encoded.
    let request = DispositionRequest::new().comments("नमस्ते 😀 ".repeat(400_000));
    for (api, bytes) in [(Api::GetV2, 72 * 400_000), (Api::PostApiKey, 24 * 400_000)] {
        let account = known_account(api);
        assert!(!validate(&account, &request, api, &BaseUrl::INDIA).is_empty());
        let built = build_request(&account, &request, api, &BaseUrl::INDIA).unwrap();
        let size = built.body().map_or(built.url().len(), |body| body.len());
        assert!((bytes..bytes + 300).contains(&size), "{api}: {size}");
    }
}
