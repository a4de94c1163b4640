// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A program started by a test, ended by its process id at the latest when the last reference goes.
public final class ChildProcess: Sendable {
    /// The process id.
    public let id: Int32

    private let waitStatus = Mutex<Int32?>(nil)

    /// Starts `program` with its outputs written to files, which are created or emptied.
    ///
    /// - Parameters:
    ///   - program: An absolute path, or a name to be found in `PATH`.
    ///   - arguments: What follows the program's name.
    ///   - environment: The program's whole environment; nil gives it the test's own.
    ///   - inputPath: The file that is its standard input; nil for an empty one.
    ///   - outputPath: Takes standard output.
    ///   - errorPath: Takes standard error; nil writes it to `outputPath`, too.
    public init(
        _ program: String,
        arguments: [String],
        environment: [String: String]? = nil,
        inputPath: String? = nil,
        outputPath: String,
        errorPath: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, inputPath ?? "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        if let errorPath {
            posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        } else {
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        let argv = Self.pointers([program] + arguments)
        let envp = environment.map { Self.pointers($0.map { "\($0.key)=\($0.value)" }) }
        defer { for pointer in argv + (envp ?? []) { free(pointer) } }
        var id: Int32 = 0
        let status =
            if let envp {
                posix_spawnp(&id, program, &actions, nil, argv, envp)
            } else {
                posix_spawnp(&id, program, &actions, nil, argv, environ)
            }
        guard status == 0 else { throw TestSupportError("cannot start \(program): errno \(status)") }
        self.id = id
    }

    deinit {
        guard isRunning else { return }
        Glibc.kill(id, SIGKILL)
        var status: Int32 = 0
        waitpid(id, &status, 0)
    }

    /// Whether the process still runs; reaps it when it has just ended.
    public var isRunning: Bool {
        waitStatus.withLock { ended in
            guard ended == nil else { return false }
            var status: Int32 = 0
            if waitpid(id, &status, WNOHANG) == id { ended = status }
            return ended == nil
        }
    }

    /// The exit code of a process that has ended by itself; 128 + the signal's number as shells have it if a signal
    /// ended it; nil while it runs.
    public var exitCode: Int32? {
        guard !isRunning, let status = waitStatus.withLock({ $0 }) else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Sends `signal`; does nothing once the process has ended, so that a reused id is never hit.
    public func send(_ signal: Int32) {
        waitStatus.withLock { ended in
            guard ended == nil else { return }
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

    private static func pointers(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
        strings.map { strdup($0) } + [nil]
    }
}
