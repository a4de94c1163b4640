// SPDX-License-Identifier: Apache-2.0

/// Someone who runs models and can be asked one question at a time.
public protocol ModelProvider: Sendable {
    /// The provider's short name on spans and in results, such as `gemini`.
    var name: String { get }

    /// Whose models these are, such as `google`.
    var vendor: String { get }

    /// The name of the call on spans, such as `call_gemini`.
    var toolName: String { get }

    /// Asks once; never retries. An answer without usable text is an error.
    func generate(_ request: ModelRequest) async throws(ModelError) -> ModelResponse

    /// The models that our key may use, in the provider's order; at most 10,000.
    func models() async throws(ModelError) -> [AvailableModel]
}
