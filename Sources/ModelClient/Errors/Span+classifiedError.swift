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
}

/// Runs `body` in a new span; an error that leaves it marks the span and keeps its type.
package func withClassifiedSpan<Value, Failure: ClassifiedError>(
    _ name: String,
    _ body: nonisolated(nonsending) (any Span) async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await withSpan(name) { span in
        do throws(Failure) {
            return .success(try await body(span))
        } catch {
            if span.attributes.get("error.type") == nil {
                span.fail(error)
            }
            return .failure(error)
        }
    }
    return try result.get()
}
