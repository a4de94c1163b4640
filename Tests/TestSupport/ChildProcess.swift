// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A program started by a test, ended by its process id at the latest when the last reference goes.
public final class ChildProcess: Sendable {
    /// The process id.
    public let id: Int32

    private let hasEnded = Mutex(false)

    /// Starts `program` with its standard input empty and both outputs written to the file at `outputPath`.
    ///
    /// - Parameters:
    ///   - program: An absolute path, or a name to be found in `PATH`.
    ///   - arguments: What follows the program's name.
    ///   - outputPath: Created or emptied.
    public init(_ program: String, arguments: [String], outputPath: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)

        var argv = ([program] + arguments).map { strdup($0) }
        argv.append(nil)
        defer { for argument in argv { free(argument) } }
        var id: Int32 = 0
        let status = posix_spawnp(&id, program, &actions, nil, argv, environ)
        guard status == 0 else { throw TestSupportError("cannot start \(program): errno \(status)") }
        self.id = id
    }

    deinit {
        let ended = hasEnded.withLock { $0 }
        guard !ended else { return }
        Glibc.kill(id, SIGKILL)
        var status: Int32 = 0
        waitpid(id, &status, 0)
    }

    /// Whether the process still runs; reaps it when it has just ended.
    public var isRunning: Bool {
        hasEnded.withLock { ended in
            guard !ended else { return false }
            var status: Int32 = 0
            ended = waitpid(id, &status, WNOHANG) == id
            return !ended
        }
    }

    /// Sends `signal`; does nothing once the process has ended, so that a reused id is never hit.
    public func send(_ signal: Int32) {
        hasEnded.withLock { ended in
            guard !ended else { return }
            Glibc.kill(id, signal)
        }
    }

    /// Returns once the process has ended and is reaped.
    public func waitUntilEnded() async {
        while isRunning {
            // The pause is only how often we look; nothing depends on its length.
            try? await Task.sleep(for: .milliseconds(2))
        }
    }
}
