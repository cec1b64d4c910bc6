//! A host's addresses. The system's lookup blocks, so it borrows a thread of its own: one for each
//! name, however many calls ask for it. Where a name server is silent, threads don't pile up.

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::net::{SocketAddr, ToSocketAddrs};
use std::panic::catch_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::oneshot;

/// The operating system's lookup. Clones share what is on its way.
#[derive(Debug, Clone, Default)]
pub(super) struct Lookup(Arc<Mutex<HashMap<String, Vec<oneshot::Sender<Found>>>>>);

type Found = Result<Vec<SocketAddr>, NotFound>;

/// Why there are no addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotFound {
    /// The system knows none.
    Unknown,
    /// The system had no thread or descriptor left to ask with: nothing is said about the name.
    Exhausted,
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "the system knows no address",
            Self::Exhausted => "the system has no thread or descriptor left",
        })
    }
}

impl std::error::Error for NotFound {}

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let (tell, told) = oneshot::channel();
        self.ask(name.as_str(), tell, addresses);
        Box::pin(async move {
            let found = told.await.unwrap_or(Err(NotFound::Exhausted))?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

impl Lookup {
    /// Asks for a host's addresses, or waits with those who have asked already. Who has stopped
    /// waiting is not told; the thread ends when the system lets it.
    fn ask(&self, host: &str, tell: oneshot::Sender<Found>, find: fn(&str) -> Found) {
        let mut waiting = self.waiting();
        if let Some(others) = waiting.get_mut(host) {
            others.retain(|other| !other.is_closed());
            others.push(tell);
            return;
        }
        let (lookup, name) = (self.clone(), host.to_owned());
        let asking = move || {
            // A panic must not leave anybody waiting.
            let found = catch_unwind(|| find(&name)).unwrap_or(Err(NotFound::Unknown));
            let waiting = lookup.waiting().remove(&name).unwrap_or_default();
            for tell in waiting {
                // Nobody may be waiting any more.
                let _ = tell.send(found.clone());
            }
        };
        // The thread comes by this lock before it tells anybody.
        match thread::Builder::new().spawn(asking) {
            Ok(_ends_by_itself) => {
                waiting.insert(host.to_owned(), vec![tell]);
            }
            Err(_none_left) => drop(tell.send(Err(NotFound::Exhausted))),
        }
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<String, Vec<oneshot::Sender<Found>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn addresses(host: &str) -> Found {
    match (host, 0).to_socket_addrs() {
        Ok(addresses) => Ok(addresses.collect()),
        Err(_) if !descriptors_are_left() => Err(NotFound::Exhausted),
        Err(_) => Err(NotFound::Unknown),
    }
}

/// Whether the process can open one more file. A lookup without one fails with words that say
/// something else, and trust that is read without one is empty.
pub(super) fn descriptors_are_left() -> bool {
    // The numbers of Linux, Apple and the BSDs alike; the standard library has no kinds for them.
    const ENFILE: i32 = 23;
    const EMFILE: i32 = 24;
    let opened = File::open("/dev/null").map_err(|error| error.raw_os_error());
    // Where it is missing or forbidden, descriptors are not what is lacking.
    cfg!(not(unix)) || !matches!(opened, Err(Some(ENFILE | EMFILE)))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Condvar, LazyLock};

    use super::*;

    /// A name server that answers when it is told to.
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    static MAY_ANSWER: LazyLock<(Mutex<bool>, Condvar)> = LazyLock::new(Default::default);

    fn slow(_host: &str) -> Found {
        ASKED.fetch_add(1, Ordering::SeqCst);
        let (may_answer, changed) = &*MAY_ANSWER;
        let may_answer = may_answer.lock().unwrap();
        drop(changed.wait_while(may_answer, |may_answer| !*may_answer));
        Ok(vec![SocketAddr::from(([127, 0, 0, 1], 0))])
    }

    #[test]
    fn a_name_is_asked_for_once_however_many_wait() {
        let lookup = Lookup::default();
        let ask = |host: &str, find| {
            let (tell, told) = oneshot::channel();
            lookup.ask(host, tell, find);
            told
        };
        let told: Vec<_> = (0..64).map(|_| ask("slow.invalid", slow)).collect();
        // Those who give up are forgotten, and start nothing.
        drop(ask("slow.invalid", slow));
        let last = ask("slow.invalid", slow);
        assert_eq!(lookup.waiting()["slow.invalid"].len(), 65);
        // Another name does not wait for it.
        let other = ask("other.invalid", |_| Err(NotFound::Unknown));
        assert_eq!(other.blocking_recv().unwrap(), Err(NotFound::Unknown));
        *MAY_ANSWER.0.lock().unwrap() = true;
        MAY_ANSWER.1.notify_all();
        for told in told.into_iter().chain([last]) {
            assert_eq!(told.blocking_recv().unwrap().unwrap().len(), 1);
        }
        assert_eq!(ASKED.load(Ordering::SeqCst), 1);
        let panics = ask("panics.invalid", |_| panic!("a lookup's own bug"));
        assert_eq!(panics.blocking_recv().unwrap(), Err(NotFound::Unknown));
        assert!(lookup.waiting().is_empty());
    }
}
