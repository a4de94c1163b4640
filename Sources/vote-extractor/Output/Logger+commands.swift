// SPDX-License-Identifier: Apache-2.0

import Logging

extension Logger {
    /// For commands whose errors are their output.
    static let silent = Logger(label: "vote-extractor") { _ in SwiftLogNoOpLogHandler() }

    /// For commands that say on standard error what goes wrong beside their work.
    static let warnings = Logger(label: "vote-extractor") { label in
        TerminalLogHandler(label: label, level: .warning)
    }
}
