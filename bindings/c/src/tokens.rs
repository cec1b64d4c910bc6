//! Tokens
//!
//! On `post_token` a client fetches its tokens by itself, where the account holds the api key. A new
//! token of an account ends all its earlier ones, so **programs that use one account must share
//! one**: give their clients the same token store. It is dumb on purpose: it reads bytes, and
//! replaces them if nobody else has. What the bytes mean is the library's.
//!
//!     cad_token_store store = CAD_TOKEN_STORE_INIT;
//!     cad_file_token_store(cad_cstr("/var/lib/dialer/token"), &store);
//!     settings.token_store = &store;
//!
//! A store of your own is two functions over whatever your programs have in common, a row of a
//! database or a key of Redis. A program that must not hold the key has a token source instead: a
//! function that asks your own server for a token.
//!
//! These functions are called from threads of the library's own, without any lock held; the call
//! waits for them, at most until its deadline, and they may end after it. They must return: no
//! `longjmp`, no C++ exception. What they hand over by `*bytes`, `*version` and `*token`, made by
//! `cad_string_new`, is their caller's; it is NULL before.

use std::ffi::c_void;
use std::sync::Arc;

use cloudagent_disposition::{
    Client, Kind, Put, SecretBytes, StoreEntry, StoreFailed, Token, TokenSource, TokenStore,
};

use crate::codes::{own_codes, reported};
use crate::guard::Checked;
use crate::host::Host;
use crate::raw::{self, Given, Out, Sizable};
use crate::status::{CAD_NULL, cad_status};
use crate::text::{cad_str, cad_string};

own_codes! {
    /// What a token store answers. Closed.
    pub type cad_store_answer, named by cad_store_answer_name, in ANSWERS {
        /// Something is kept under the key.
        CAD_STORED_FOUND = 1 "found",
        /// Nothing is kept under the key.
        CAD_STORED_NOTHING = 2 "nothing",
        /// It was written.
        CAD_STORED_WRITTEN = 3 "written",
        /// It was not written: the version is another one by now.
        CAD_STORED_CONFLICT = 4 "conflict",
        /// The store could not do it. Whether something was written is not known.
        CAD_STORED_FAILED = 5 "failed",
    }
}

/// Where programs that use one account keep the token that they share. Begin with
/// CAD_TOKEN_STORE_INIT, or let `cad_file_token_store` fill it.
///
/// A key names an account at a server: 1 to 64 ASCII letters and digits, the same in every program
/// and language, and no secret. The bytes **hold a token**: don't log them. There are at most 16 KiB.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
#[expect(clippy::type_complexity, reason = "it is read as C, where it is none")]
pub struct cad_token_store {
    /// The size of this struct, by CAD_TOKEN_STORE_INIT.
    pub size: usize,
    /// Whatever you like: it is handed to the functions.
    pub user: *mut c_void,
    /// Reads what is kept under a key. Answers CAD_STORED_FOUND, and hands over the bytes and which
    /// writing of them this is, a text of your choice that no two writings under a key share;
    /// CAD_STORED_NOTHING; or anything else, which is a failure.
    pub get: Option<
        unsafe extern "C" fn(
            user: *mut c_void,
            key: cad_str,
            bytes: Out<'_, Option<Box<cad_string>>>,
            version: Out<'_, Option<Box<cad_string>>>,
        ) -> cad_store_answer,
    >,
    /// Keeps the bytes under the key if the version there still is this one, or if nothing is there
    /// where it is absent: **as one step** that nobody else can come into. Answers
    /// CAD_STORED_WRITTEN, CAD_STORED_CONFLICT, or anything else, which is a failure.
    pub put_if: Option<
        unsafe extern "C" fn(
            user: *mut c_void,
            key: cad_str,
            version: cad_str,
            bytes: cad_str,
        ) -> cad_store_answer,
    >,
    /// Frees `user`, once, when nothing uses it any more: from any thread. May be NULL.
    pub free: Option<unsafe extern "C" fn(user: *mut c_void)>,
}

// SAFETY: `repr(C)`, its size comes first. A function pointer is believed like any pointer: it is
// NULL or what its type says.
unsafe impl Sizable for cad_token_store {}

impl Given for cad_token_store {}

/// Where the tokens of an account come from that was made by `cad_account_with_token_source`. Begin
/// with CAD_TOKEN_SOURCE_INIT.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_token_source {
    /// The size of this struct, by CAD_TOKEN_SOURCE_INIT.
    pub size: usize,
    /// Whatever you like: it is handed to the functions.
    pub user: *mut c_void,
    /// Hands over a token and returns 0; or returns the kind of why there is none, as a transport
    /// does, in doubt CAD_KIND_TRANSPORT_FAILED. `renew` is 1 where the server has refused the token
    /// that was given last: the same again is of no use.
    pub token: Option<
        unsafe extern "C" fn(
            user: *mut c_void,
            renew: u32,
            token: Out<'_, Option<Box<cad_string>>>,
        ) -> u32,
    >,
    /// Frees `user`, once, when nothing uses it any more: from any thread. May be NULL.
    pub free: Option<unsafe extern "C" fn(user: *mut c_void)>,
}

