// SPDX-License-Identifier: Apache-2.0

import Glibc
import ServiceLifecycle

/// Takes two orders, one of which is declined, and then ends the process as an operator would.
struct ShopServer: Service {
    let shop: Shop

    /// As from a caller that is traced, too.
    static let headers = ["x-datadog-trace-id": "42", "x-datadog-parent-id": "7", "x-datadog-sampling-priority": "2"]

    func run() async throws {
        try await shop.checkout(Order(id: "o-1", items: 2, cents: 1_999), headers: Self.headers)
        try? await shop.checkout(Order(id: "o-2", items: 1, cents: 100_001), headers: [:])
        kill(getpid(), SIGTERM)
        try await gracefulShutdown()
    }
}
