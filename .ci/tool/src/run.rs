//! Other programs: run, listened to, or run behind one line of progress.

use crate::{Result, place};
use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, IsTerminal, Write},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
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

    /// Runs it behind one line that says what is going on. All that it prints goes to the end of a
    /// file, and is shown only if it fails.
    pub(crate) fn behind(mut self, what: &str, log: &Path) -> Result<()> {
        let begun = Instant::now();
        let file = File::options().append(true).create(true).open(log)?;
        let start = file.metadata()?.len();
        self.0
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file);
        let show = io::stdout().is_terminal();
        if show {
            // Its bar says how far it is, and is not kept: see `lines`.
            self = self
                .env("CARGO_TERM_PROGRESS_WHEN", "always")
                .env("CARGO_TERM_PROGRESS_WIDTH", "100");
        } else {
            println!("  {what} …");
        }
        let mut child = self.0.spawn().map_err(|error| self.missing(&error))?;
        // A few looks a second are enough for an eye. Where nobody watches, it only waits.
        while show && child.try_wait()?.is_none() {
            let said = said_since(log, start)?;
            let now = said.rsplit(['\n', '\r']).map(str::trim);
            let now = now.map(progress).find(|line| !line.is_empty());
            let seconds = begun.elapsed().as_secs();
            overwrite(&format!(
                "  {what}, {seconds} s: {}",
                now.unwrap_or_default()
            ))?;
            thread::sleep(Duration::from_millis(200));
        }
        let status = child.wait()?;
        if show {
            overwrite("")?;
        }
        if status.success() {
            println!("  {what}: {} s", begun.elapsed().as_secs());
            return Ok(());
        }
        let said = said_since(log, start)?;
        let kept = said
            .split(['\n', '\r'])
            .filter(|line| progress(line) == *line);
        eprintln!("{}", kept.collect::<Vec<_>>().join("\n"));
        let log = log.display();
        Err(format!("{what} ended with {status} (all that it said: {log})").into())
    }
}

fn said_since(log: &Path, start: u64) -> Result<String> {
    Ok(String::from_utf8_lossy(&fs::read(log)?[start as usize..]).into_owned())
}

/// How far cargo is, from its own bar: `41/120: rustls`; any other line as it is.
fn progress(line: &str) -> &str {
    line.split_once("Building [")
        .and_then(|(_, bar)| bar.split_once("] "))
        .map_or(line, |(_, after)| after)
}

/// Writes the last line of the terminal anew.
fn overwrite(line: &str) -> io::Result<()> {
    let short: String = line.chars().take(100).collect();
    let mut out = io::stdout().lock();
    write!(out, "\r{short}\x1b[K")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_read_from_cargos_bar() {
        let bar = "    Building [=====>        ] 41/120: rustls, ring(build)";
        assert_eq!(progress(bar), "41/120: rustls, ring(build)");
        assert_eq!(progress("   Compiling ring"), "   Compiling ring");
    }

    #[test]
    fn what_fails_behind_a_line_keeps_its_log_and_says_where() {
        let log = place::target().join("tool-test-log");
        let _ = fs::remove_file(&log);
        let behind = |line, what| run("sh").args(["-c", line]).behind(what, &log);
        behind("echo first", "one").unwrap();
        let said = behind("echo second >&2; exit 3", "two")
            .unwrap_err()
            .to_string();
        assert!(said.starts_with("two ended with exit status: 3"), "{said}");
        assert_eq!(fs::read_to_string(&log).unwrap(), "first\nsecond\n");
        fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = run("no-such-program").go().unwrap_err().to_string();
        assert!(error.contains("no-such-program"), "{error}");
    }
}
