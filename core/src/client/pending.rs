//! Calls that a thread may leave in the middle, and go on with: for Python, whose main thread must look
//! up now and then, since only there its handlers of signals run. There is no second thread.

use std::fmt;
use std::time::{Duration, Instant};

use super::driver::Running;
use super::list::listed;
use super::look_up::settled;
use super::{Client, done};
use crate::engine::CallOptions;
use crate::error::Error;
use crate::listing::DispositionList;
use crate::receipt::Receipt;
use crate::records::Settlement;
use crate::request::DispositionRequest;
use crate::violation::Invalid;

/// [`Client::set_disposition`], in pieces: it goes on while somebody waits. Dropped before its end, it is
/// broken off, and nobody hears what became of it.
#[doc(hidden)]
pub struct PendingDisposition {
    running: Running,
}

/// [`Client::list_dispositions`], in pieces.
#[doc(hidden)]
pub struct PendingList {
    running: Running,
}

/// [`Client::look_up`] or [`Client::look_up_all`], in pieces.
#[doc(hidden)]
pub struct PendingLookUp {
    running: Running,
}

impl Client {
    /// Begins to set a call's disposition. Nothing is sent before somebody waits.
    #[doc(hidden)]
    pub fn begin_disposition(
        &self,
        request: &DispositionRequest,
        options: &CallOptions,
    ) -> PendingDisposition {
        PendingDisposition {
            running: self.begin(request, options),
        }
    }

    /// Begins to ask for a campaign's dispositions.
    ///
    /// # Errors
    ///
    /// As [`Client::list_dispositions`].
    #[doc(hidden)]
    pub fn begin_list(
        &self,
        campaign: Option<&str>,
        options: &CallOptions,
    ) -> Result<PendingList, Invalid> {
        Ok(PendingList {
            running: self.ask(campaign, options)?,
        })
    }

    /// Begins to look up a disposition. It ends with one settlement.
    ///
    /// # Errors
    ///
    /// As [`Client::look_up`].
    #[doc(hidden)]
    pub fn begin_look_up(
        &self,
        request: &DispositionRequest,
        day: &str,
        options: &CallOptions,
    ) -> Result<PendingLookUp, Invalid> {
        Ok(PendingLookUp {
            running: self.ask_for_record(request, day, options)?,
        })
    }

    /// Begins to look up several dispositions.
    ///
    /// # Errors
    ///
    /// As [`Client::look_up`].
    #[doc(hidden)]
    pub fn begin_look_up_all(
        &self,
        requests: &[DispositionRequest],
        day: &str,
        from: Option<&str>,
        to: Option<&str>,
        options: &CallOptions,
    ) -> Result<PendingLookUp, Invalid> {
        Ok(PendingLookUp {
            running: self.ask_for_day(requests, day, from, to, options)?,
        })
    }
}

impl PendingDisposition {
    /// Waits for its end, which it tells once, but no longer than this.
    pub fn wait(&mut self, at_most: Duration) -> Option<Result<Receipt, Error>> {
        let end = self.running.run(Some(Instant::now() + at_most))?;
        Some(done(end))
    }
}

impl PendingList {
    /// Waits for its end, which it tells once, but no longer than this.
    pub fn wait(&mut self, at_most: Duration) -> Option<DispositionList> {
        let end = self.running.run(Some(Instant::now() + at_most))?;
        Some(listed(end))
    }
}

impl PendingLookUp {
    /// Waits for its end, which it tells once, but no longer than this.
    pub fn wait(&mut self, at_most: Duration) -> Option<Vec<Settlement>> {
        let end = self.running.run(Some(Instant::now() + at_most))?;
        Some(settled(end))
    }
}

impl fmt::Debug for PendingLookUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingLookUp")
    }
}

impl fmt::Debug for PendingDisposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingDisposition")
    }
}

impl fmt::Debug for PendingList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingList")
    }
}
