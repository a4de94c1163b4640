// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What is known when a span starts.
struct SpanStart: ~Copyable {
    let operationName: String
    /// Nil if the span is to have no `span.kind`.
    let kind: SpanKind?
    let source: SourcePlace
    /// Empty if not given, as are the next two.
    var service = ""
    var resource = ""
    var type = ""

    init(operationName: String, kind: SpanKind?, function: String, file: String, line: UInt) {
        self.operationName = operationName
        self.kind = kind
        source = SourcePlace(function: function, file: file, line: line)
    }
}

/// Where in the source a span was started.
struct SourcePlace: Sendable, CustomStringConvertible {
    let function: String
    let file: String
    let line: UInt

    var description: String { "\(function) (\(file):\(line))" }
}
