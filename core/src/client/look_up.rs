//! Looking up what call records say of dispositions.

use super::Client;
use super::clock::wall;
use super::driver::Running;
use crate::engine::{CallOptions, Seed, Step};
use crate::records::Settlement;
use crate::request::DispositionRequest;
use crate::violation::Invalid;

impl Client {
    /// Looks up what the call's records say of a disposition, such as one that ended
    /// [`Uncertain`](crate::Error::Uncertain). `day` is that on which the call **began**
    /// (`YYYY-MM-DD`, [`record_day`](crate::record_day)).
    ///
    /// It takes up to 30 s, goes over a connection of its own, and is sent again only where nothing
    /// left this machine. No token is fetched for it. The vendor takes two such requests a minute
    /// for the whole account, so this client sends one in 31 s, and else answers at once
    /// [`Finding::NoAnswer`](crate::Finding::NoAnswer) with the seconds that are left in
    /// `look_again_seconds`. It never looks again by itself.
    ///
    /// # Errors
    ///
    /// [`Invalid`] where it can't be asked so. Everything else is in the [`Settlement`], whose
    /// `lookup` says what became of the look-up itself. No error of sending comes of it.
    pub fn look_up(&self, request: &DispositionRequest, day: &str) -> Result<Settlement, Invalid> {
        self.look_up_with(request, day, &CallOptions::new())
    }

    /// Looks up what the call's records say of a disposition, with options for this call.
    ///
    /// # Errors
    ///
    /// As [`Client::look_up`].
    pub fn look_up_with(
        &self,
        request: &DispositionRequest,
        day: &str,
        options: &CallOptions,
    ) -> Result<Settlement, Invalid> {
        let mut settlements = settled(self.ask_for_record(request, day, options)?.finish());
        match settlements.pop() {
            Some(settlement) => Ok(settlement),
            None => unreachable!("one request has one settlement"),
        }
    }

    /// Looks up several dispositions with one request for the records of all calls that began on a
    /// day between two times (`HH:MM:SS`), the whole day where none are given. The settlements
    /// come in the requests' order; for the rest it is as [`Client::look_up`]. Without requests
    /// nothing is asked.
    ///
    /// # Errors
    ///
    /// As [`Client::look_up`].
    pub fn look_up_all(
        &self,
        requests: &[DispositionRequest],
        day: &str,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<Vec<Settlement>, Invalid> {
        self.look_up_all_with(requests, day, from, to, &CallOptions::new())
    }

    /// Looks up several dispositions with one request, with options for this call.
    ///
    /// # Errors
    ///
    /// As [`Client::look_up`].
    pub fn look_up_all_with(
        &self,
        requests: &[DispositionRequest],
        day: &str,
        from: Option<&str>,
        to: Option<&str>,
        options: &CallOptions,
    ) -> Result<Vec<Settlement>, Invalid> {
        let running = self.ask_for_day(requests, day, from, to, options)?;
        Ok(settled(running.finish()))
    }

    pub(super) fn ask_for_record(
        &self,
        request: &DispositionRequest,
        day: &str,
        options: &CallOptions,
    ) -> Result<Running, Invalid> {
        let means = self.means();
        let (engine, now) = (&means.live.engine, means.live.clock.start());
        let begun = engine.start_look_up(request, day, options, Seed::random(), now, wall())?;
        Ok(Running::new(means, begun, options.cancel.clone()))
    }

    pub(super) fn ask_for_day(
        &self,
        requests: &[DispositionRequest],
        day: &str,
        from: Option<&str>,
        to: Option<&str>,
        options: &CallOptions,
    ) -> Result<Running, Invalid> {
        let means = self.means();
        let (engine, now) = (&means.live.engine, means.live.clock.start());
        let seed = Seed::random();
        let begun =
            engine.start_look_up_all(requests, day, from, to, options, seed, now, wall())?;
        Ok(Running::new(means, begun, options.cancel.clone()))
    }
}

/// What a look-up ended with.
pub(super) fn settled(end: Step) -> Vec<Settlement> {
    match end {
        Step::Settled { settlements } => settlements,
        step => unreachable!("{step:?} ends no look-up"),
    }
}
