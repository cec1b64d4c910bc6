//! Several processes on one file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Lines, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use cloudagent_disposition::{FileTokenStore, Put, StoreFailed, TokenStore};
use nix::fcntl::{Flock, FlockArg};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::folder::Folder;

/// A process that runs one ignored test of this program, and is killed when it is dropped.
struct Other {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Other {
    fn new(test: &str, folder: &Folder) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args([test, "--exact", "--ignored", "--nocapture"])
            .env("TOKEN_STORE_FILE", folder.file())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self {
            child,
            input,
            lines,
        }
    }

    fn tell(&mut self, line: &str) {
        writeln!(self.input, "{line}").unwrap();
    }

    /// What it said next. Other lines are the test runner's.
    fn said(&mut self) -> String {
        let mut said = self.lines.by_ref().filter_map(|line| {
            let line = line.unwrap();
            Some(line.split_once("said: ")?.1.to_owned())
        });
        said.next().expect("it said something")
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id().try_into().unwrap()), signal).unwrap();
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// In the other process: the file that it was told of.
fn file() -> PathBuf {
    std::env::var_os("TOKEN_STORE_FILE").unwrap().into()
}

/// In the other process: waits until it is told to go on, or the one who would tell it has gone.
fn told() -> bool {
    io::stdin().read_line(&mut String::new()).unwrap() > 0
}

#[test]
#[ignore = "run by another test, in a process of its own"]
fn other_competes() {
    let store = FileTokenStore::new(file());
    while told() {
        let version = store.get("k").unwrap().map(|entry| entry.version);
        println!("said: {version:?}");
        assert!(told());
        let put = store.put_if("k", version.as_deref(), &[b'x'; 1_000]);
        println!("said: {put:?}");
    }
}

#[test]
fn of_eight_processes_that_read_one_version_one_writes() {
    let folder = Folder::new();
    let start = |_| Other::new("processes::other_competes", &folder);
    let mut others: Vec<Other> = (0..8).map(start).collect();
    let mut round = || -> Vec<String> {
        others.iter_mut().for_each(|other| other.tell("go on"));
        others.iter_mut().map(Other::said).collect()
    };
    let mut seen = Vec::new();
    for _ in 0..100 {
        let versions = round();
        assert!(versions.iter().all(|version| *version == versions[0]));
        assert!(
            !seen.contains(&versions[0]),
            "a version that was there before"
        );
        seen.push(versions[0].clone());
        let mut results = round();
        results.sort();
        assert_eq!(results[7], "Ok(Written)");
        assert!(results[..7].iter().all(|result| result == "Ok(Conflict)"));
    }
    assert_eq!(folder.names(), ["token"]);
}

/// Writes the next number again and again, and says which it has written.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn other_writes() {
    let store = FileTokenStore::new(file());
    for number in 0_u32.. {
        let version = store.get("k").unwrap().map(|entry| entry.version);
        // Long enough to be seen half written, if it could be.
        let bytes = format!("{number} {}", "x".repeat(10_000));
        let put = store.put_if("k", version.as_deref(), bytes.as_bytes());
        assert_eq!(put, Ok(Put::Written));
        println!("said: {number}");
    }
}

#[test]
fn a_process_that_is_killed_leaves_a_whole_file_and_no_lock() {
    let folder = Folder::new();
    for writings in 0..30 {
        let mut other = Other::new("processes::other_writes", &folder);
        let said = (0..=writings).map(|_| other.said()).next_back().unwrap();
        other.signal(Signal::SIGKILL);
        drop(other);

        let begun = Instant::now();
        let entry = folder.store().get("k").unwrap().unwrap();
        let text = std::str::from_utf8(entry.bytes.expose()).unwrap();
        let (number, rest) = text.split_once(' ').unwrap();
        assert!(number.parse::<u32>().unwrap() >= said.parse().unwrap());
        assert_eq!(rest.len(), 10_000);
        let put = folder.store().put_if("k", Some(&entry.version), b"0 ");
        assert_eq!(put, Ok(Put::Written));
        assert!(begun.elapsed() < Duration::from_secs(1));
        assert_eq!(folder.names(), ["token"]);
    }
}

#[test]
#[ignore = "run by another test, in a process of its own"]
fn other_holds() {
    let file = File::options().write(true).open(file()).unwrap();
    let _held = Flock::lock(file, FlockArg::LockExclusive).unwrap();
    println!("said: held");
    told();
}

#[test]
fn a_holder_that_is_killed_holds_nobody_up_and_a_stopped_one_not_for_long() {
    let folder = Folder::new();
    let store = folder.store();
    assert_eq!(store.put_if("k", None, b"marker"), Ok(Put::Written));
    let version = store.get("k").unwrap().unwrap().version;

    let mut other = Other::new("processes::other_holds", &folder);
    assert_eq!(other.said(), "held");
    other.signal(Signal::SIGSTOP);
    let begun = Instant::now();
    assert_eq!(store.put_if("k", Some(&version), b"x"), Err(StoreFailed));
    let told = store.check().unwrap_err().to_string();
    assert!(told.contains("another process holds it"), "{told}");
    assert!(begun.elapsed() < Duration::from_secs(6));
    // Who only reads needs no lock.
    assert!(store.get("k").unwrap().is_some());

    std::thread::scope(|scope| {
        let put = scope.spawn(|| store.put_if("k", Some(&version), b"x"));
        other.signal(Signal::SIGKILL);
        assert_eq!(put.join().unwrap(), Ok(Put::Written));
    });
}
