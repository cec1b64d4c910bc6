//! The engine, for a facade that sends over its platform's own HTTP stack.

use std::sync::Arc;
use std::time::Duration;

use cloudagent_disposition::engine::{Call, Engine, Millis, Output, Seed};
use cloudagent_disposition::{CallOptions, CancelToken};

use crate::counted::Counted;
use crate::macros::either;
use crate::misuse::Misuse;
use crate::records::{CallResult, RequestData};
use crate::settings::SettingsData;
use crate::steps::{EventData, OutputData};

either! {
    /// What became of making an engine.
    #[derive(Debug, uniffi::Enum)]
    EngineOpened = Opened { engine: Arc<EngineHandle> } | Failed { result: CallResult }
}

/// Makes an engine.
#[uniffi::export]
pub fn open_engine(settings: SettingsData) -> Result<EngineOpened, Misuse> {
    Ok(EngineOpened::of(Engine::new(settings.read()?), |engine| {
        Arc::new(EngineHandle(Counted::new(engine)))
    }))
}

/// An [`Engine`]: what calls share.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct EngineHandle(pub(crate) Counted<Engine>);

/// A call that was begun, and what to do first.
#[derive(Debug, uniffi::Record)]
pub struct CallStarted {
    /// The call.
    pub call: Arc<CallHandle>,
    /// What to do first.
    pub output: OutputData,
}

#[uniffi::export]
impl EngineHandle {
    /// Begins a call, unless its caller has cancelled it already. The two halves of the seed are 128
    /// random bits, `now_ms` is a moment of the host's clock.
    pub fn start(
        &self,
        request: RequestData,
        deadline_ms: Option<u64>,
        is_cancelled: bool,
        seed_high: u64,
        seed_low: u64,
        now_ms: u64,
    ) -> Result<CallStarted, Misuse> {
        let options = options(deadline_ms, is_cancelled);
        let seed = seed(seed_high, seed_low);
        let (call, output) = self
            .0
            .start(&request.into(), &options, seed, Millis(now_ms));
        Ok(CallStarted {
            call: Arc::new(CallHandle(Counted::new(call))),
            output: output.try_into()?,
        })
    }

    /// Closes the engine: calls that are started later end as `not_sent`, `closed`.
    pub fn close_engine(&self) -> Result<(), Misuse> {
        self.0.close();
        Ok(())
    }
}

/// A [`Call`].
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct CallHandle(pub(crate) Counted<Call>);

impl CallHandle {
    /// What the core answers to an event, of whatever a call ends with.
    pub(crate) fn output(&self, event: EventData, now_ms: u64) -> Result<Output, Misuse> {
        self.0
            .step(event.read()?, Millis(now_ms))
            .map_err(|misuse| Misuse::NoSuchStep { seq: misuse.seq })
    }
}

/// A call's options, as a host's loop gives them.
pub(crate) fn options(deadline_ms: Option<u64>, is_cancelled: bool) -> CallOptions {
    let mut options = CallOptions::new();
    options.deadline = deadline_ms.map(Duration::from_millis);
    if is_cancelled {
        let token = CancelToken::new();
        token.cancel();
        options.cancel = Some(token);
    }
    options
}

/// A call's seed of its two halves.
pub(crate) fn seed(high: u64, low: u64) -> Seed {
    Seed((u128::from(high) << 64) | u128::from(low))
}

#[uniffi::export]
impl CallHandle {
    /// The name by which other calls' outputs speak of this one.
    pub fn id(&self) -> Result<u64, Misuse> {
        Ok(self.0.id().get())
    }

    /// Tells what happened, and learns what to do next.
    pub fn step(&self, event: EventData, now_ms: u64) -> Result<OutputData, Misuse> {
        self.output(event, now_ms)?.try_into()
    }
}
