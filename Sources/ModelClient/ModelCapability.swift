// SPDX-License-Identifier: Apache-2.0

/// What a model is asked for that not every model can.
public enum ModelCapability: String, Sendable, Hashable, CaseIterable {
    /// Taking pictures.
    case pictures
    /// Taking PDFs.
    case documents
    /// Answering in the shape of a schema.
    case structuredAnswers = "structured_answers"
    /// Being told how much to think.
    case thinking

    /// What is to be said of a model that cannot.
    public var lack: String {
        switch self {
        case .pictures: "it takes no pictures; choose a model that does"
        case .documents: "it takes no PDFs; choose a model that does, or send pictures of the pages"
        case .structuredAnswers: "it does not answer in the shape of a schema; choose a model that does"
        case .thinking: "it cannot be told how much to think; leave --thinking out, or choose a model that can"
        }
    }

    /// What a refusal says that the model cannot do. Providers have no codes for this, only words.
    init?(missingSaidBy providerMessage: String) {
        let text = providerMessage.lowercased()
        guard let found = Self.phrases.first(where: { text.contains($0.phrase) }) else { return nil }
        self = found.capability
    }

    private static let phrases: [(phrase: String, capability: ModelCapability)] = [
        ("image_url is only supported by certain models", .pictures),
        ("image input modality is not enabled", .pictures),
        ("is not a multimodal model", .pictures),
        ("support image input", .pictures),
        ("not support image", .pictures),
        ("not support pdf", .documents),
        ("not support document", .documents),
        ("not support file", .documents),
        ("json mode is not enabled", .structuredAnswers),
        ("'response_format' of type 'json_schema' is not supported", .structuredAnswers),
        ("not support structured output", .structuredAnswers),
        ("not support output format", .structuredAnswers),
        ("'reasoning_effort' is not supported", .thinking),
        ("not support the effort", .thinking),
        ("thinking is not supported", .thinking),
        ("thinking level is not supported", .thinking),
        ("not support thinking", .thinking),
    ]
}
