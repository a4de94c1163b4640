// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What attributes say about the span itself; these are no tags.
///
/// Found in one pass that compares instead of hashing: it runs for each span that ends.
struct SpanFields {
    var service: String?
    var resource: String?
    var type: String?
    var isError = false
    var manual: ManualSampling?

    init(_ attributes: SpanAttributes) {
        var fields = Self()
        attributes.visit { key, value in fields.read(key, value) }
        self = fields
    }

    private init() {}

    private mutating func read(_ key: String, _ value: SpanAttribute) {
        switch key {
        case DatadogSpan.serviceKey: service = value.text
        case DatadogSpan.resourceKey: resource = value.text
        case DatadogSpan.typeKey: type = value.text
        case DatadogSpan.errorKey: isError = value.isTrue
        case ManualSampling.keepKey: if value.isTrue { manual = .keep }
        case ManualSampling.dropKey: if value.isTrue, manual == nil { manual = .drop }
        default: break
        }
    }

    /// Whether an attribute of this name is a field.
    static func contains(_ key: String) -> Bool {
        switch key {
        case DatadogSpan.serviceKey, DatadogSpan.resourceKey, DatadogSpan.typeKey, DatadogSpan.errorKey,
            ManualSampling.keepKey, ManualSampling.dropKey:
            true
        default: false
        }
    }
}
