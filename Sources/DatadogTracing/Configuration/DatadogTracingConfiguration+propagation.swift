// SPDX-License-Identifier: Apache-2.0

extension DatadogTracingConfiguration {
    mutating func readPropagation(_ values: inout EnvironmentValues) {
        let both = values.styles("DD_TRACE_PROPAGATION_STYLE")
        extractStyles = values.styles("DD_TRACE_PROPAGATION_STYLE_EXTRACT") ?? both ?? PropagationStyle.standard
        injectStyles = values.styles("DD_TRACE_PROPAGATION_STYLE_INJECT") ?? both ?? PropagationStyle.standard
        extractsFirstStyleOnly = values.bool("DD_TRACE_PROPAGATION_EXTRACT_FIRST") ?? false
        if let behavior = values.extractionBehavior("DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT") {
            extractionBehavior = behavior
        }
        if let length = values.integer("DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH", in: 0...8_192) {
            maximumTagsHeaderLength = length
        }
        if let keys = values.list("DD_TRACE_BAGGAGE_TAG_KEYS") { baggageTagKeys = keys }
        if let items = values.integer("DD_TRACE_BAGGAGE_MAX_ITEMS", in: 0...1_024) {
            limits.maximumBaggageItems = items
        }
        if let bytes = values.integer("DD_TRACE_BAGGAGE_MAX_BYTES", in: 0...65_536) {
            limits.maximumBaggageBytes = bytes
        }
    }
}
