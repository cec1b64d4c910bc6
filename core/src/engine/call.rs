//! One logical call: how it begins, and what it is told.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::event::{Event, Misuse};
use super::fold::Reason;
use super::history::History;
use super::moment::Millis;
use super::policy::{Bounds, is_event};
use super::seed::Seed;
use super::settings::CallOptions;
use super::shared::Shared;
use super::state::{Asked, Material, State};
use super::step::{Output, Step};
use super::turn::Turn;
use crate::error::Error;
use crate::kind::Kind;
use crate::request::DispositionRequest;
use crate::validate::{stops, validate};
use crate::violation::{Field, Problem, Violation};
use crate::wire;

/// The longest URL that HTTP libraries carry: the limit of the one that is built in.
const URL_BYTES_CARRIED: usize = 65_534;

/// Names one call of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub(crate) u64);

impl CallId {
    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }
}

/// One logical call. Use it from any thread; each step takes a short lock and calls nobody.
///
/// Dropping it before its end gives up what it shares with other calls, as a cancel does.
pub struct Call {
    id: CallId,
    shared: Arc<Shared>,
    state: Mutex<State>,
}

impl Call {
    pub(super) fn start(
        shared: &Arc<Shared>,
        request: &DispositionRequest,
        options: &CallOptions,
        seed: Seed,
        now: Millis,
    ) -> (Self, Output) {
        let settings = &shared.settings;
        let bounds = Bounds {
            began: now,
            deadline: now.after(options.deadline.unwrap_or(settings.deadline)),
            is_event: is_event(request),
        };
        let history = History::new(settings, request, seed);
        let state = State::new(history, bounds, request, seed);
        Self::begin(shared, state, |turn| match turn.prepare(request, options) {
            Err(error) => turn.done(Err(*error)),
            Ok(()) => match reason_not_to(shared, options, bounds) {
                Some(kind) => turn.end(&Reason::Kind(kind)),
                None => turn.begin(),
            },
        })
    }

    /// A call, and what its first turn says.
    pub(super) fn begin(
        shared: &Arc<Shared>,
        mut state: State,
        first: impl FnOnce(&mut Turn<'_>) -> Step,
    ) -> (Self, Output) {
        let id = shared.next_call();
        let mut turn = Turn::new(id, shared, &mut state);
        let step = first(&mut turn);
        let output = turn.output(step);
        let call = Self {
            id,
            shared: Arc::clone(shared),
            state: Mutex::new(state),
        };
        (call, output)
    }

    /// The name by which other calls' outputs speak of this one.
    pub fn id(&self) -> CallId {
        self.id
    }

    /// Tells what happened, and learns what to do next.
    ///
    /// Total: every event is legal in every state. What is neither an answer to the send that is
    /// out nor the first cancel counts as a timer, and one too early gets a
    /// [`Step::Wait`](super::Step::Wait): no step is handed out twice, but for the end, which repeats.
    ///
    /// # Errors
    ///
    /// [`Misuse`] where the event answers a step that was never handed out, or one of another sort.
    /// Nothing has changed.
    pub fn step(&self, event: Event, now: Millis) -> Result<Output, Misuse> {
        let mut state = self.lock();
        state.check(&event)?;
        Ok(self.take(&mut state, event, now))
    }

    /// The same as [`Event::Timer`], which is never a misuse.
    pub fn poll(&self, now: Millis) -> Output {
        self.take(&mut self.lock(), Event::Timer, now)
    }

    fn take(&self, state: &mut State, event: Event, now: Millis) -> Output {
        let mut turn = Turn::new(self.id, &self.shared, state);
        let step = turn.take(event, now);
        turn.output(step)
    }

    /// A panic elsewhere must not lose what is known of the call, so a poisoned lock is taken.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.shared.common().forget(self.id);
    }
}

/// What calls share is printed by their engine.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("id", &self.id)
            .field("state", &*self.lock())
            .finish()
    }
}

/// Why a call that could be sent is not even begun.
pub(super) fn reason_not_to(
    shared: &Shared,
    options: &CallOptions,
    bounds: Bounds,
) -> Option<Kind> {
    if shared.is_closed() {
        Some(Kind::Closed)
    } else if options.is_cancelled() {
        Some(Kind::Cancelled)
    } else if bounds.deadline <= bounds.began {
        Some(Kind::Deadline)
    } else {
        None
    }
}

impl Turn<'_> {
    /// Judges the request, and builds what is to be sent.
    fn prepare(
        &mut self,
        request: &DispositionRequest,
        options: &CallOptions,
    ) -> Result<(), Box<Error>> {
        let settings = &self.shared.settings;
        let (account, api, base_url) = (&settings.account, settings.api, &settings.base_url);
        let mut violations = options.violations();
        violations.extend(validate(account, request, api, base_url));
        let mut stopping = violations.iter();
        if stopping.any(|violation| stops(settings.mode, violation)) {
            return Err(Box::new(self.state.history.invalid(violations)));
        }
        // What can't be built was found: each hard violation stops in every mode.
        let material = if settings.fetches_tokens() {
            Material::WithToken(Asked::Disposition(Box::new(request.clone())))
        } else {
            let http = wire::set_disposition(account, &request.into(), api, base_url);
            if http.url().len() > URL_BYTES_CARRIED {
                violations.retain(|found| (found.field, found.problem) != URL_TOO_LONG);
                violations.push(url_too_long());
                return Err(Box::new(self.state.history.invalid(violations)));
            }
            Material::Built(Arc::new(http))
        };
        self.state.history.warnings = violations;
        self.state.history.sending(settings, request);
        self.state.material = material;
        Ok(())
    }
}

const URL_TOO_LONG: (Field, Problem) = (Field::Url, Problem::TooLong);

/// No mode lets such a URL pass, for it would fail before it is sent, each time anew.
fn url_too_long() -> Violation {
    let detail = "The URL is longer than HTTP libraries carry: shorten the comments.";
    Violation::hard(URL_TOO_LONG.0, URL_TOO_LONG.1, detail)
}
