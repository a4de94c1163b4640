// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The process's environment. Options take their defaults from it, so a flag wins over a variable.
enum Environment {
    static let all = ProcessInfo.processInfo.environment

    /// A variable's value; nil if it is unset or empty.
    static subscript(name: String) -> String? {
        all[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a variable is `1`, `true` or `yes`.
    static func flag(_ name: String) -> Bool {
        ["1", "true", "yes"].contains(self[name]?.lowercased() ?? "")
    }

    /// A variable that lists several values, separated by commas.
    static func list(_ name: String) -> [String] {
        (self[name] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
