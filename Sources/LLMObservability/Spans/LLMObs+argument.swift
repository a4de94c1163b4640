// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// An argument of a function as `LLMObsSpan.recordingCall` takes it; see ``value(of:)``.
    public static func argument<Value>(_ value: Value) -> JSONValue {
        self.value(of: value)
    }

    /// The same for what cannot be copied or may not leave the function: the name of its type.
    @_disfavoredOverload
    public static func argument<Value: ~Copyable & ~Escapable>(_ value: borrowing Value) -> JSONValue {
        .string("\(Value.self)")
    }
}
