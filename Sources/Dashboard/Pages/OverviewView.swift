// SPDX-License-Identifier: Apache-2.0

/// What the overview shows.
struct OverviewView {
    let figures: [Figure]
    let mode: String
    let modeMeaning: String
    let isPaused: Bool
    let isDraining: Bool
    let isOpen: Bool
    let waitingLine: Sparkline?
    let rateLine: Sparkline?
    let runTimeLine: Sparkline?
    let classes: [ErrorClassRow]
    let gates: [GateRow]
    let hasGates: Bool
    let dropped: String?
}

/// Dead letters of one error class.
struct ErrorClassRow {
    let className: String
    let count: String
    /// Of all, from 0 to 100.
    let share: Int
    let href: String
    let last: ShownTime
}

/// One model's gate.
struct GateRow {
    let gateName: String
    let state: String
    let isClosed: Bool
    let because: String?
    let rate: String
    let failures: Int
}
