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
        for header in carrier where header.name.matches(headerName: key) {
            joined = joined.map { "\($0),\(header.value)" } ?? header.value
        }
        return joined
    }
}

extension String {
    /// Whether this is `name` but for the case of ASCII letters; `name` is in lower case.
    func matches(headerName name: String) -> Bool {
        utf8.count == name.utf8.count
            && zip(utf8, name.utf8).allSatisfy { byte, lowercase in
                byte == lowercase || (byte | 0x20 == lowercase && byte >= 0x41 && byte <= 0x5a)
            }
    }
}
