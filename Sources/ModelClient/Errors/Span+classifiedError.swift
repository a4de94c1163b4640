// SPDX-License-Identifier: Apache-2.0

package import Tracing

extension Span {
    /// Marks the span as failed with the error's class and message, unless a more telling type is given.
    package func fail(_ error: some ClassifiedError, type: String? = nil) {
        attributes["error.type"] = type ?? error.errorClass.rawValue
        attributes["error.message"] = error.message
        setStatus(SpanStatus(code: .error, message: error.message))
        recordError(error)
    }

    /// Runs `body`; an error that leaves it marks the span and keeps its type.
    package func classifying<Value, Failure: ClassifiedError>(
        _ body: nonisolated(nonsending) () async throws(Failure) -> Value
    ) async -> Result<Value, Failure> {
        do throws(Failure) {
            return .success(try await body())
        } catch {
            // What nobody waits for any more has not failed.
            if error.errorClass != .superseded, attributes.get("error.type") == nil { fail(error) }
            return .failure(error)
        }
    }
}

/// Runs `body` in a new span; an error that leaves it marks the span and keeps its type.
package func withClassifiedSpan<Value, Failure: ClassifiedError>(
    _ name: String,
    _ body: nonisolated(nonsending) (any Span) async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await withSpan(name) { span in
        await span.classifying { () async throws(Failure) in try await body(span) }
    }
    return try result.get()
}
