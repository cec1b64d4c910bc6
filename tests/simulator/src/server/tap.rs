//! A stream that remembers what was read from it, because HTTP libraries tidy up what they hand on.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::wire::Wire;

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// The bytes that were read and not taken yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard(Arc<Mutex<Vec<u8>>>);

impl Heard {
    /// The head of the request at hand, without the empty line that ends it.
    pub(super) fn head(&self) -> Vec<u8> {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut windows = bytes.windows(END_OF_HEAD.len());
        let end = windows
            .position(|window| window == END_OF_HEAD)
            .unwrap_or(bytes.len());
        bytes[..end].to_vec()
    }

    /// Forgets the request at hand. No client of a simulator pipelines: nothing of a next request
    /// is here yet.
    pub(super) fn forget(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

pub(super) struct Tap {
    pub(super) stream: Wire,
    heard: Heard,
}

impl Tap {
    pub(super) fn new(stream: Wire, heard: Heard) -> Self {
        Self { stream, heard }
    }
}

impl AsyncRead for Tap {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        let read = &buffer.filled()[before..];
        self.heard
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(read);
        polled
    }
}

impl AsyncWrite for Tap {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
