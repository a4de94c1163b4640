// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc

/// Starts threads for work that blocks, which must not happen on Swift's own.
enum DedicatedThread {
    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Runs the body on a new, detached thread that takes no signals; false if the system has no thread to give.
    ///
    /// - Parameter name: What tools show for the thread; cut to the 15 bytes that Linux keeps.
    static func start(name: String, body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(name: name, body: body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                DedicatedThread.takeOn(work.name)
                work.body()
                return nil
            },
            work.toOpaque()
        )
        guard status == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private static func takeOn(_ name: String) {
        // With libcurl's own handling of SIGPIPE off, a write of OpenSSL's to a closed connection must not end the
        // process.
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_SETMASK, &signals, nil)
        _ = ccurl_name_current_thread(name)
    }
}
