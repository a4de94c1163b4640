// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// SIGPIPE, which a write to a pipe or socket without a reader causes, and which ends the process unless it is held back.
enum PipeSignal {
    /// Runs `write` with this thread's SIGPIPE held back, and takes the one that a failed write has caused.
    ///
    /// - Parameter write: whether all was written.
    static func heldBack(_ write: () -> Bool) -> Bool {
        var (signals, before, pending) = (sigset_t(), sigset_t(), sigset_t())
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        sigpending(&pending)
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let isWritten = write()
        if !isWritten, sigismember(&pending, SIGPIPE) == 0 {
            var now = timespec()
            sigtimedwait(&signals, nil, &now)
        }
        return isWritten
    }
}
