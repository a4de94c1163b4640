// SPDX-License-Identifier: Apache-2.0

extension ModelError {
    /// The error, unless it is the cancellation of a call that another one has made needless.
    ///
    /// A provider that was asked has read the question, and does not tell how many tokens that were: they are estimated.
    func told(to request: ModelRequest, wasAsked: Bool) -> ModelError {
        guard errorClass == .workerShutdown, request.isSuperseded() else { return self }
        var error = self
        error.errorClass = .superseded
        error.message = "given up: another call for the same answer came first"
        if wasAsked, usage == .zero { error.usage = TokenUsage(prompt: request.estimatedPromptTokens) }
        return error
    }
}
