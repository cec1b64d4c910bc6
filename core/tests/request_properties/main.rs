//! What holds of every request, whatever its texts: checked against readers of their own.

mod made_up;
mod read_back;

use cloudagent_disposition::{
    Account, Api, ApiKey, BaseUrl, DispositionRequest, Method, Token, Violation,
    build_list_request, build_request, build_token_request, from_params, validate,
};
use proptest::prelude::*;
use serde_json::Value;

use made_up::{any_api, any_request, any_text, api_and_request};
use read_back::{expected, query_of, read_back, sent};

/// In every secret and comment below. No sentence of the library holds it.
const MARKER: &str = "zqMarkerqz";

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
