// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization
import TestSupport

/// A socket that plays the same lines to every client, one client at a time; gone when dropped.
final class ScriptedServer: Sendable {
    /// What to wait for in the bytes received since the last answer, and what to answer then; nothing means to hang up.
    struct Step: Sendable {
        var expected: String
        var answer: [UInt8]

        init(_ expected: String, _ answer: String) {
            self.expected = expected
            self.answer = Array(answer.utf8)
        }
    }

    /// The Unix socket, or where it listens at a port, a path without one.
    let path: String
    private let directory: TemporaryDirectory
    private let descriptor: Int32

    /// Listens on a Unix socket.
    init(_ steps: [Step]) throws {
        directory = try TemporaryDirectory()
        path = directory.path + "/s"
        descriptor = try SilentListener.listening(at: path)
        accept(steps)
    }

    /// Listens at a loopback port.
    init(port: Int, _ steps: [Step]) throws {
        directory = try TemporaryDirectory()
        path = directory.path + "/s"
        descriptor = try SilentListener.listening(at: port)
        accept(steps)
    }

    private func accept(_ steps: [Step]) {
        let listener = descriptor
        Thread.detachNewThread {
            while true {
                let client = Glibc.accept(listener, nil, nil)
                guard client >= 0 else { break }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                Self.play(steps, to: client)
                close(client)
            }
            close(listener)
        }
    }

    deinit {
        // Lets `accept` return; the thread closes the descriptor.
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    // Ends when the client hangs up, which it does at the latest when the test closes its connection.
    private static func play(_ steps: [Step], to client: Int32) {
        var steps = steps[...]
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            received += buffer.prefix(count)
            guard let step = steps.first, String(decoding: received, as: UTF8.self).contains(step.expected) else {
                continue
            }
            received = []
            steps = steps.dropFirst()
            guard !step.answer.isEmpty else { return }
            guard send(client, step.answer, step.answer.count, Int32(MSG_NOSIGNAL)) > 0 else { return }
        }
    }
}
