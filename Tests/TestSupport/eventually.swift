// SPDX-License-Identifier: Apache-2.0

/// Looks until `look` finds something. That it does not within two minutes, or before `process` ends, is an error, which
/// tells what was waited for and what `log` says.
@discardableResult
public func eventually<Value>(
    _ what: String,
    of process: ChildProcess? = nil,
    log: @autoclosure () -> String = "",
    _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(120)
    while true {
        // Asked first: what it did last is still seen.
        let isRunning = process?.isRunning ?? true
        if let value = try await look() { return value }
        guard isRunning, .now < deadline else {
            let end = isRunning ? "" : "; the process has ended"
            throw TestSupportError("waited in vain for \(what)\(end). \(log().suffix(4000))")
        }
        // The pause is only how often we look; nothing depends on its length.
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// Looks until `isTrue`, within the same bounds.
public func eventually(
    _ what: String,
    of process: ChildProcess? = nil,
    log: @autoclosure () -> String = "",
    _ isTrue: () async throws -> Bool
) async throws {
    try await eventually(what, of: process, log: log()) { try await isTrue() ? () : nil }
}
