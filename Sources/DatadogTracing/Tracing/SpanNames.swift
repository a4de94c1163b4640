// SPDX-License-Identifier: Apache-2.0

/// What a span is called when it starts.
///
/// Only lent, and written down at once: a copy would count references for each text.
struct SpanNames {
    let name: String
    /// Nil or empty unless given: the span has that of the span above.
    var service: String?
    /// Nil or empty if it is the name.
    var resource: String?
    var type: String?
}