// SAFETY: as above.
unsafe impl Sizable for cad_token_source {}

impl Given for cad_token_source {}

/// Makes a text of your own, which is wiped when it is freed: what a token store and a token source
/// of yours hand over. Any bytes will do.
///
/// Writes `*out` on CAD_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_string_new(
    text: cad_str,
    out: Out<'_, Option<Box<cad_string>>>,
) -> cad_status {
    raw::make(out, || {
        // SAFETY: the caller's promise.
        Ok(cad_string::of_bytes(unsafe { raw::bytes(text) }?))
    })
}

/// A store of C's.
struct ForeignStore {
    store: cad_token_store,
    host: Host,
}

/// A source of C's.
struct ForeignSource {
    source: cad_token_source,
    host: Host,
}

// SAFETY: as of `Host`, which the pointer in them is.
unsafe impl Send for ForeignStore {}
// SAFETY: as above.
unsafe impl Sync for ForeignStore {}
// SAFETY: as above.
unsafe impl Send for ForeignSource {}
// SAFETY: as above.
unsafe impl Sync for ForeignSource {}

impl TokenStore for ForeignStore {
    fn get(&self, key: &str) -> Result<Option<StoreEntry>, StoreFailed> {
        let get = self.store.get.ok_or(StoreFailed)?;
        let mut bytes = raw::Handed::new();
        let mut version = raw::Handed::new();
        // SAFETY: the caller's promise; what is handed over is looked at afterwards only.
        let answer = unsafe {
            get(
                self.host.user(),
                cad_str::of(key),
                bytes.place(),
                version.place(),
            )
        };
        // What was handed over is taken in any case: nobody else frees it.
        match (answer, bytes.take(), version.take()) {
            (CAD_STORED_FOUND, Some(bytes), Some(version)) => Ok(Some(StoreEntry {
                bytes: SecretBytes::new(bytes.bytes()),
                version: std::str::from_utf8(version.bytes())?.to_owned(),
            })),
            (CAD_STORED_NOTHING, _, _) => Ok(None),
            _ => Err(StoreFailed),
        }
    }

    fn put_if(&self, key: &str, version: Option<&str>, bytes: &[u8]) -> Result<Put, StoreFailed> {
        let put_if = self.store.put_if.ok_or(StoreFailed)?;
        let (key, version) = (cad_str::of(key), cad_str::of_option(version));
        // SAFETY: the caller's promise.
        match unsafe { put_if(self.host.user(), key, version, cad_str::of_bytes(bytes)) } {
            CAD_STORED_WRITTEN => Ok(Put::Written),
            CAD_STORED_CONFLICT => Ok(Put::Conflict),
            _ => Err(StoreFailed),
        }
    }
}

impl TokenSource for ForeignSource {
    fn token(&self, renew: bool) -> Result<Token, Kind> {
        let token = self.source.token.ok_or(Kind::TransportFailed)?;
        let mut given = raw::Handed::new();
        // SAFETY: the caller's promise; what is handed over is looked at afterwards only.
        let kind = unsafe { token(self.host.user(), u32::from(renew), given.place()) };
        match (kind, given.take()) {
            (0, Some(given)) => Ok(token_of(given.bytes())),
            (0, None) => Err(Kind::TransportFailed),
            (kind, _) => Err(reported(kind).unwrap_or(Kind::TransportFailed)),
        }
    }
}

/// A token that came from outside. What is not UTF-8 in it becomes a character that no token has.
pub(crate) fn token_of(bytes: &[u8]) -> Token {
    match std::str::from_utf8(bytes) {
        Ok(text) => Token::new(text),
        Err(_) => Token::new("\u{FFFD}"),
    }
}

/// What a client is given besides its settings.
#[derive(Default)]
pub(crate) struct Tokens {
    store: Option<Arc<ForeignStore>>,
    source: Option<Arc<ForeignSource>>,
}

impl Tokens {
    /// Reads both; either may be NULL.
    pub(crate) unsafe fn read(
        store: *const cad_token_store,
        source: *const cad_token_source,
    ) -> Checked<Self> {
        let mut read = Self::default();
        if !store.is_null() {
            // SAFETY: the caller's promise.
            let store = unsafe { raw::sized(store) }?;
            if store.get.is_none() || store.put_if.is_none() {
                return Err(CAD_NULL);
            }
            let host = Host::new(store.user, store.free);
            read.store = Some(Arc::new(ForeignStore { store, host }));
        }
        if !source.is_null() {
            // SAFETY: the caller's promise.
            let source = unsafe { raw::sized(source) }?;
            if source.token.is_none() {
                return Err(CAD_NULL);
            }
            let host = Host::new(source.user, source.free);
            read.source = Some(Arc::new(ForeignSource { source, host }));
        }
        Ok(read)
    }

    /// Gives them to the client, which owns what they point to from here on.
    pub(crate) fn given_to(self, mut client: Client) -> Client {
        if let Some(store) = self.store {
            store.host.adopt();
            client = client.token_store(store);
        }
        if let Some(source) = self.source {
            source.host.adopt();
            client = client.token_source(source);
        }
        client
    }
}
