// SPDX-License-Identifier: Apache-2.0

extension Bool {
    /// What a switch is set to in the environment: `true`, `1`, `yes` or `on`, or their opposites.
    init?(yesOrNo text: String) {
        switch text.lowercased() {
        case "true", "1", "yes", "on": self = true
        case "false", "0", "no", "off": self = false
        default: return nil
        }
    }
}
