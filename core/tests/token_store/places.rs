//! Where the file may be, and what it may be.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use cloudagent_disposition::{FileTokenStore, Put, StoreFailed, TokenStore};
use nix::sys::stat::Mode;
use nix::unistd::{Uid, chown, geteuid, mkfifo};

use crate::folder::{Folder, mode, set_mode};

/// Nobody can read or write it, and this is why.
#[track_caller]
fn assert_refused(path: &Path, why: &str) {
    let store = FileTokenStore::new(path);
    assert_eq!(store.put_if("k", None, b"marker"), Err(StoreFailed));
    let told = store.check().unwrap_err().to_string();
    assert!(told.contains(why), "{told}");
    assert!(told.contains(path.to_str().unwrap()), "{told}");
}

#[test]
fn it_is_one_file_that_only_its_owner_may_read() {
    let folder = Folder::new();
    let store = folder.store();
    assert_eq!(store.get("k"), Ok(None));
    assert!(folder.names().is_empty(), "a reader leaves nothing behind");

    assert_eq!(store.put_if("k", None, b"marker"), Ok(Put::Written));
    let first = store.get("k").unwrap().unwrap();
    assert_eq!(first.bytes.expose(), b"marker");
    assert_eq!(store.put_if("k", None, b"x"), Ok(Put::Conflict));
    let version = Some(first.version.as_str());
    assert_eq!(store.put_if("other", version, b"x"), Ok(Put::Conflict));
    assert_eq!(store.put_if("other", None, b"y"), Ok(Put::Written));
    // The same bytes once more are a writing of their own.
    assert_eq!(store.put_if("k", version, b"marker"), Ok(Put::Written));
    assert_eq!(store.put_if("k", version, b"x"), Ok(Put::Conflict));

    assert_eq!(
        (folder.names(), mode(&folder.file())),
        (vec!["token".into()], 0o600)
    );
    let other = folder.store().get("other").unwrap().unwrap();
    assert_eq!(other.bytes.expose(), b"y");
    let shown = format!("FileTokenStore({})", folder.file().display());
    assert_eq!(format!("{store:?}"), shown);
}

#[test]
fn a_folder_that_others_may_write_to_is_refused() {
    let folder = Folder::new();
    for (bits, why) in [
        (0o700, None),
        (0o755, None),
        (0o1777, None),
        (0o770, Some("others may write to its folder")),
        (0o777, Some("others may write to its folder")),
    ] {
        set_mode(folder.path(), bits);
        match why {
            None => folder.store().check().unwrap(),
            Some(why) => assert_refused(&folder.file(), why),
        }
        if why.is_some() {
            assert_eq!(folder.store().get("k"), Err(StoreFailed));
        }
    }
    assert_refused(&folder.path().join("missing/token"), "No such file");
    assert_refused(Path::new("/"), "names no file");
}

#[test]
fn a_file_that_others_may_touch_is_refused() {
    let folder = Folder::new();
    fs::write(folder.file(), "").unwrap();
    for bits in [0o604, 0o640, 0o602, 0o620, 0o644] {
        set_mode(&folder.file(), bits);
        assert_refused(&folder.file(), "must be 0600");
    }
    set_mode(&folder.file(), 0o600);
    folder.store().check().unwrap();
}

#[test]
fn a_file_of_somebody_else_is_refused() {
    let folder = Folder::new();
    let theirs = if geteuid().is_root() {
        fs::write(folder.file(), "").unwrap();
        chown(&folder.file(), Some(Uid::from_raw(1)), None).unwrap();
        folder.file()
    } else {
        "/etc/passwd".into()
    };
    assert_eq!(FileTokenStore::new(&theirs).get("k"), Err(StoreFailed));
    if geteuid().is_root() {
        assert_refused(&theirs, "somebody else");
    }
}

#[test]
fn a_link_is_not_followed_but_one_to_the_folder_is() {
    let folder = Folder::new();
    let (target, link) = (folder.path().join("target"), folder.file());
    symlink(&target, &link).unwrap();
    assert_refused(&link, "symbolic link");
    assert!(!target.exists());
    fs::write(&target, "somebody's").unwrap();
    assert_refused(&link, "symbolic link");
    assert_eq!(FileTokenStore::new(&link).get("k"), Err(StoreFailed));
    assert_eq!(fs::read(&target).unwrap(), b"somebody's");

    let real = Folder::new();
    let to_folder = folder.path().join("folder");
    symlink(real.path(), &to_folder).unwrap();
    let through = FileTokenStore::new(to_folder.join("token"));
    assert_eq!(through.put_if("k", None, b"x"), Ok(Put::Written));
    assert!(real.store().get("k").unwrap().is_some());
}

#[test]
fn what_is_no_token_store_stays_as_it_is() {
    let folder = Folder::new();
    fs::write(folder.file(), "somebody's notes\n").unwrap();
    set_mode(&folder.file(), 0o600);
    assert_refused(&folder.file(), "no token store");
    assert_eq!(fs::read(folder.file()).unwrap(), b"somebody's notes\n");
    fs::write(folder.file(), vec![b'x'; 2 << 20]).unwrap();
    assert_refused(&folder.file(), "longer");

    fs::remove_file(folder.file()).unwrap();
    // Nobody writes to this pipe: whoever waited for that would wait for ever.
    mkfifo(&folder.file(), Mode::S_IRUSR | Mode::S_IWUSR).unwrap();
    assert_refused(&folder.file(), "no regular file");
    assert_eq!(folder.store().get("k"), Err(StoreFailed));
    fs::remove_file(folder.file()).unwrap();
    fs::create_dir(folder.file()).unwrap();
    assert_refused(&folder.file(), "directory");
}

#[test]
fn what_a_killed_writer_left_behind_is_written_over() {
    let folder = Folder::new();
    let left = folder.path().join("token.new");
    fs::write(&left, "half").unwrap();
    assert_eq!(folder.store().put_if("k", None, b"x"), Ok(Put::Written));
    let target = folder.path().join("target");
    symlink(&target, &left).unwrap();
    assert_eq!(folder.store().put_if("l", None, b"x"), Ok(Put::Written));
    assert_eq!(folder.names(), ["token"]);
}
