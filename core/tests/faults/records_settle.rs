//! What nobody knew, looked up in the simulator's own records: no reply is scripted here.

use cloudagent_disposition::{
    Api, Client, Effect, ErrorClass, Finding, Kind, Outcome, Settlement, read_callback, settle,
    settle_receipt,
};
use cloudagent_simulator::{
    Call, Callback, CallbackForm, Endpoint, Fault, ReportSettings, Scenario, Simulator,
};

use crate::look_up::today;
use crate::support::{KEY, assert_failed, receipt, request, settings};

const UCID: &str = "81891700000000002";

fn world(change: impl FnOnce(&mut Scenario)) -> Simulator {
    let mut scenario = Scenario::example();
    scenario.accounts[0].api_key = KEY.to_owned();
    change(&mut scenario);
    Simulator::start(scenario).unwrap()
}

fn client(simulator: &Simulator) -> Client {
    Client::new(settings(Api::GetV2, simulator.base_url())).unwrap()
}

fn look_up(client: &Client) -> Settlement {
    client.look_up(&request(), &today()).unwrap()
}

/// Sends the disposition, loses it, lets something happen, and looks it up.
fn settled(
    simulator: &Simulator,
    fault: Fault,
    meanwhile: impl FnOnce(),
) -> (Finding, Effect, String) {
    let client = client(simulator);
    simulator.inject(fault.once().at(Endpoint::Disposition));
    let lost = client.set_disposition(&request());
    assert_failed(&lost, ErrorClass::Uncertain, Kind::Reset);
    assert_eq!(receipt(&lost).effect, Effect::Unknown);
    meanwhile();
    let settlement = look_up(&client);
    assert!(!settlement.may_resend);
    let settled = settle_receipt(receipt(&lost), &request(), &settlement).unwrap();
    assert_eq!(settled.effect, settlement.effect);
    let printed = format!("{settlement:?} {}", settled.to_json());
    assert!(!printed.contains(KEY), "every row has the key in it");
    (
        settlement.finding,
        settled.effect,
        settled.sentence.to_string(),
    )
}

#[test]
fn one_whose_reply_was_lost_stands() {
    let simulator = world(|_| {});
    let (finding, effect, sentence) = settled(&simulator, Fault::ResetAfterApplied, || {});
    assert_eq!((finding, effect), (Finding::Stands, Effect::Applied));
    assert!(sentence.contains("nothing to send again"), "{sentence}");
    assert_eq!(simulator.state().calls[UCID].times_set, 1);
}

#[test]
fn one_that_was_lost_itself_stays_unknown() {
    let simulator = world(|_| {});
    let lost = settled(&simulator, Fault::ResetBeforeApplied, || {});
    assert_eq!((lost.0, lost.1), (Finding::NoneYet, Effect::Unknown));

    // So does one of a call that the records don't have.
    let simulator = world(|scenario| {
        let yesterday = |call: &mut Call| call.began_seconds_ago = 86_400;
        scenario.calls.iter_mut().for_each(yesterday);
    });
    let lost = settled(&simulator, Fault::ResetBeforeApplied, || {});
    assert_eq!((lost.0, lost.1), (Finding::NotFound, Effect::Unknown));
}

#[test]
fn one_that_the_agent_disposed_otherwise_is_not_in_force() {
    for fault in [Fault::ResetBeforeApplied, Fault::ResetAfterApplied] {
        let simulator = world(|_| {});
        let (finding, effect, sentence) = settled(&simulator, fault, || {
            simulator.dispose(UCID, "No Answer", "").unwrap();
        });
        let expected = (Finding::AnotherStands, Effect::NotApplied);
        assert_eq!((finding, effect), expected);
        assert!(sentence.contains("not in force"), "{sentence}");
    }
}

#[test]
fn one_that_does_not_show_yet_is_looked_up_again_later() {
    for automatic in ["", "Wrap up time exceeded :120", "call_autodrop"] {
        let simulator = world(|scenario| {
            scenario.reports.shows_after_seconds = 300;
            scenario.calls[1].record = [("Disposition".to_owned(), automatic.into())]
                .into_iter()
                .collect();
        });
        let early = settled(&simulator, Fault::CloseAfterApplied, || {});
        assert_eq!((early.0, early.1), (Finding::NoneYet, Effect::Unknown));
        simulator.move_clock(300);
        // Another client: the first one keeps its pace by the machine's clock.
        assert_eq!(look_up(&client(&simulator)).finding, Finding::Stands);
    }
}

