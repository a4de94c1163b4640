// SPDX-License-Identifier: Apache-2.0

/// An error in the words of `error.type`, `error.message` and `error.stack`.
struct ErrorDescription: Sendable, Hashable {
    let type: String
    let message: String
    let stack: String

    /// How many causes are followed.
    private static let maximumDepth = 10
    /// Labels under which errors keep their cause when they do not say so through a protocol.
    private static let causeLabels: Set<String> = ["underlying", "underlyingError", "cause"]

    /// - Parameter origin: where the span that records the error was started.
    init(_ error: any Error, recordedIn origin: String) {
        type = Self.type(of: error)
        message = Self.message(of: error)
        var lines = [Self.line(error), "    in span \(origin)"]
        var next = Self.cause(of: error)
        while let cause = next, lines.count < Self.maximumDepth + 2 {
            lines.append("caused by " + Self.line(cause))
            next = Self.cause(of: cause)
        }
        stack = lines.joined(separator: "\n")
    }

    private static func line(_ error: any Error) -> String {
        let location = (error as? any DatadogErrorDescribing)?.errorLocation
        return "\(type(of: error)): \(message(of: error))" + (location.map { "\n    at \($0)" } ?? "")
    }

    private static func type(of error: any Error) -> String {
        (error as? any DatadogErrorDescribing)?.errorType ?? String(reflecting: Swift.type(of: error))
    }

    private static func message(of error: any Error) -> String {
        (error as? any DatadogErrorDescribing)?.errorMessage ?? String(describing: error)
    }

    private static func cause(of error: any Error) -> (any Error)? {
        if let describing = error as? any DatadogErrorDescribing { return describing.underlyingError }
        for child in Mirror(reflecting: error).children {
            guard let label = child.label, causeLabels.contains(label) else { continue }
            return unwrapped(child.value)
        }
        return nil
    }

    private static func unwrapped(_ value: Any) -> (any Error)? {
        // An optional must be opened by reflection: a nil one would bridge to nothing useful.
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional else { return value as? any Error }
        return mirror.children.first?.value as? any Error
    }
}
