//! Where things are, and whether what was built is still what would be built.

use crate::{Result, run::run};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the tool is in .ci/tool")
        .to_path_buf()
}

/// Cargo's folder, where everything that is built goes.
pub(crate) fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// The simulator's program.
pub(crate) fn simulator() -> PathBuf {
    env::var_os("CAD_SIMULATOR")
        .map_or_else(|| target().join("debug/cloudagent-simulator"), Into::into)
}

/// A value of the workspace's `[workspace.package]`.
pub(crate) fn of_workspace(key: &str) -> Result<String> {
    let text = fs::read_to_string(root().join("Cargo.toml"))?;
    text.lines()
        .find_map(|line| line.strip_prefix(key)?.trim().strip_prefix('='))
        .map(|value| value.trim().trim_matches('"').to_owned())
        .ok_or_else(|| format!("Cargo.toml names no {key}").into())
}

/// Whether there is a stamp, newer than each of these files and all that is in these folders.
pub(crate) fn is_current(stamp: &Path, sources: &[&str]) -> Result<bool> {
    let line = [". .ci/need; is_current \"$@\"", "is_current"];
    let status = run("bash").arg("-c").args(line).arg(stamp).args(sources);
    Ok(status.status()? == 0)
}

/// An empty folder, whatever was there.
pub(crate) fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// Copies a file, or a folder with all that is in it; the folders above it are made.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(fs::create_dir_all(to)?);
    }
    write(
        to,
        &fs::read(from).map_err(|error| format!("{}: {error}", from.display()))?,
    )?;
    Ok(fs::set_permissions(to, fs::metadata(from)?.permissions())?)
}

/// Writes a file; the folders above it are made.
pub(crate) fn write(to: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(to, content).map_err(|error| format!("{}: {error}", to.display()).into())
}

/// Sees to it that a command is there: from these Debian packages, where it may install them.
pub(crate) fn need(command: &str, packages: &str) -> Result<()> {
    shell(&format!("need {command} {packages}"))
}

/// A line of bash that knows `.ci/need`.
pub(crate) fn shell(line: &str) -> Result<()> {
    run("bash")
        .args(["-c", &format!(". .ci/need; {line}")])
        .go()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_older_than_its_sources_or_not_there_is_not_current() {
        let folder = target().join("tool-test-current");
        empty(&folder).unwrap();
        let (stamp, deep) = (folder.join("stamp"), folder.join("sources/deep/file"));
        write(&deep, b"source").unwrap();
        let sources = folder.join("sources");
        let current = |source: &str| is_current(&stamp, &[source]).unwrap();
        assert!(!current(sources.to_str().unwrap()), "no stamp");
        write(&stamp, b"").unwrap();
        assert!(current(sources.to_str().unwrap()));
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
        fs::File::open(&deep).unwrap().set_modified(later).unwrap();
        assert!(!current(sources.to_str().unwrap()), "a newer source");
        assert!(!current("no/such/source"), "a source that is gone");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_version_is_the_workspaces() {
        assert_eq!(of_workspace("version").unwrap(), env!("CARGO_PKG_VERSION"));
        assert!(of_workspace("nothing").is_err());
    }
}
