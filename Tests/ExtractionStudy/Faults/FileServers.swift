// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization
import TestSupport

/// Servers of files with their troubles. Each trouble of each job has a server of its own: workers leave one that keeps
/// failing alone, whichever jobs it was for.
final class FileServers: Sendable {
    private let sheet: [UInt8]
    private let localPath: String
    private let servers = Mutex<[LoopbackHTTPServer]>([])

    /// - Parameters:
    ///   - sheet: The file as it should be.
    ///   - localPath: Where it lies in a folder that the worker may read.
    init(sheet: [UInt8], localPath: String) {
        self.sheet = sheet
        self.localPath = localPath
    }

    deinit {
        for server in servers.withLock({ $0 }) { server.stop() }
    }

    /// The file as a job names it.
    func file(with trouble: FileTrouble) throws -> JSONValue {
        switch trouble {
        case .none: ["uri": .string("file://\(localPath)")]
        case .outside: ["uri": "file:///etc/hostname"]
        case .internalAddress: ["uri": "http://169.254.169.254/sheet.pdf"]
        case .otherContent:
            ["uri": .string(try serve(trouble)), "sha256": .string(String(repeating: "0", count: 64))]
        default: ["uri": .string(try serve(trouble))]
        }
    }

    private func serve(_ trouble: FileTrouble) throws -> String {
        let asked = Counter()
        let server = try LoopbackHTTPServer { [sheet] _ in trouble.answer(to: asked.next(), sheet: sheet) }
        servers.withLock { $0.append(server) }
        return "\(server.url)/sheet.pdf"
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }
}
