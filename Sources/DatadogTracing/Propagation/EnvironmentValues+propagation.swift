// SPDX-License-Identifier: Apache-2.0

extension EnvironmentValues {
    /// Propagation styles in the order written, separated by commas; `none` is no style.
    func styles(_ name: String) throws(DatadogTracingError) -> [PropagationStyle]? {
        guard let items = list(name), !items.isEmpty else { return nil }
        var styles: [PropagationStyle] = []
        for item in items where item.lowercased() != "none" {
            guard let style = Self.styles[item.lowercased()] else {
                throw invalid(name, item, "use datadog, tracecontext, b3, b3multi, baggage or none")
            }
            if !styles.contains(style) { styles.append(style) }
        }
        return styles
    }

    func extractionBehavior(_ name: String) throws(DatadogTracingError) -> ExtractionBehavior? {
        guard let value = self[name] else { return nil }
        guard let behavior = ExtractionBehavior(rawValue: value.lowercased()) else {
            throw invalid(name, value, "use continue, restart or ignore")
        }
        return behavior
    }

    private static let styles: [String: PropagationStyle] = [
        "datadog": .datadog, "tracecontext": .traceContext, "baggage": .baggage,
        "b3": .b3, "b3 single header": .b3, "b3multi": .b3Multi,
    ]
}
