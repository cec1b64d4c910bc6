//! The binary.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};

use cloudagent_simulator::Scenario;
use serde_json::Value;

use crate::client::get;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloudagent-simulator"));
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn started(arguments: &[&str]) -> (Child, Value) {
    let mut child = program(arguments).spawn().unwrap();
    let mut line = String::new();
    let output = child.stdout.as_mut().expect("it is piped");
    BufReader::new(output).read_line(&mut line).unwrap();
    (
        child,
        serde_json::from_str(&line).expect("the ready line is JSON"),
    )
}

fn output(arguments: &[&str]) -> Output {
    program(arguments).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn it_prints_its_addresses_and_ends_when_its_input_closes() {
    let (mut child, ready) = started(&["--port", "0"]);
    let url = |key: &str| {
        ready[key]
            .as_str()
            .expect("an address is a text")
            .to_owned()
    };
    assert_eq!(get(&url("control_url"), "/_sim/state").status, 200);
    assert_eq!(get(&url("base_url"), "/").status, 404);
    assert_eq!(get(&url("trap_url"), "/").status, 200);
    assert!(url("tls_url").starts_with("https://localhost:"));
    assert!(url("tls_certificate").starts_with("-----BEGIN CERTIFICATE-----"));
    for silent in ["refuse_url", "unreachable_url"] {
        assert!(url(silent).starts_with("http://127.0.0.1:"));
    }

    drop(child.stdin.take());
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn it_ends_at_once_when_there_is_no_input_and_says_so_only_by_ending() {
    let output = output(&[]);
    assert!(output.status.success());
    assert_eq!(
        output.stdout.iter().filter(|byte| **byte == b'\n').count(),
        1
    );
    assert!(output.stderr.is_empty());
}

#[test]
fn it_reads_a_scenario_from_a_file() {
    let path = std::env::temp_dir().join(format!("scenario-{}.json", std::process::id()));
    std::fs::write(&path, r#"{"agents":["only"]}"#).expect("the directory is writable");
    let (mut child, ready) = started(&["--scenario", path.to_str().expect("a UTF-8 path")]);
    let control = ready["control_url"].as_str().expect("a text").to_owned();
    assert!(get(&control, "/_sim/state").body.contains("\"only\""));
    drop(child.stdin.take());
    child.wait().expect("it ends");

    std::fs::write(&path, r#"{"agnets":["only"]}"#).expect("the directory is writable");
    let refused = output(&["--scenario", path.to_str().expect("a UTF-8 path")]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("agnets"));
    std::fs::remove_file(&path).expect("the file is ours");
}

#[test]
fn the_example_that_it_prints_is_a_scenario() {
    let printed = output(&["--example"]).stdout;
    assert_eq!(Scenario::from_json(&printed), Ok(Scenario::example()));
}

#[test]
fn help_names_every_argument_and_a_wrong_one_is_refused() {
    let help = String::from_utf8(output(&["--help"]).stdout).expect("help is text");
    for argument in ["--port", "--scenario", "--example", "--help"] {
        assert!(help.contains(argument), "{argument}");
    }
    for wrong in ["--prot", "--port", "--port x", "--scenario /nowhere"] {
        let output = output(&wrong.split(' ').collect::<Vec<_>>());
        assert!(!output.status.success(), "{wrong:?}");
        assert!(
            output.stderr.starts_with(b"cloudagent-simulator: "),
            "{wrong:?}"
        );
    }
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let (mut child, ready) = started(&[]);
    let url = ready["base_url"].as_str().expect("a text");
    let second = output(&["--port", url.rsplit(':').next().expect("a port")]);
    assert!(!second.status.success());
    drop(child.stdin.take());
    let mut rest = String::new();
    child
        .stdout
        .take()
        .expect("it is piped")
        .read_to_string(&mut rest)
        .unwrap();
    assert_eq!(rest, "", "the ready line is all that it prints");
    child.wait().expect("it ends");
}
