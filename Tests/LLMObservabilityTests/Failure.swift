// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

/// An error of the name and message that the reference program's error has.
struct Failure: DatadogErrorDescribing {
    let errorType: String
    let errorMessage: String

    init(_ type: String, _ message: String) {
        errorType = type
        errorMessage = message
    }
}
