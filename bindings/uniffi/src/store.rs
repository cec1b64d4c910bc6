//! What a token store is asked and what it answers, and the store that is a file.

use std::fmt;
use std::sync::Arc;

use cloudagent_disposition::{FileTokenStore, SecretBytes, StoreAnswer, StoreOperation};

use crate::bytes::Bytes;
use crate::counted::Counted;
use crate::misuse::Misuse;
use crate::planted::panic_at;

/// Bytes that hold a token. They print as `SecretBytes([redacted])`.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct SecretBytesHandle(Counted<SecretBytes>);

#[uniffi::export]
impl SecretBytesHandle {
    /// Takes the bytes as they are.
    #[uniffi::constructor]
    pub fn new(bytes: Bytes) -> Result<Arc<Self>, Misuse> {
        Ok(Self::of(SecretBytes::new(bytes.0)))
    }

    /// The bytes themselves, for the store that keeps them.
    pub fn expose(&self) -> Result<Bytes, Misuse> {
        Ok(Bytes(self.0.expose().to_vec()))
    }
}

impl SecretBytesHandle {
    fn of(bytes: SecretBytes) -> Arc<Self> {
        Arc::new(Self(Counted::new(bytes)))
    }
}

impl fmt::Debug for SecretBytesHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A [`StoreOperation`].
#[derive(Debug, Clone, uniffi::Enum)]
pub enum StoreOperationData {
    /// Read what is kept under the key.
    Get {
        /// What to look under.
        key: String,
    },
    /// Keep these bytes under the key if its version is still this one, as one step.
    PutIf {
        /// What to keep them under.
        key: String,
        /// The version that was read; none if there must be nothing under the key.
        version: Option<String>,
        /// What to keep.
        bytes: Arc<SecretBytesHandle>,
    },
}

impl TryFrom<StoreOperation> for StoreOperationData {
    type Error = Misuse;

    fn try_from(operation: StoreOperation) -> Result<Self, Misuse> {
        Ok(match operation {
            StoreOperation::Get { key } => Self::Get { key },
            StoreOperation::PutIf {
                key,
                version,
                bytes,
            } => Self::PutIf {
                key,
                version,
                bytes: SecretBytesHandle::of(bytes),
            },
            // The core's enum may grow, and then this bridge must too.
            _ => return Err(Misuse::UnknownStep),
        })
    }
}

impl From<StoreOperationData> for StoreOperation {
    fn from(operation: StoreOperationData) -> Self {
        match operation {
            StoreOperationData::Get { key } => Self::Get { key },
            StoreOperationData::PutIf {
                key,
                version,
                bytes,
            } => Self::PutIf {
                key,
                version,
                bytes: (*bytes.0).clone(),
            },
        }
    }
}

/// A [`StoreAnswer`].
#[derive(Debug, Clone, uniffi::Enum)]
pub enum StoreAnswerData {
    /// Something is kept under the key.
    Found {
        /// What was put there.
        bytes: Arc<SecretBytesHandle>,
        /// Which writing of it this is.
        version: String,
    },
    /// Nothing is kept under the key.
    Nothing,
    /// It was written.
    Written,
    /// It was not written: the version is another one by now.
    Conflict,
    /// The store could not do it.
    Failed,
}

impl From<StoreAnswerData> for StoreAnswer {
    fn from(answer: StoreAnswerData) -> Self {
        match answer {
            StoreAnswerData::Found { bytes, version } => Self::Found {
                bytes: (*bytes.0).clone(),
                version,
            },
            StoreAnswerData::Nothing => Self::Nothing,
            StoreAnswerData::Written => Self::Written,
            StoreAnswerData::Conflict => Self::Conflict,
            StoreAnswerData::Failed => Self::Failed,
        }
    }
}

impl TryFrom<StoreAnswer> for StoreAnswerData {
    type Error = Misuse;

    fn try_from(answer: StoreAnswer) -> Result<Self, Misuse> {
        Ok(match answer {
            StoreAnswer::Found { bytes, version } => Self::Found {
                bytes: SecretBytesHandle::of(bytes),
                version,
            },
            StoreAnswer::Nothing => Self::Nothing,
            StoreAnswer::Written => Self::Written,
            StoreAnswer::Conflict => Self::Conflict,
            StoreAnswer::Failed => Self::Failed,
            _ => return Err(Misuse::UnknownStep),
        })
    }
}

/// A [`FileTokenStore`].
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct FileStoreHandle(pub(crate) Counted<Arc<FileTokenStore>>);

#[uniffi::export]
impl FileStoreHandle {
    /// A store in the file of this path. No I/O.
    #[uniffi::constructor]
    pub fn new(path: String) -> Result<Arc<Self>, Misuse> {
        panic_at(&path);
        let store = Arc::new(FileTokenStore::new(path));
        Ok(Arc::new(Self(Counted::new(store))))
    }

    /// Does what the engine asks for. Blocks for the time of the file's lock, reading and writing.
    pub fn carry_out(&self, operation: StoreOperationData) -> Result<StoreAnswerData, Misuse> {
        let store: &FileTokenStore = &self.0;
        StoreOperation::from(operation).carry_out(store).try_into()
    }
}
