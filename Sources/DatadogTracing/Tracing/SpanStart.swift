// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What is known when a span starts.
struct SpanStart {
    let operationName: String
    /// Nil if the span is to have no `span.kind`.
    let kind: SpanKind?
    let context: ServiceContext
    let source: SourcePlace
    var service: String?
    var resource: String?
    var type: String?
}

/// Where in the source a span was started.
struct SourcePlace: Sendable, CustomStringConvertible {
    let function: String
    let file: String
    let line: UInt

    var description: String { "\(function) (\(file):\(line))" }
}
