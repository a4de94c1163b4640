// SPDX-License-Identifier: Apache-2.0

/// A bar on standard error while long work goes on; silent where nobody watches.
struct ProgressBar {
    let total: Int
    let title: String

    func show(_ done: Int) {
        guard Terminal.errorIsTerminal else { return }
        let width = 30
        let filled = total == 0 ? width : done * width / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        Terminal.note("\r\(title) \(bar) \(done)/\(total)")
    }

    func finish() {
        if Terminal.errorIsTerminal { Terminal.note("\r\u{1B}[K") }
    }
}
