// SPDX-License-Identifier: Apache-2.0

/// The process's environment, for what is no setting of ours (`Settings`): Datadog's variables, which the file with
/// settings may give, too, and the terminal's.
enum Environment {
    static let all = SettingSources.current.environment

    /// A variable's value; nil if it is unset or empty.
    static subscript(name: String) -> String? {
        all[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
