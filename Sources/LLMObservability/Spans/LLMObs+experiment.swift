// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
package import JSON
import Synchronization
package import Tracing

extension LLMObs {
    /// One record of an experiment: a task's input, its output, and what was expected.
    package enum ExperimentKind: LLMObsSpanKind {
        /// `experiment`.
        package static let name = "experiment"
    }

    /// Runs `body` inside a span of kind experiment; spans below it become members of the experiment, too.
    nonisolated(nonsending) package static func experiment<Value, Failure: Error>(
        _ name: String,
        _ membership: ExperimentMembership,
        context: ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ body: nonisolated(nonsending) (LLMObsSpan<ExperimentKind>) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let place = SourcePlace(function: function, file: fileID, line: line)
        var opening = SpanOpening(name, nil, nil, in: context, at: place)
        opening.experiment = membership
        return try await run(opening, body)
    }
}

extension LLMObsSpan<LLMObs.ExperimentKind> {
    /// Says what went in; it is sent as it is, not as text.
    package func annotate(input: @autoclosure () -> JSONValue) {
        record?.setInput { .value(input()) }
    }

    /// Says what came out; it is sent as it is, not as text.
    package func annotate(output: @autoclosure () -> JSONValue) {
        record?.setOutput { .value(output()) }
    }

    /// Says what should have come out.
    package func annotate(expectedOutput: @autoclosure () -> JSONValue) {
        record?.setExpectedOutput { .value(expectedOutput()) }
    }

    /// Says with which settings the task ran.
    package func annotate(configuration: @autoclosure () -> JSONObject) {
        record?.setConfiguration(configuration)
    }

    /// Makes no event of the span; the tracer's span stays.
    package func withdraw() {
        record?.state.withLock { $0.isWithdrawn = true }
    }

    /// Whether contents are sent as they are.
    package var capturesContent: Bool { record?.client.configuration.capturesContent ?? false }

    /// When the span started, in Unix nanoseconds; nil without a tracer of Datadog.
    package var start: Int64? { (apmSpan as? DatadogSpan).map { Int64(clamping: $0.startNanoseconds) } }
}
