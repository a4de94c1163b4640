// SPDX-License-Identifier: Apache-2.0

extension Double {
    /// The number as DogStatsD reads it: whole ones without a fraction.
    var metricText: String {
        Int64(exactly: self).map { String($0) } ?? description
    }
}
