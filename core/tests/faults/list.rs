//! Asking for a campaign's dispositions.

use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudagent_disposition::{
    Account, Advice, Api, ApiKey, BaseUrl, CallOptions, CancelToken, Client, DispositionList,
    Field, Kind, Outcome, Problem, Settings, Token, check_disposition,
};
use cloudagent_simulator::{Endpoint, Fault, JournalEntry, Scenario, Simulator};

use crate::support::{KEY, Own, request, settings, simulator};

/// A client of the account that uses this API.
fn client(api: Api, simulator: &Simulator) -> Client {
    let settings = match api {
        Api::PostToken => {
            let account = Account::with_token("globex", Token::new("globex-fixed-token"));
            let base_url = BaseUrl::parse(simulator.base_url()).unwrap();
            Settings::new(account, api).base_url(base_url)
        }
        _ => settings(api, simulator.base_url()),
    };
    Client::new(settings).unwrap()
}

fn list(client: &Client) -> DispositionList {
    client.list_dispositions(Some("1001")).unwrap()
}

#[test]
fn every_api_lists_and_a_disposition_is_looked_up_in_it() {
    for api in Api::ALL {
        let simulator = simulator();
        let list = list(&client(*api, &simulator));
        let names = list.dispositions.expect("a list");
        assert_eq!(names, ["Sale", "No Answer", "Call Back"], "{api}");
        assert_eq!(check_disposition(&names, &request()), None);
        let warning = check_disposition(&names, &request().disposition("Slae")).unwrap();
        let told = (warning.field, warning.problem, warning.is_hard());
        assert_eq!(told, (Field::Disposition, Problem::Unknown, false));

        let journal = simulator.journal();
        assert_eq!((journal.len(), journal[0].applied), (1, false));
        assert_eq!(journal[0].parameters["campaignID"], "1001");
    }
}

#[test]
fn a_campaign_that_is_not_there_and_one_that_is_not_named() {
    let simulator = simulator();
    for api in Api::ALL {
        let client = client(*api, &simulator);
        let unknown = client.list_dispositions(Some("9")).unwrap();
        assert_eq!(unknown.dispositions, None);
        assert_eq!(unknown.outcome, Some(Outcome::NoneFound));
        let all = client.list_dispositions(None);
        if api.is_get() {
            let violations = all.unwrap_err().into_violations();
            assert_eq!(violations[0].field, Field::Campaign);
            assert_eq!(violations[0].problem, Problem::Missing);
        } else {
            assert_eq!(all.unwrap().dispositions.map(|all| all.len()), Some(3));
        }
    }
}

#[test]
fn on_post_token_a_list_shares_the_token_of_the_dispositions() {
    let mut scenario = Scenario::example();
    scenario.accounts[1].token = None;
    let simulator = Simulator::start(scenario).unwrap();
    let account = Account::with_api_key("globex", ApiKey::new("KKglobex9876543210"));
    let base_url = BaseUrl::parse(simulator.base_url()).unwrap();
    let settings = Settings::new(account, Api::PostToken).base_url(base_url);
    let client = Client::new(settings).unwrap();
    let made = || {
        let journal = simulator.journal();
        let made = |entry: &&JournalEntry| entry.applied && entry.target.ends_with("generateToken");
        journal.iter().filter(made).count()
    };
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert!(list(&client).dispositions.is_some()));
        }
    });
    assert_eq!(made(), 1, "one fetches, the others wait");
    assert!(client.set_disposition(&request()).is_ok());
    assert_eq!(made(), 1);
    simulator.expire_tokens();
    let renewed = list(&client);
    assert!(renewed.dispositions.is_some(), "{renewed:?}");
    assert_eq!(made(), 2);

    simulator.inject(Fault::ResetBeforeApplied.once().at(Endpoint::Token));
    simulator.expire_tokens();
    let refused = list(&client);
    let told = (refused.outcome, refused.advice, refused.kind);
    assert_eq!(
        told,
        (Some(Outcome::TokenExpired), Advice::RetryLater, None)
    );
    assert!(refused.sentence.contains("No newer token"), "{refused:?}");
}

#[test]
fn what_goes_wrong_is_told_without_a_list_and_without_the_key() {
    let simulator = simulator();
    let client = client(Api::GetV2, &simulator);
    let wait = Some("30".to_owned());
    for (fault, kind, outcome, advice) in [
        (
            Fault::Html502,
            None,
            Some(Outcome::Unavailable),
            Advice::RetryLater,
        ),
        (
            Fault::RateLimited { retry_after: wait },
            None,
            Some(Outcome::RateLimited),
            Advice::RetryLater,
        ),
        (
            Fault::ResetBeforeApplied,
            Some(Kind::Reset),
            None,
            Advice::RetryLater,
        ),
        (
            Fault::HalfBody,
            Some(Kind::BrokenReply),
            None,
            Advice::RetryLater,
        ),
        (
            Fault::HugeBody { bytes: 100_000 },
            None,
            Some(Outcome::Unrecognised),
            Advice::DoNotRetry,
        ),
    ] {
        simulator.inject(fault.clone().once().at(Endpoint::List));
        let list = list(&client);
        let told = (list.kind, list.outcome, list.advice);
        assert_eq!(told, (kind, outcome, advice), "{fault:?}");
        assert_eq!(list.dispositions, None);
        assert!(!format!("{list:?}").contains(KEY));
    }
    // None of it was for dispositions.
    simulator.inject(Fault::Html502.once().at(Endpoint::List));
    assert!(client.set_disposition(&request()).is_ok());
}

#[test]
fn it_keeps_its_deadline_and_can_be_cancelled_and_closed() {
    let simulator = simulator();
    let client = client(Api::PostApiKey, &simulator);
    let with = |options: &CallOptions| {
        let begun = Instant::now();
        let list = client
            .list_dispositions_with(Some("1001"), options)
            .unwrap();
        assert!(begun.elapsed() < Duration::from_secs(5), "{list:?}");
        list.kind
    };
    let deadline = |limit| CallOptions::new().deadline(limit);
    simulator.inject(Fault::Delay { ms: 20_000 });
    assert_eq!(
        with(&deadline(Duration::from_millis(200))),
        Some(Kind::Timeout)
    );
    let token = CancelToken::new();
    std::thread::scope(|scope| {
        let options = CallOptions::new().cancel(token.clone());
        let call = scope.spawn(|| with(&{ options }));
        while simulator.journal().len() < 2 {
            std::thread::yield_now();
        }
        token.cancel();
        assert_eq!(call.join().unwrap(), Some(Kind::Cancelled));
    });
    assert_eq!(with(&deadline(Duration::ZERO)), Some(Kind::Deadline));
    assert_eq!(
        with(&CallOptions::new().cancel(token)),
        Some(Kind::Cancelled)
    );
    assert_eq!(simulator.journal().len(), 2);

    let long = deadline(Duration::from_secs(90_000));
    let violations = client.list_dispositions_with(None, &long).unwrap_err();
    assert_eq!(violations.violations()[0].field, Field::Deadline);
    client.close();
    assert_eq!(with(&CallOptions::new()), Some(Kind::Closed));
}

#[test]
fn a_transport_that_throws_is_told_of() {
    let own = Own(|_: &_, _: &_, _: &_| panic!("a bug of the host's"));
    let settings = settings(Api::GetV3, "https://cloudagent.invalid");
    let client = Client::with_transport(settings, Arc::new(own)).unwrap();
    assert_eq!(list(&client).kind, Some(Kind::TransportFailed));
}
