// SPDX-License-Identifier: Apache-2.0

import Tracing

extension TracerInstant where Self == DefaultTracerClock.Timestamp {
    /// The moment so many microseconds after the beginning of 1970.
    static func microseconds(_ count: Int64) -> Self {
        let (nanoseconds, overflow) = UInt64(clamping: count).multipliedReportingOverflow(by: 1000)
        return Self(nanosecondsSinceEpoch: overflow ? .max : nanoseconds)
    }
}
