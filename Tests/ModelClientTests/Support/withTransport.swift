// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Logging

/// Runs the body with a real transport, which is shut down at its end.
func withTransport<Value>(_ body: (CurlTransport) async throws -> Value) async rethrows -> Value {
    let transport = CurlTransport(logger: Logger(label: "test"))
    do {
        let value = try await body(transport)
        await transport.shutdown()
        return value
    } catch {
        await transport.shutdown()
        throw error
    }
}
