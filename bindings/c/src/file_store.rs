//! The token store that is a file.

use std::ffi::{OsStr, c_void};
use std::os::unix::ffi::OsStrExt;

use cloudagent_disposition::{FileTokenStore, Put, StoreFailed, TokenStore};

use crate::guard::{self, Checked};
use crate::raw::{self, Out};
use crate::status::{CAD_INVALID, CAD_OK, cad_status};
use crate::text::{cad_str, cad_string};
use crate::tokens::{
    CAD_STORED_CONFLICT, CAD_STORED_FAILED, CAD_STORED_FOUND, CAD_STORED_NOTHING,
    CAD_STORED_WRITTEN, cad_store_answer, cad_token_store,
};

/// A path may be any bytes.
unsafe fn store_at(path: cad_str) -> Checked<FileTokenStore> {
    // SAFETY: the caller's promise.
    let path = unsafe { raw::bytes(path) }?;
    Ok(FileTokenStore::new(OsStr::from_bytes(path)))
}

/// Fills a token store that is one file on this machine, for programs of one user; many accounts may
/// share it. A relative path is resolved now. Nothing is opened yet; the file need not exist, its
/// folder must.
///
/// The file is readable for its owner only, and a folder that others may write to is refused, unless
/// only owners may remove files there, as in `/tmp`. A writing replaces the file as a whole, under a
/// lock that lives for microseconds and ends with its program.
///
/// Writes `*out`, whose `size` must be set (CAD_TOKEN_STORE_INIT), on CAD_OK.
///
/// Owner: you, by `out->free(out->user)`, until a client takes it over. A host that drives an engine
/// calls `out->get` and `out->put_if` by itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_file_token_store(
    path: cad_str,
    out: *mut cad_token_store,
) -> cad_status {
    guard::status(|| {
        // SAFETY: the caller's promise.
        let (out, store) = unsafe { (raw::sized_out(out)?, store_at(path)?) };
        out.write(cad_token_store {
            size: size_of::<cad_token_store>(),
            user: raw::hand_out(store),
            get: Some(get),
            put_if: Some(put_if),
            free: Some(free),
        });
        Ok(CAD_OK)
    })
}

/// Says whether a token store in this file can be used, and why not: for the start of a program. It
/// makes the file where there is none.
///
/// Writes `*problem` on CAD_INVALID: a text for a person, which names the file and holds no secret.
///
/// NULL: `problem` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_check_token_file(
    path: cad_str,
    problem: Out<'_, Option<Box<cad_string>>>,
) -> cad_status {
    guard::status(|| {
        let problem = raw::empty(problem);
        // SAFETY: the caller's promise.
        match unsafe { store_at(path) }?.check() {
            Ok(()) => Ok(CAD_OK),
            Err(error) => {
                raw::put(problem, cad_string::new(&error.to_string()));
                Ok(CAD_INVALID)
            }
        }
    })
}

/// Runs a function of the store: whatever goes wrong in it is a failure of the store.
unsafe fn answered(
    user: *mut c_void,
    answer: impl FnOnce(&FileTokenStore) -> Result<cad_store_answer, StoreFailed>,
) -> cad_store_answer {
    // SAFETY: the caller's promise: `user` is what `cad_file_token_store` wrote.
    match unsafe { raw::shared(user.cast::<FileTokenStore>()) } {
        Ok(store) => answer(store).unwrap_or(CAD_STORED_FAILED),
        Err(_) => CAD_STORED_FAILED,
    }
}

unsafe fn key_of<'a>(key: cad_str) -> Result<&'a str, StoreFailed> {
    // SAFETY: the caller's promise.
    let key = unsafe { raw::text(key) }.map_err(|_| StoreFailed)?;
    key.ok_or(StoreFailed)
}

unsafe extern "C" fn get(
    user: *mut c_void,
    key: cad_str,
    bytes: Out<'_, Option<Box<cad_string>>>,
    version: Out<'_, Option<Box<cad_string>>>,
) -> cad_store_answer {
    guard::value(CAD_STORED_FAILED, || {
        let (bytes, version) = (raw::empty(bytes), raw::empty(version));
        let answer = |store: &FileTokenStore| {
            // SAFETY: the caller's promise.
            let Some(entry) = store.get(unsafe { key_of(key) }?)? else {
                return Ok(CAD_STORED_NOTHING);
            };
            raw::put(bytes, cad_string::of_bytes(entry.bytes.expose()));
            raw::put(version, cad_string::new(&entry.version));
            Ok(CAD_STORED_FOUND)
        };
        // SAFETY: the caller's promise.
        unsafe { answered(user, answer) }
    })
}

unsafe extern "C" fn put_if(
    user: *mut c_void,
    key: cad_str,
    version: cad_str,
    bytes: cad_str,
) -> cad_store_answer {
    guard::value(CAD_STORED_FAILED, || {
        let answer = |store: &FileTokenStore| {
            // SAFETY: the caller's promise.
            let (key, version, bytes) =
                unsafe { (key_of(key)?, raw::text(version), raw::bytes(bytes)) };
            let (Ok(version), Ok(bytes)) = (version, bytes) else {
                return Err(StoreFailed);
            };
            Ok(match store.put_if(key, version, bytes)? {
                Put::Written => CAD_STORED_WRITTEN,
                Put::Conflict => CAD_STORED_CONFLICT,
            })
        };
        // SAFETY: the caller's promise.
        unsafe { answered(user, answer) }
    })
}

unsafe extern "C" fn free(user: *mut c_void) {
    // SAFETY: the caller's promise: `user` is what `cad_file_token_store` wrote, and nobody uses it.
    guard::value((), || unsafe { raw::take_back::<FileTokenStore>(user) });
}
