//! The simulator, as a process that lives while something needs it.

use crate::{
    Result, place,
    run::{Run, cargo, run},
};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Stdio},
};

/// The account of the examples' scenario.
const ACCOUNT: [(&str, &str); 2] = [
    ("CLOUDAGENT_CUSTOMER", "acme"),
    ("CLOUDAGENT_API_KEY", "KKacme0123456789"),
];

/// A running simulator. It ends when the pipe to it closes.
#[derive(Debug)]
pub(crate) struct Simulator {
    process: Child,
    pub(crate) base_url: String,
    pub(crate) control_url: String,
}

impl Simulator {
    /// Starts this program with the examples' scenario.
    pub(crate) fn start(program: &Path) -> Result<Self> {
        let mut command = run(program)
            .words("--scenario examples/data/scenario.json")
            .command();
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("the simulator, {}: {error}", program.display()))?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().ok_or("no pipe")?).read_line(&mut line)?;
        let said: serde_json::Value =
            serde_json::from_str(&line).map_err(|_| "the simulator did not start")?;
        let address = |key| {
            let address = said[key].as_str().map(str::to_owned);
            address.ok_or(format!("the simulator names no {key}"))
        };
        Ok(Self {
            process,
            base_url: address("base_url")?,
            control_url: address("control_url")?,
        })
    }

    /// A program with the variables that the examples read, and the address at which the simulator
    /// is told what to do.
    pub(crate) fn told(&self, command: Run) -> Run {
        let command = command
            .env("CLOUDAGENT_BASE_URL", &self.base_url)
            .env("CAD_CONTROL_URL", &self.control_url);
        ACCOUNT
            .iter()
            .fold(command, |command, (name, value)| command.env(name, value))
    }
}

/// Runs a command where it is called, while a simulator runs that is there, or that is built to be
/// quick; its exit status.
pub(crate) fn run_with(is_quick: bool, command: &[&str]) -> Result<u8> {
    let (program, arguments) = command.split_first().ok_or("a command is missing")?;
    let simulator = Simulator::start(&if is_quick {
        quick()?
    } else {
        place::simulator()
    })?;
    let command = run(program).args(arguments).dir(std::env::current_dir()?);
    Ok(u8::try_from(simulator.told(command).status()?).unwrap_or(1))
}

/// What takes the time of the calls that are measured, so little of it as there can be.
fn quick() -> Result<PathBuf> {
    cargo("build -q --release -p cloudagent-simulator").go()?;
    Ok(place::target().join("release/cloudagent-simulator"))
}

impl Drop for Simulator {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
