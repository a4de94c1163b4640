// SPDX-License-Identifier: Apache-2.0

import Foundation

extension [Double] {
    /// The middle value; of two middle ones the greater.
    var median: Double { sorted()[count / 2] }
}

/// Prints a line of a table: a name, then figures.
func printRow(_ name: String, _ figures: [String]) {
    let padded = figures.map { String(repeating: " ", count: max(14 - $0.count, 1)) + $0 }
    print(name.padding(toLength: 48, withPad: " ", startingAt: 0) + padded.joined())
}

extension Double {
    func text(_ decimals: Int = 0) -> String { String(format: "%.\(decimals)f", self) }
}
