//! Tests in processes of their own: for what a process has one of, such as its environment, its
//! limits, and what a signal does to it.

use std::process::{Command, Output};

use cloudagent_disposition::{Client, Error, Receipt};

use crate::support::{receipt, request};

/// A process that runs one ignored test of this program, and nothing else. It knows no proxy.
pub(crate) fn child(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--ignored", "--nocapture"]);
    for name in ["HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        command
            .env_remove(name)
            .env_remove(name.to_ascii_lowercase());
    }
    command
}

/// What the child's calls told, one line each. It must have ended well.
#[track_caller]
pub(crate) fn told(command: &mut Command) -> Vec<String> {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let stdout = String::from_utf8_lossy(&stdout);
    assert!(
        status.success() && stderr.is_empty(),
        "{status}: {stdout} {}",
        String::from_utf8_lossy(&stderr)
    );
    let lines = stdout.lines();
    let told = lines.filter_map(|line| Some(line.split_once("told: ")?.1.to_owned()));
    told.collect()
}

/// In the child: what the parent gave.
pub(crate) fn given(name: &str) -> String {
    std::env::var(name).unwrap()
}

/// In the child: makes a call and tells the parent.
pub(crate) fn call_and_tell(client: &Client) {
    let result = client.set_disposition(&request());
    println!("told: {}", line(&result));
}

/// Class and kind, or the effect; then the sentence.
fn line(result: &Result<Receipt, Error>) -> String {
    let what = match result {
        Ok(receipt) => receipt.effect.to_string(),
        Err(error) => format!(
            "{} {}",
            error.class(),
            error.kind().map_or("-", |kind| kind.as_str())
        ),
    };
    format!("{what}: {}", receipt(result).sentence)
}
