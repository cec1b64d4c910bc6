//! What a driver knows of its calls, and so which events of a trace none gives: those are marked as
//! `"played_by": "engine"`, and a language that plays a trace on its driver leaves them out.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

#[derive(Default)]
pub(crate) struct Driver {
    /// What was handed out and is not answered yet: the sort of the step, by its call and number.
    out: HashMap<(Option<String>, u64), String>,
    ended: HashSet<Option<String>>,
}

impl Driver {
    /// Whether a driver gives this event: the call goes on, and an answer is one to what is out.
    pub(crate) fn gives(&mut self, call: &Option<String>, event: &Map<String, Value>) -> bool {
        let answered: &[&str] = match event["event"].as_str().unwrap() {
            "reply" => &["send"],
            "failed" => &["send", "token"],
            "stored" => &["store"],
            "token_given" => &["token"],
            _ => return !self.ended.contains(call),
        };
        let asked = (call.clone(), event["seq"].as_u64().unwrap());
        let is_out = self
            .out
            .get(&asked)
            .is_some_and(|step| answered.contains(&step.as_str()));
        if is_out {
            self.out.remove(&asked);
        }
        is_out && !self.ended.contains(call)
    }

    /// The engine has told the call so.
    pub(crate) fn hears(&mut self, call: &Option<String>, step: &Value) {
        match step["step"].as_str() {
            Some(sort @ ("send" | "store" | "token")) => {
                let asked = (call.clone(), step["seq"].as_u64().unwrap());
                self.out.insert(asked, sort.to_owned());
            }
            Some("done" | "listed" | "settled") => {
                self.ended.insert(call.clone());
            }
            _ => {}
        }
    }

    /// Whether a driver that was not told of an event is none the wiser: nothing came of it.
    pub(crate) fn misses_nothing(&self, call: &Option<String>, step: &Value) -> bool {
        matches!(step["step"].as_str(), Some("misuse" | "wait")) || self.ended.contains(call)
    }
}
