// SPDX-License-Identifier: Apache-2.0

extension DatadogTracingConfiguration {
    mutating func readPropagation(_ values: EnvironmentValues) throws(DatadogTracingError) {
        let both = try values.styles("DD_TRACE_PROPAGATION_STYLE")
        extractStyles = try values.styles("DD_TRACE_PROPAGATION_STYLE_EXTRACT") ?? both ?? PropagationStyle.standard
        injectStyles = try values.styles("DD_TRACE_PROPAGATION_STYLE_INJECT") ?? both ?? PropagationStyle.standard
        extractsFirstStyleOnly = try values.bool("DD_TRACE_PROPAGATION_EXTRACT_FIRST") ?? false
        if let behavior = try values.extractionBehavior("DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT") {
            extractionBehavior = behavior
        }
        if let length = try values.integer("DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH", in: 0...8_192) {
            maximumTagsHeaderLength = length
        }
        if let keys = values.list("DD_TRACE_BAGGAGE_TAG_KEYS") { baggageTagKeys = keys }
        if let items = try values.integer("DD_TRACE_BAGGAGE_MAX_ITEMS", in: 0...1_024) {
            limits.maximumBaggageItems = items
        }
        if let bytes = try values.integer("DD_TRACE_BAGGAGE_MAX_BYTES", in: 0...65_536) {
            limits.maximumBaggageBytes = bytes
        }
    }
}
