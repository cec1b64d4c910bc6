//! Work that goes on while something else is shown: each piece on a thread of its own, with a log
//! that says how far it is.

use crate::Result;
use std::{
    fs,
    io::{self, IsTerminal, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// A few looks a second are enough for an eye.
const LOOK: Duration = Duration::from_millis(200);

type Ended = std::result::Result<(), String>;

/// One piece of work.
#[derive(Debug)]
pub(crate) struct Stage {
    what: String,
    log: PathBuf,
    begun: Instant,
    ended: Mutex<Option<Ended>>,
    changed: Condvar,
    /// What it waits for itself.
    needed: Mutex<Option<Arc<Stage>>>,
}

impl Stage {
    /// Begins it.
    pub(crate) fn begin(
        what: &str,
        log: PathBuf,
        work: impl FnOnce(&Self) -> Result<()> + Send + 'static,
    ) -> Arc<Self> {
        let stage = Arc::new(Self {
            what: what.to_owned(),
            log,
            begun: Instant::now(),
            ended: Mutex::new(None),
            changed: Condvar::new(),
            needed: Mutex::new(None),
        });
        let this = Arc::clone(&stage);
        thread::spawn(move || {
            let ended = catch_unwind(AssertUnwindSafe(|| {
                fs::write(&this.log, b"")?;
                work(&this)
            }));
            let ended = match ended {
                Ok(ended) => ended.map_err(|error| error.to_string()),
                Err(_) => Err(format!("{} broke off", this.what)),
            };
            *held(&this.ended) = Some(ended);
            this.changed.notify_all();
        });
        stage
    }

    /// Where it says how far it is.
    pub(crate) fn log(&self) -> &Path {
        &self.log
    }

    /// For the work itself: waits for the end of another stage.
    pub(crate) fn needs(&self, other: &Arc<Stage>) -> Result<()> {
        *held(&self.needed) = Some(Arc::clone(other));
        let ended = other.wait();
        *held(&self.needed) = None;
        ended
    }

    fn wait(&self) -> Result<()> {
        loop {
            if let Some(ended) = self.ended_within(Duration::from_secs(3600)) {
                return Ok(ended?);
            }
        }
    }

    /// Waits for its end behind one line that says how far it is. Where nobody watches, that is said
    /// once.
    pub(crate) fn watch(&self) -> Result<()> {
        let show = io::stdout().is_terminal();
        if !show {
            println!("  {} …", self.what);
            return self.wait();
        }
        loop {
            let ended = self.ended_within(LOOK);
            let seconds = self.begun.elapsed().as_secs();
            match ended {
                None => overwrite(&format!(
                    "  {}, {seconds} s: {}",
                    self.what,
                    self.progress()
                ))?,
                Some(ended) => {
                    overwrite("")?;
                    return Ok(ended?);
                }
            }
        }
    }

    fn ended_within(&self, time: Duration) -> Option<Ended> {
        let (ended, _) = self
            .changed
            .wait_timeout_while(held(&self.ended), time, |ended| ended.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        ended.clone()
    }

    /// What is going on: the last line of its log that says something, or what it waits for.
    fn progress(&self) -> String {
        if let Some(needed) = &*held(&self.needed) {
            return needed.progress();
        }
        let said = fs::read(&self.log).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let mut lines = said.rsplit(['\n', '\r']).map(str::trim).map(bar);
        let line = lines.find(|line| !line.is_empty()).unwrap_or_default();
        let seconds = self.begun.elapsed().as_secs();
        format!("  {}, {seconds} s: {line}", self.what)
    }
}

/// What is behind a lock, whatever a panicking thread did.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How far cargo is, from its own bar: `41/120: rustls`; any other line as it is.
pub(crate) fn bar(line: &str) -> &str {
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
    use crate::place::target;

    fn stage(name: &str, work: impl FnOnce(&Stage) -> Result<()> + Send + 'static) -> Arc<Stage> {
        let log = target().join(format!("tool-test-stage-{name}"));
        Stage::begin(name, log, work)
    }

    #[test]
    fn progress_is_read_from_cargos_bar() {
        let shown = "    Building [=====>        ] 41/120: rustls, ring(build)";
        assert_eq!(bar(shown), "41/120: rustls, ring(build)");
        assert_eq!(bar("   Compiling ring"), "   Compiling ring");
    }

    #[test]
    fn what_needs_another_stage_waits_for_it_and_fails_with_it() {
        let first = stage("first", |own| Ok(fs::write(own.log(), "one\ntwo \r\n")?));
        let needed = Arc::clone(&first);
        stage("second", move |own| own.needs(&needed))
            .wait()
            .unwrap();
        assert!(
            first.progress().ends_with(" s: two"),
            "{}",
            first.progress()
        );
        let failing = stage("failing", |_| Err("no room".into()));
        let said = stage("third", move |own| own.needs(&failing)).watch();
        assert_eq!(said.unwrap_err().to_string(), "no room");
    }

    #[test]
    fn what_waits_shows_how_far_that_is_which_it_waits_for() {
        let (go, gone) = std::sync::mpsc::channel::<()>();
        let slow = stage("slow", move |_| Ok(gone.recv()?));
        let needed = Arc::clone(&slow);
        let waiting = stage("waiting", move |own| own.needs(&needed));
        while !waiting.progress().starts_with("  slow, ") {
            thread::yield_now();
        }
        go.send(()).unwrap();
        waiting.wait().unwrap();
    }

    #[test]
    fn a_panic_ends_a_stage() {
        let said = stage("panicking", |_| panic!("planted"))
            .wait()
            .unwrap_err();
        assert_eq!(said.to_string(), "panicking broke off");
    }
}
