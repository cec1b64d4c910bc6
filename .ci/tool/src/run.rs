//! Other programs: run, listened to, or run behind one line of progress.

use crate::{Result, place};
use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, IsTerminal, Read, Write},
    path::Path,
    process::{Command, ExitStatus, Stdio},
    time::Instant,
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
        .env_remove("LD_LIBRARY_PATH");
    command.env("CARGO_TARGET_DIR", place::target());
    Run(command)
}

/// Cargo, with the lock file as it is.
pub(crate) fn cargo(verb: &str) -> Run {
    run("cargo").args([verb, "--locked"])
}

impl Run {
    pub(crate) fn args<T: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = T>) -> Self {
        self.0.args(arguments);
        self
    }

    /// An option whose value is a path.
    pub(crate) fn arg_path(mut self, option: &str, path: &Path) -> Self {
        self.0.arg(option).arg(path);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    pub(crate) fn dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Puts folders before those in which programs are looked for.
    pub(crate) fn path(self, folder: impl AsRef<Path>) -> Self {
        let before = std::env::var("PATH").unwrap_or_default();
        self.env("PATH", format!("{}:{before}", folder.as_ref().display()))
    }

    fn failed(&self, status: ExitStatus) -> String {
        format!("{:?} ended with {status}", self.0.get_program())
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
    pub(crate) fn go(mut self) -> Result<()> {
        let status = self.0.status().map_err(|error| self.missing(&error))?;
        if status.success() {
            Ok(())
        } else {
            Err(self.failed(status).into())
        }
    }

    /// What it prints; it must end well.
    pub(crate) fn output(mut self) -> Result<String> {
        self.0.stderr(Stdio::inherit());
        let output = self.0.output().map_err(|error| self.missing(&error))?;
        if !output.status.success() {
            return Err(self.failed(output.status).into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    pub(crate) fn command(self) -> Command {
        self.0
    }

    /// Runs it behind one line that says what is going on. All that it prints goes to the end of a
    /// file, and is shown only if it fails.
    pub(crate) fn behind(self, what: &str, log: &Path) -> Result<()> {
        let begun = Instant::now();
        // One pipe for all that it says, in the order in which it says it.
        let mut joined = run("sh");
        joined = joined
            .args(["-c", r#"exec "$0" "$@" 2>&1"#])
            .args([self.0.get_program()])
            .args(self.0.get_args());
        for (name, value) in self.0.get_envs() {
            match value {
                Some(value) => joined.0.env(name, value),
                None => joined.0.env_remove(name),
            };
        }
        let mut joined = joined
            .dir(self.0.get_current_dir().unwrap_or(&place::root()))
            .0;
        joined.stdin(Stdio::null()).stdout(Stdio::piped());
        joined
            .env("CARGO_TERM_PROGRESS_WHEN", "always")
            .env("CARGO_TERM_PROGRESS_WIDTH", "100");
        let mut child = joined.spawn()?;
        let mut reader = child.stdout.take().ok_or("no pipe")?;
        let mut file = File::options().append(true).create(true).open(log)?;
        let start = file.metadata()?.len();
        let (mut line, mut part) = (Vec::new(), [0; 4096]);
        let show = io::stdout().is_terminal();
        if !show {
            println!("  {what} …");
        }
        loop {
            let count = reader.read(&mut part)?;
            if count == 0 {
                break;
            }
            for &byte in &part[..count] {
                if byte != b'\n' && byte != b'\r' {
                    line.push(byte);
                    continue;
                }
                let said = String::from_utf8_lossy(&line).into_owned();
                if byte == b'\n' && progress(&said).is_none() {
                    writeln!(file, "{said}")?;
                }
                if show && !said.trim().is_empty() {
                    let now = progress(&said).unwrap_or_else(|| said.trim().to_owned());
                    overwrite(&format!("  {what}, {} s: {now}", begun.elapsed().as_secs()))?;
                }
                line.clear();
            }
        }
        file.write_all(&line)?;
        let status = child.wait()?;
        if show {
            overwrite("")?;
        }
        if status.success() {
            println!("  {what}: {} s", begun.elapsed().as_secs());
            return Ok(());
        }
        let all = fs::read(log)?;
        io::stderr().write_all(&all[start as usize..])?;
        Err(format!(
            "{what}: {} (all that it said: {})",
            self.failed(status),
            log.display()
        )
        .into())
    }
}

/// How far cargo is, from its own bar: `41/120 rustls`.
fn progress(line: &str) -> Option<String> {
    let (_, after) = line.split_once("Building [")?.1.split_once("] ")?;
    Some(after.replacen(": ", " ", 1).trim().to_owned())
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
        assert_eq!(progress(bar).unwrap(), "41/120 rustls, ring(build)");
        assert_eq!(progress("   Compiling ring v0.17.14"), None);
    }

    #[test]
    fn what_fails_behind_a_line_keeps_its_log_and_says_where() {
        let log = place::target().join("tool-test-log");
        let _ = fs::remove_file(&log);
        run("sh")
            .args(["-c", "echo first"])
            .behind("one", &log)
            .unwrap();
        let error = run("sh")
            .args(["-c", "echo second >&2; exit 3"])
            .behind("two", &log)
            .unwrap_err();
        let said = error.to_string();
        assert!(
            said.starts_with("two: ") && said.contains("exit status: 3"),
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
