// SPDX-License-Identifier: Apache-2.0

public import Tracing

/// Reads trace headers from a list in which a name may come more than once; names match in any case.
///
/// Values of one name are joined by commas, as HTTP says: several `tracestate` or `baggage` headers make one, while a
/// trace id that came twice is no trace id.
public struct RepeatedHeaderExtractor: Extractor {
    /// An extractor; it has no state.
    public init() {}

    /// All values of this name, joined by commas.
    public func extract(key: String, from carrier: [(name: String, value: String)]) -> String? {
        var joined: String?
        for header in carrier where header.name.equalsIgnoringCase(key) {
            joined = joined.map { "\($0),\(header.value)" } ?? header.value
        }
        return joined
    }
}
