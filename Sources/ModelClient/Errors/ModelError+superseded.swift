// SPDX-License-Identifier: Apache-2.0

extension ModelError {
    /// The error, unless it is the cancellation of a call that another one has made needless.
    func told(to request: ModelRequest) -> ModelError {
        guard errorClass == .workerShutdown, request.isSuperseded() else { return self }
        var error = self
        error.errorClass = .superseded
        error.message = "given up: another call for the same answer came first"
        return error
    }
}