#[test]
fn a_leg_is_settled_by_its_own_row() {
    let simulator = world(|scenario| {
        let first = Call::ended("81891700000000001", "914000000001", "meera");
        scenario.calls = vec![
            first.leg_of("81891700000000009"),
            Call::ended(UCID, "914000000001", "ravi").leg_of("81891700000000009"),
        ];
        scenario.reports = ReportSettings {
            per_minute: 9,
            ..ReportSettings::default()
        };
    });
    simulator
        .dispose("81891700000000001", "No Answer", "")
        .unwrap();
    assert_eq!(look_up(&client(&simulator)).finding, Finding::NoneYet);
    simulator.dispose(UCID, "sale", "").unwrap();
    assert_eq!(look_up(&client(&simulator)).finding, Finding::Stands);

    // Who kept the call's id instead of the leg's is told the legs.
    let of_call = request().ucid("81891700000000009");
    let settlement = client(&simulator).look_up(&of_call, &today()).unwrap();
    assert_eq!(settlement.finding, Finding::NotFound);
    let legs = settlement.sentence.as_str();
    assert!(
        legs.contains("81891700000000001, 81891700000000002"),
        "{legs}"
    );
}

#[test]
fn a_report_may_be_damaged_and_is_cut_where_it_is_too_long() {
    let simulator = world(|_| {});
    simulator
        .dispose(UCID, "Sale", "\u{939}\u{93e}\u{901}")
        .unwrap();
    simulator.inject(Fault::DamagedText.once().at(Endpoint::Report));
    assert_eq!(look_up(&client(&simulator)).finding, Finding::Stands);

    // The own row is one more than are read of one call's report, and not of a day's.
    simulator.move_clock(60);
    simulator.inject(
        Fault::ManyRows { rows: 1_000 }
            .times(2)
            .at(Endpoint::Report),
    );
    let cut = look_up(&client(&simulator));
    assert_eq!(cut.finding, Finding::NotFound);
    assert!(
        cut.sentence.contains("cut at its limit"),
        "{}",
        cut.sentence
    );
    let day = client(&simulator).look_up_all(&[request()], &today(), None, None);
    assert_eq!(day.unwrap()[0].finding, Finding::Stands);
}

#[test]
fn two_a_minute_are_for_the_whole_account() {
    let simulator = world(|_| {});
    for _ in 0..2 {
        assert_eq!(look_up(&client(&simulator)).finding, Finding::NoneYet);
    }
    let third = look_up(&client(&simulator));
    let lookup = third.lookup.expect("what became of it");
    assert_eq!(third.finding, Finding::NoAnswer);
    assert_eq!(lookup.outcome, Some(Outcome::RateLimited));
}

#[test]
fn a_wrong_key_is_told_and_settles_nothing() {
    let simulator = world(|scenario| scenario.accounts[0].api_key = "another".into());
    let settlement = look_up(&client(&simulator));
    let lookup = settlement.lookup.expect("what became of it");
    assert_eq!(settlement.finding, Finding::NoAnswer);
    assert_eq!(lookup.outcome, Some(Outcome::AuthenticationFailed));
}

#[test]
fn the_callback_settles_it_too() {
    let account = cloudagent_disposition::Account::with_api_key(
        "acme",
        cloudagent_disposition::ApiKey::new(KEY),
    );
    for form in [
        CallbackForm::Form,
        CallbackForm::Json,
        CallbackForm::FormArray,
    ] {
        let simulator = world(|_| {});
        client(&simulator).set_disposition(&request()).unwrap();
        let (with, without) = (
            pushed(&simulator, form, true),
            pushed(&simulator, form, false),
        );
        for (body, finding) in [(with, Finding::Stands), (without, Finding::NoneYet)] {
            let callback = read_callback(&body).unwrap();
            assert!(callback.authentic(&account));
            assert_eq!(callback.customer.as_deref(), Some("acme"));
            let settlement = settle(&request(), Api::GetV2, &callback.record).unwrap();
            assert_eq!(settlement.finding, finding, "{form:?}");
            assert!(!format!("{callback:?}{settlement:?}").contains(KEY));
        }
    }
}

/// The body that a server gets.
fn pushed(simulator: &Simulator, form: CallbackForm, with_disposition: bool) -> Vec<u8> {
    // A second simulator is a server that writes down what it gets.
    let receiver = Simulator::start(Scenario::default()).unwrap();
    let callback = Callback {
        with_disposition,
        ..Callback::new(receiver.base_url(), UCID).written_as(form)
    };
    simulator.push(&callback).unwrap();
    receiver.journal()[0].body.clone()
}
