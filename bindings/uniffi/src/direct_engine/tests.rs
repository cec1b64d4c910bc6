use uniffi::Lower;

use super::*;
use crate::account::AccountHandle;
use crate::engine::{EngineOpened, open_engine};
use crate::records::RequestData;
use crate::settings::SettingsData;

fn engine() -> u64 {
    let settings = SettingsData {
        account: AccountHandle::without_credential("acme".into()).unwrap(),
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
    match open_engine(settings).unwrap() {
        EngineOpened::Opened { engine } => Handle::from_arc(engine).as_raw(),
        EngineOpened::Failed { result } => panic!("{result:?}"),
    }
}

fn arguments() -> Vec<u8> {
    let mut bytes = Vec::new();
    let request = cloudagent_disposition::DispositionRequest::new();
    <RequestData as Lower<UniFfiTag>>::write(request.into(), &mut bytes);
    <Option<u64> as Lower<UniFfiTag>>::write(None, &mut bytes);
    <bool as Lower<UniFfiTag>>::write(false, &mut bytes);
    for number in [1_u64, 2, 0] {
        <u64 as Lower<UniFfiTag>>::write(number, &mut bytes);
    }
    bytes
}

fn start(engine: u64, arguments: &[u8], room: usize) -> (i64, Vec<u8>) {
    let (mut answer, length) = (vec![0; room], arguments.len() as u64);
    let to = answer.as_mut_ptr();
    // SAFETY: the engine lives, and both are as long as is said.
    let told = unsafe {
        cloudagent_disposition_uniffi_start(engine, arguments.as_ptr(), length, to, room as u64)
    };
    (told, answer)
}

#[test]
fn an_answer_that_finds_no_room_is_kept_until_it_is_fetched() {
    let engine = engine();
    let (length, name) = start(engine, &arguments(), 8);
    let mut fetched = vec![0; usize::try_from(length).unwrap()];
    let kept = u64::from_be_bytes(name.try_into().unwrap());
    // SAFETY: it is kept, and has this length.
    let told = unsafe {
        cloudagent_disposition_uniffi_rest(kept, fetched.as_mut_ptr(), length.unsigned_abs())
    };
    assert_eq!(told, length);
    let (again, whole) = start(engine, &arguments(), fetched.len());
    assert_eq!(again, length);
    // But for the handles, which come first.
    assert_eq!(whole[8..], fetched[8..]);
    let [one, other] = [&whole, &fetched].map(|started| {
        let call: u64 = read(&mut &started[..]).unwrap();
        // SAFETY: it is the handle of a call that lives, and is not used again.
        unsafe {
            let id = cloudagent_disposition_uniffi_id(call);
            cloudagent_disposition_uniffi_free(call);
            id
        }
    });
    assert_ne!(one, other);
}

#[test]
fn what_can_t_be_read_or_told_begins_nothing() {
    let (engine, arguments) = (engine(), arguments());
    for length in 0..arguments.len() {
        assert_eq!(
            start(engine, &arguments[..length], 4_096).0,
            NONE,
            "{length}"
        );
    }
    assert_eq!(
        start(engine, &[&arguments[..], &[0]].concat(), 4_096).0,
        NONE
    );
    assert_eq!(start(engine, &arguments, 7).0, NONE);
    assert_eq!(start(0, &arguments, 4_096).0, NONE);
}
