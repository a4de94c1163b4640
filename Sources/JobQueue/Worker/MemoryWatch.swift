// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Watches how much memory this process holds.
struct MemoryWatch {
    /// Resident bytes beyond which it is too much.
    let limit: Int
    var interval: Duration = .seconds(5)
    var resident: @Sendable () -> Int? = Self.residentBytes

    /// Returns true once there is too much, false if the task is cancelled before.
    func waitUntilExceeded() async -> Bool {
        while !Task.isCancelled {
            if let bytes = resident(), bytes > limit { return true }
            try? await Task.sleep(for: interval)
        }
        return false
    }

    /// This process's resident bytes; nil where the kernel does not tell.
    static func residentBytes() -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
