// SPDX-License-Identifier: Apache-2.0

extension SettingSources {
    /// What is wrong with the names of variables: ours by their prefix, but of no setting, so that they do nothing.
    ///
    /// Commands run in spite of them, since neighbours may have variables of that prefix, too.
    var strangers: [String] {
        let known = Settings.all.map(\.variable) + [ConfigFileOption.variable]
        let keys = known.map(SettingEntry.key)
        return variables.filter { name, value in
            name.hasPrefix(SettingEntry.prefix) && !known.contains(name) && !Self.isServiceLink(name, value)
        }.keys.sorted().map { name in
            let guess = SettingEntry.key(of: name).nearest(in: keys).flatMap { keys.firstIndex(of: $0) }
            return "there is no setting \(name.printable)\(guess.map { "; did you mean \(known[$0])?" } ?? "")"
        }
    }

    /// Whether Kubernetes has set a variable for a service that is named as we are.
    private static func isServiceLink(_ name: String, _ value: String) -> Bool {
        name.contains("_SERVICE_HOST") || name.contains("_SERVICE_PORT") || name.contains("_TCP_")
            || name.contains("_UDP_") || value.hasPrefix("tcp://") || value.hasPrefix("udp://")
    }
}
