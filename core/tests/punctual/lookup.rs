//! The same while the system looks a host's name up, and hears nothing. What hangs is no name server,
//! but a file that the system reads first and nobody writes.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use cloudagent_disposition::{Api, Client, Kind};
use nix::libc::O_NONBLOCK;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use crate::late::{Way, check};
use crate::support::settings;

const MOMENT: Duration = Duration::from_millis(120);

#[test]
#[ignore = "run by another test, in a process of its own"]
fn other_looks_up() {
    let settings = settings(Api::PostApiKey, "https://nobodyanswers");
    let client = Client::new(settings.deadline(Duration::from_secs(60))).unwrap();
    let client = Arc::new(client);
    let client = || Arc::clone(&client);
    let unsent = &[Kind::ConnectTimeout];
    check("lookup", Way::Deadline(MOMENT), unsent, client);
    check("lookup", Way::Cancel(MOMENT), &[Kind::Cancelled], client);
    // It does hang there: whoever reads lets the file be opened for writing.
    let file = std::env::var_os("HOSTALIASES").unwrap();
    let write = || {
        let mut options = OpenOptions::new();
        options.write(true).custom_flags(O_NONBLOCK).open(&file)
    };
    assert!(write().is_ok(), "nobody looks anything up");
}

#[test]
fn while_a_name_is_looked_up() {
    let name = format!("punctual-{}", std::process::id());
    let file = std::env::temp_dir().join(name);
    mkfifo(&file, Mode::S_IRUSR | Mode::S_IWUSR).unwrap();
    let mut other = Command::new(std::env::current_exe().unwrap());
    other.args(["lookup::other_looks_up", "--exact", "--ignored"]);
    let output = other.env("HOSTALIASES", &file).output().unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(output.status.success(), "{output:?}");
}
