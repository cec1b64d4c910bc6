//! Tells what one HTTP reply meant, for a program that sends its requests itself: no client, no
//! network, one pure function.

use cloudagent_disposition::{Effect, ReplyParts};

fn main() {
    let body = r#"{"details": "Invalid agent", "status": "Fail"}"#;
    let reply = ReplyParts::new(200, body.as_bytes()).classify();
    println!("{} ({}): {}", reply.effect, reply.outcome, reply.hint());

    // `Effect` is closed: no value will be added, so no default branch is needed.
    let next = match reply.effect {
        Effect::Applied | Effect::Accepted => "nothing to do",
        Effect::Queued => "nothing to do; it comes into force when the call ends",
        Effect::NotApplied => "do what the advice says",
        Effect::Unknown => "look in CloudAgent before sending again",
    };
    println!("{}: {next}", reply.advice);
}
