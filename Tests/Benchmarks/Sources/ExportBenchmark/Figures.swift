// SPDX-License-Identifier: Apache-2.0

import Foundation

extension [Double] {
    /// The middle value; of two middle ones the greater.
    var median: Double { sorted()[count / 2] }
}

extension Double {
    func text(_ decimals: Int = 0) -> String { String(format: "%.\(decimals)f", self) }
}
