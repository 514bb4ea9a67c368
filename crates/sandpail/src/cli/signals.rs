//! The signals that end a server.

use std::io;

use tokio::runtime::{self, Runtime};

/// Catches the signals that end a server, from the moment it exists.
pub(super) struct Signals {
    runtime: Runtime,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
}

impl Signals {
    /// From now on the signals no longer end the process by themselves.
    #[cfg(unix)]
    pub(super) fn catch() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
        let inside = runtime.enter();
        let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        drop(inside);
        Ok(Self { runtime, terminate, interrupt })
    }

    /// From now on Ctrl-C no longer ends the process by itself.
    #[cfg(windows)]
    pub(super) fn catch() -> io::Result<Self> {
        let runtime = runtime::Builder::new_current_thread().build()?;
        let inside = runtime.enter();
        let interrupt = tokio::signal::windows::ctrl_c()?;
        drop(inside);
        Ok(Self { runtime, interrupt })
    }

    /// Blocks until one of them comes, and returns its name.
    pub(super) fn wait(mut self) -> &'static str {
        self.runtime.block_on(async {
            #[cfg(unix)]
            tokio::select! {
                _ = self.terminate.recv() => "SIGTERM",
                _ = self.interrupt.recv() => "SIGINT",
            }
            #[cfg(windows)]
            {
                self.interrupt.recv().await;
                "Ctrl-C"
            }
        })
    }
}
