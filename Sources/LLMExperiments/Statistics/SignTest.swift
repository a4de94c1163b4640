// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The exact two-sided sign test; for yes and no it is McNemar's exact test.
enum SignTest {
    /// How likely a split at least as uneven is if neither side is better; 1 without any differing pair.
    static func pValue(_ first: Int, _ second: Int) -> Double {
        let count = first + second
        guard count > 0 else { return 1 }
        var tail = 0.0
        for k in 0...min(first, second) {
            let ways = logFactorial(count) - logFactorial(k) - logFactorial(count - k)
            tail += exp(ways - Double(count) * log(2.0))
        }
        return min(1, 2 * tail)
    }

    private static func logFactorial(_ number: Int) -> Double {
        lgamma(Double(number) + 1)
    }
}
