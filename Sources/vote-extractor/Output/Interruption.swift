// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import UnixSignals

/// Ctrl-C and SIGTERM in the middle of a command.
enum Interruption {
    /// Does something; where the process is told to stop meanwhile, it says how things stand and ends.
    static func telling<T>(
        _ account: @autoclosure @escaping @Sendable () -> String,
        while body: () async throws -> T
    ) async throws -> T {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let listener = Task {
            for await _ in signals {
                Terminal.complain("interrupted; \(account())")
                Terminal.leave(.interrupted)
            }
        }
        defer { listener.cancel() }
        return try await body()
    }
}
