// SPDX-License-Identifier: Apache-2.0

import Tracing

/// Reads trace context out of a job's headers, whose keys are lower case.
struct HeaderExtractor: Extractor {
    func extract(key: String, from carrier: [String: String]) -> String? { carrier[key.lowercased()] }
}
