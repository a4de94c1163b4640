// SPDX-License-Identifier: Apache-2.0

import Logging

extension Logger {
    /// For commands whose errors are their output.
    static let silent = Logger(label: "vote-extractor") { _ in SwiftLogNoOpLogHandler() }
}
