// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The names of this process's threads, as the kernel knows them.
enum ThreadNames {
    static func current() -> [String] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        return tasks.compactMap { task in
            let name = try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)
            return name?.trimmingCharacters(in: .newlines)
        }
    }

    /// Returns when no thread has that name: nothing tells of a detached thread's very end, so this looks repeatedly.
    static func waitUntilGone(_ name: String) async throws {
        try await eventually("the end of the thread \(name)") { !current().contains(name) }
    }
}
