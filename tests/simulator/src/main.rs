//! `cloudagent-simulator`: one simulator that lives as long as its standard input is open.

#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use cloudagent_simulator::{Scenario, Simulator};

const HELP: &str = "\
CloudAgent's disposition APIs on loopback, for tests.

Usage: cloudagent-simulator [--port N] [--scenario FILE]

  --port N         the port of the data address on 127.0.0.1; 0, the default, takes a free one
  --scenario FILE  accounts, agents, campaigns and calls as JSON, instead of the built-in example
  --example        prints the built-in example and ends
  --help           prints this and ends

It prints one JSON line with its addresses when it is ready, and ends when its standard input
closes.
";

/// What the command line asks for.
enum Task {
    Print(String),
    Serve { port: u16, scenario: Scenario },
}

fn main() -> ExitCode {
    let result = task(std::env::args().skip(1)).and_then(|task| match task {
        Task::Print(text) => {
            print!("{text}");
            Ok(())
        }
        Task::Serve { port, scenario } => serve(port, scenario),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cloudagent-simulator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn task(mut arguments: impl Iterator<Item = String>) -> Result<Task, Box<dyn Error>> {
    let (mut port, mut scenario) = (0, Scenario::example());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(Task::Print(HELP.to_owned())),
            "--example" => {
                let text = serde_json::to_string_pretty(&Scenario::example())?;
                return Ok(Task::Print(text + "\n"));
            }
            "--port" => {
                let number = arguments.next().ok_or("--port needs a number")?;
                port = number
                    .parse()
                    .map_err(|_| "--port needs a number, 0 to 65535")?;
            }
            "--scenario" => {
                let path = arguments.next().ok_or("--scenario needs a file")?;
                let json = std::fs::read(&path).map_err(|error| format!("{path}: {error}"))?;
                scenario =
                    Scenario::from_json(&json).map_err(|error| format!("{path}: {error}"))?;
            }
            other => return Err(format!("{other:?} is no argument; see --help").into()),
        }
    }
    Ok(Task::Serve { port, scenario })
}

fn serve(port: u16, scenario: Scenario) -> Result<(), Box<dyn Error>> {
    let simulator = Simulator::start_at(scenario, SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    let mut line = serde_json::to_vec(simulator.addresses())?;
    line.push(b'\n');
    let mut output = io::stdout().lock();
    output.write_all(&line)?;
    output.flush()?;
    // Whoever started this holds the other end: when they go, however they go, it ends.
    io::copy(&mut io::stdin().lock(), &mut io::sink())?;
    Ok(())
}
