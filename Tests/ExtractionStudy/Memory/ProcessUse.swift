// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// What a process has used so far, as the kernel tells it in `proc(5)`.
struct ProcessUse {
    /// Processor time, its own and the kernel's for it.
    let cpu: Duration
    /// The largest that it has been in memory.
    let largestMegabytes: Int

    init(of process: ChildProcess) throws {
        let status = try String(contentsOfFile: "/proc/\(process.id)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        largestMegabytes = (line?.split(whereSeparator: \.isWhitespace)[1]).flatMap { Int($0) }.map { $0 / 1024 } ?? 0
        let text = try String(contentsOfFile: "/proc/\(process.id)/stat", encoding: .utf8)
        // After the name, which is in brackets and may hold anything: state is field 3, user time 14, kernel time 15.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ").dropFirst()
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Int($0) }.reduce(0, +)
        cpu = .seconds(1) * ticks / sysconf(Int32(_SC_CLK_TCK))
    }
}
