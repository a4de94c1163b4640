// SPDX-License-Identifier: Apache-2.0

public import JSON

/// One question to a model.
public struct ModelRequest: Sendable {
    /// The model's name, which also picks the provider.
    public var model: String
    /// What the model is shown, in order, as one user turn.
    public var parts: [ModelPart]
    /// The shape of the wanted answer, in the provider's dialect; nil leaves the shape open.
    public var responseSchema: JSONValue?
    /// How the model picks its words.
    public var sampling: SamplingParameters
    /// The most time the whole call may take.
    public var timeout: Duration

    /// Makes a request for a JSON answer.
    public init(
        model: String,
        parts: [ModelPart],
        responseSchema: JSONValue? = nil,
        sampling: SamplingParameters = SamplingParameters(),
        timeout: Duration = .seconds(120)
    ) {
        self.model = model
        self.parts = parts
        self.responseSchema = responseSchema
        self.sampling = sampling
        self.timeout = timeout
    }

    /// How many files the model is shown.
    public var fileCount: Int {
        parts.count { part in
            if case .data = part { true } else { false }
        }
    }
}
