// SPDX-License-Identifier: Apache-2.0

/// Why a measurement is worth nothing.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
