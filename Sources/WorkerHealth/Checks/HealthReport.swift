// SPDX-License-Identifier: Apache-2.0

/// What a probe is told.
struct HealthReport {
    /// Why not all is well; empty if it is.
    let problems: [String]

    var isWell: Bool { problems.isEmpty }

    /// One line a problem, or `ok`.
    var text: String { (isWell ? ["ok"] : problems).map { "\($0)\n" }.joined() }

    /// The same on one line.
    var summary: String { isWell ? "ok" : problems.joined(separator: "; ") }
}
