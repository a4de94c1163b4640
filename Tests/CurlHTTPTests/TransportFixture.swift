// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Logging

extension CurlTransport {
    /// A transport for one test, shut down at its end.
    static func with<Value>(
        _ configuration: CurlTransportConfiguration = .init(),
        _ body: (CurlTransport) async throws -> Value
    ) async rethrows -> Value {
        let transport = CurlTransport(configuration: configuration, logger: Logger(label: "test"))
        do {
            let value = try await body(transport)
            await transport.shutdown()
            return value
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    /// The code that sending fails with, or nil when it succeeds.
    func failure(of request: HTTPTransportRequest) async -> HTTPTransportError? {
        do {
            _ = try await send(request)
            return nil
        } catch {
            return error
        }
    }
}
