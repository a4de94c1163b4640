// SPDX-License-Identifier: Apache-2.0

extension Double {
    /// The number brought into the range from 0 to 1; 0 if it is none, as in ddtrace.
    package var asRate: Double { self > 0 ? min(self, 1) : 0 }
}
