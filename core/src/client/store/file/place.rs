//! Where the file is: who may touch it, who holds it, and how it is replaced.
//!
//! All goes through a folder that is opened once, so what was checked is what is used. Every
//! operation opens the file anew: a descriptor that outlived it would be shared with a forked
//! child, and a lock with it.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{AtFlags, Flock, FlockArg, OFlag, openat, renameat};
use nix::sys::stat::{FileStat, Mode, SFlag, fstat, fstatat};
use nix::unistd::{UnlinkatFlags, geteuid, unlinkat};
use zeroize::Zeroizing;

use super::content::FILE_LIMIT;

/// How long somebody waits for the lock, who holds it for microseconds: only a process that was
/// stopped in that time is waited for so long.
const PATIENCE: Duration = Duration::from_secs(2);

/// The file's place: its folder, open, and its name there.
pub(super) struct Place {
    folder: File,
    name: OsString,
}

impl Place {
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(refused("the path names no file"));
        };
        let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC;
        let folder = File::from(nix::fcntl::open(folder, flags, Mode::empty())?);
        let stat = fstat(&folder)?;
        let writable = stat.st_mode & (Mode::S_IWGRP | Mode::S_IWOTH).bits() != 0;
        // In a sticky folder, such as /tmp, only a file's owner may rename or remove it.
        if writable && stat.st_mode & Mode::S_ISVTX.bits() == 0 {
            return Err(refused("others may write to its folder"));
        }
        if !is_ours(&stat) && stat.st_uid != 0 {
            return Err(refused("its folder belongs to somebody else"));
        }
        let name = name.to_owned();
        Ok(Self { folder, name })
    }

    /// The file's bytes; none where there is no file.
    pub(super) fn read(&self) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
        match self.open(OFlag::O_RDONLY) {
            Ok(file) => read(&file).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes the file if there is none, and holds it: until this is dropped nobody else does.
    pub(super) fn lock(&self) -> io::Result<Locked<'_>> {
        let begun = Instant::now();
        let mut pause = Duration::from_micros(100);
        loop {
            let file = self.open(OFlag::O_RDWR | OFlag::O_CREAT)?;
            match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
                Ok(file) if self.has(&file)? => return Ok(Locked { place: self, file }),
                // Who held it put another file here, which is locked anew.
                Ok(_) => {}
                Err((_, Errno::EWOULDBLOCK | Errno::EINTR)) => {
                    // A file's lock can be waited for without end or not at all, so it is asked again.
                    thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(10));
                }
                Err((_, errno)) => return Err(errno.into()),
            }
            if begun.elapsed() > PATIENCE {
                let text = "another process holds it, and does not let go";
                return Err(io::Error::new(io::ErrorKind::TimedOut, text));
            }
        }
    }

    /// Whether the file of this name is this one.
    fn has(&self, file: &File) -> io::Result<bool> {
        let held = fstat(file)?;
        match fstatat(&self.folder, &*self.name, AtFlags::AT_SYMLINK_NOFOLLOW) {
            Ok(there) => Ok((there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)),
            Err(Errno::ENOENT) => Ok(false),
            Err(errno) => Err(errno.into()),
        }
    }

    fn open(&self, how: OFlag) -> io::Result<File> {
        let file = open_at(&self.folder, &self.name, how)?;
        let stat = fstat(&file)?;
        if SFlag::from_bits_truncate(stat.st_mode) & SFlag::S_IFMT != SFlag::S_IFREG {
            return Err(refused("it is no regular file"));
        }
        if !is_ours(&stat) {
            return Err(refused("it belongs to somebody else"));
        }
        if stat.st_mode & (Mode::S_IRWXG | Mode::S_IRWXO).bits() != 0 {
            return Err(refused(
                "others may read it or write to it; its mode must be 0600",
            ));
        }
        Ok(file)
    }
}

/// The file, held.
pub(super) struct Locked<'a> {
    place: &'a Place,
    /// Its lock is taken off before it is closed: a child that was forked meanwhile has a copy of
    /// the descriptor, which would keep the lock.
    file: Flock<File>,
}

impl Locked<'_> {
    pub(super) fn read(&self) -> io::Result<Zeroizing<Vec<u8>>> {
        read(&self.file)
    }

    /// Puts a file of these bytes in this one's place, at one stroke. Not synced to the disk: what
    /// a machine that lost its power forgets is fetched again, and the lock is not for a disk to
    /// hold up.
    pub(super) fn replace(self, bytes: &[u8]) -> io::Result<()> {
        let Place { folder, name } = self.place;
        let mut new_name = name.clone();
        new_name.push(".new");
        // Only who holds the lock makes this file: one that is there was left by a killed process.
        match unlinkat(folder, &*new_name, UnlinkatFlags::NoRemoveDir) {
            Ok(()) | Err(Errno::ENOENT) => {}
            Err(errno) => return Err(errno.into()),
        }
        let how = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL;
        open_at(folder, &new_name, how)?.write_all(bytes)?;
        Ok(renameat(folder, &*new_name, folder, &**name)?)
    }
}

/// Opens no link, waits for nobody at a pipe's other end, and is not inherited by a program that is
/// started meanwhile.
fn open_at(folder: &File, name: &OsStr, how: OFlag) -> io::Result<File> {
    let how = how | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC | OFlag::O_NOCTTY;
    let opened = openat(folder, name, how, Mode::S_IRUSR | Mode::S_IWUSR);
    match opened {
        Ok(file) => Ok(File::from(file)),
        Err(Errno::ELOOP) => Err(refused("it is a symbolic link")),
        Err(errno) => Err(errno.into()),
    }
}

fn read(file: &File) -> io::Result<Zeroizing<Vec<u8>>> {
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    if length > FILE_LIMIT {
        return Err(refused("it is longer than a token store gets"));
    }
    let mut bytes = Zeroizing::new(vec![0; length]);
    (&mut &*file).read_exact(&mut bytes)?;
    Ok(bytes)
}

fn is_ours(stat: &FileStat) -> bool {
    stat.st_uid == geteuid().as_raw()
}

fn refused(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, why)
}

#[cfg(test)]
mod tests {
    use std::fs::DirBuilder;
    use std::os::unix::fs::DirBuilderExt as _;

    use super::*;

    #[test]
    fn a_copy_of_the_descriptor_does_not_keep_the_lock() {
        let name = format!("token-store-copy-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        DirBuilder::new().mode(0o700).create(&folder).unwrap();
        let place = Place::of(&folder.join("token")).unwrap();
        let locked = place.lock().unwrap();
        // What a child has that is forked now: the same open file, lock and all.
        let copy = locked.file.try_clone().unwrap();
        drop(locked);
        let begun = Instant::now();
        place.lock().unwrap().replace(b"x").unwrap();
        assert!(begun.elapsed() < PATIENCE);
        drop(copy);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
