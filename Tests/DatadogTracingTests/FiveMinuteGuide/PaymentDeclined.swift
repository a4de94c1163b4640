// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

struct PaymentDeclined: DatadogErrorDescribing {
    let reason: String

    var errorType: String { "payment.declined" }
    var errorMessage: String { "The bank declined the payment: \(reason)" }
}
