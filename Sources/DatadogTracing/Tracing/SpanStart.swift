// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What is known when a span starts.
struct SpanStart {
    let operationName: String
    let kind: SpanKind
    let context: ServiceContext
    let timer: SpanTimer
    let source: SourcePlace
}

/// Where in the source a span was started.
struct SourcePlace: Sendable, CustomStringConvertible {
    let function: String
    let file: String
    let line: UInt

    var description: String { "\(function) (\(file):\(line))" }
}
