// SPDX-License-Identifier: Apache-2.0

import CurlHTTP

extension ModelError {
    /// What a failure on the way to the provider or back means.
    init(transport error: HTTPTransportError, timeout: Duration) {
        switch error.code {
        case .timedOut:
            self.init(.timeout, "no complete answer within \(timeout): \(error.message)")
        case .cancelled, .shutDown:
            self.init(.workerShutdown, "the call was cancelled: \(error.message)")
        case .overloaded:
            self.init(.workerOverloaded, "the provider was not asked: \(error.message)")
        case .invalidURL, .invalidRequest, .addressRefused, .tooManyRedirects, .tls:
            self.init(.badConfig, "the provider cannot be asked with this configuration: \(error.message)")
        default:
            self.init(.server, "the provider could not be reached or broke off: \(error.message)")
        }
    }
}
