// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the kernel says about this process's memory, in MiB.
enum ProcessMemory {
    /// Resident now.
    static var resident: Double { value("VmRSS:") }
    /// The most that was resident since ``resetPeak()``.
    static var peak: Double { value("VmHWM:") }

    /// Gives back what the allocator keeps for later, so that only what is in use counts.
    static func trim() {
        typealias MallocTrim = @convention(c) (Int) -> Int32
        // The C library's own function, which its module leaves out; nil where there is none.
        guard let symbol = dlsym(nil, "malloc_trim") else { return }
        _ = unsafeBitCast(symbol, to: MallocTrim.self)(0)
    }

    static func resetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    private static func value(_ name: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
        let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (kibibytes ?? 0) / 1024
    }
}
