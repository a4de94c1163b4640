// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What is known when a span starts.
struct SpanStart: ~Copyable {
    let operationName: String
    /// Nil if the span is to have no `span.kind`.
    let kind: SpanKind?
    let source: SourcePlace
    /// Empty if not given, as are the next two.
    let service: String
    let resource: String
    let type: String

    init(
        _ operationName: String,
        _ kind: SpanKind?,
        _ source: SourcePlace,
        service: String? = nil,
        resource: String? = nil,
        type: String? = nil
    ) {
        self.operationName = operationName
        self.kind = kind
        self.source = source
        self.service = service ?? ""
        self.resource = resource ?? ""
        self.type = type ?? ""
    }
}

/// Where in the source a span was started.
struct SourcePlace: Sendable, CustomStringConvertible {
    let function: String
    let file: String
    let line: UInt

    var description: String { "\(function) (\(file):\(line))" }
}
