//! Other programs: run, listened to, or run into a log.

use crate::{Result, place, stage::bar};
use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, IsTerminal},
    path::Path,
    process::{Command, Stdio},
};

/// A program to run, from the repository's root.
#[derive(Debug)]
pub(crate) struct Run(Command);

/// A program, by its name or its path.
pub(crate) fn run(program: impl AsRef<OsStr>) -> Run {
    let mut command = Command::new(program);
    // What `cargo run` adds for this program is nothing for those that it starts.
    command
        .current_dir(place::root())
        .env_remove("LD_LIBRARY_PATH")
        .env("CARGO_TARGET_DIR", place::target());
    Run(command)
}

/// Cargo with these words, and the lock file as it is.
pub(crate) fn cargo(words: &str) -> Run {
    run("cargo").words(words).words("--locked")
}

impl Run {
    /// Arguments as they are written on a line: none has a space in it.
    pub(crate) fn words(self, line: &str) -> Self {
        self.args(line.split_whitespace())
    }

    pub(crate) fn args<T: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = T>) -> Self {
        self.0.args(arguments);
        self
    }

    pub(crate) fn arg(self, argument: impl AsRef<OsStr>) -> Self {
        self.args([argument])
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    pub(crate) fn dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.0.current_dir(folder);
        self
    }

    fn missing(&self, error: &io::Error) -> String {
        format!("{:?} can't be run: {error}", self.0.get_program())
    }

    /// Its exit status, 1 where a signal ended it.
    pub(crate) fn status(mut self) -> Result<i32> {
        let status = self.0.status().map_err(|error| self.missing(&error))?;
        Ok(status.code().unwrap_or(1))
    }

    /// It must end well.
    pub(crate) fn go(self) -> Result<()> {
        let program = self.0.get_program().to_owned();
        match self.status()? {
            0 => Ok(()),
            status => Err(format!("{program:?} ended with exit status {status}").into()),
        }
    }

    /// What it prints; it must end well.
    pub(crate) fn output(mut self) -> Result<String> {
        self.0.stderr(Stdio::inherit());
        let output = self.0.output().map_err(|error| self.missing(&error))?;
        if !output.status.success() {
            return Err(format!("{:?} ended with {}", self.0.get_program(), output.status).into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    pub(crate) fn command(self) -> Command {
        self.0
    }

    /// Has it write all that it prints to the end of a file, which is shown only if it fails.
    pub(crate) fn logged(mut self, log: &Path) -> Result<()> {
        let file = File::options().append(true).create(true).open(log)?;
        let start = file.metadata()?.len() as usize;
        self.0
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file);
        if io::stdout().is_terminal() {
            // Its bar says how far it is, and is not kept.
            self = self
                .env("CARGO_TERM_PROGRESS_WHEN", "always")
                .env("CARGO_TERM_PROGRESS_WIDTH", "100");
        }
        let program = self.0.get_program().to_owned();
        let status = self.0.status().map_err(|error| self.missing(&error))?;
        if status.success() {
            return Ok(());
        }
        let said = fs::read(log)?;
        let said = String::from_utf8_lossy(said.get(start..).unwrap_or_default());
        let kept = said.split(['\n', '\r']).filter(|line| bar(line) == *line);
        let (kept, log) = (kept.collect::<Vec<_>>().join("\n"), log.display());
        Err(format!("{kept}\n{program:?} ended with {status} (its log: {log})").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_shows_what_it_said_and_keeps_its_log() {
        let log = place::target().join("tool-test-log");
        let _ = fs::remove_file(&log);
        let logged = |line| run("sh").args(["-c", line]).logged(&log);
        logged("echo first").unwrap();
        let said = logged("echo second >&2; exit 3").unwrap_err().to_string();
        assert!(
            said.starts_with("second\n\n\"sh\" ended with exit status: 3"),
            "{said}"
        );
        assert_eq!(fs::read_to_string(&log).unwrap(), "first\nsecond\n");
        fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = run("no-such-program").go().unwrap_err().to_string();
        assert!(error.contains("no-such-program"), "{error}");
    }
}
