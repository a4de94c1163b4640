// SPDX-License-Identifier: Apache-2.0

extension EnvironmentValues {
    /// Propagation styles in the order written, separated by commas; `none` is no style, and unknown ones are left out.
    ///
    /// Nil if none of them is known.
    mutating func styles(_ name: String) -> [PropagationStyle]? {
        guard let items = list(name), !items.isEmpty else { return nil }
        var styles: [PropagationStyle] = []
        var isAnyKnown = false
        for item in items.map({ $0.lowercased() }) {
            let style = Self.styles[item]
            let isKnown = style != nil || item == "none"
            if !isKnown { refuse(name, item, "use datadog, tracecontext, b3, b3multi, baggage or none") }
            isAnyKnown = isAnyKnown || isKnown
            if let style, !styles.contains(style) { styles.append(style) }
        }
        return isAnyKnown ? styles : nil
    }

    mutating func extractionBehavior(_ name: String) -> ExtractionBehavior? {
        guard let value = self[name] else { return nil }
        guard let behavior = ExtractionBehavior(rawValue: value.lowercased()) else {
            refuse(name, value, "use continue, restart or ignore")
            return nil
        }
        return behavior
    }

    private static let styles: [String: PropagationStyle] = [
        "datadog": .datadog, "tracecontext": .traceContext, "baggage": .baggage,
        "b3": .b3, "b3 single header": .b3, "b3multi": .b3Multi,
    ]
}
