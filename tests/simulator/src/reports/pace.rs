//! How often an account may ask for records.

const MINUTE_SECONDS: u64 = 60;

/// The requests of one account in the last minute, over all reports.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pace(Vec<u64>);

impl Pace {
    /// Whether one more is allowed now; then it counts. One that is refused does not.
    pub(crate) fn allows(&mut self, per_minute: usize, now: u64) -> bool {
        self.0.retain(|then| now.abs_diff(*then) < MINUTE_SECONDS);
        let is_allowed = self.0.len() < per_minute;
        if is_allowed {
            self.0.push(now);
        }
        is_allowed
    }
}
