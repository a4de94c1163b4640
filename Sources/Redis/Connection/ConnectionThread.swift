// SPDX-License-Identifier: Apache-2.0

import CHiredis
import Glibc

/// A thread of its own for calls that block.
enum ConnectionThread {
    /// Runs `body` on a new thread; false when the system has none left.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let box = Unmanaged.passRetained(Body(run: body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                chiredis_prepare_thread("redis")
                // `start` passes the retained box, and nil is never handed in.
                Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            },
            box.toOpaque()
        )
        guard status == 0 else {
            box.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
