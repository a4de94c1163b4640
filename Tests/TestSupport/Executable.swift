// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Programs on this machine.
public enum Executable {
    /// The absolute path of the program `name` as found in `PATH`, or nil.
    public static func path(of name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
