// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Student's t distribution.
struct StudentT {
    let degrees: Double

    /// The chance of a value up to `t`.
    func cumulative(_ t: Double) -> Double {
        let tail = IncompleteBeta(a: degrees / 2, b: 0.5).value(at: degrees / (degrees + t * t)) / 2
        return t > 0 ? 1 - tail : tail
    }

    /// The value up to which the chance is `chance`, which is above 0.5.
    func quantile(_ chance: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        while cumulative(high) < chance, high < 1e9 { high *= 2 }
        for _ in 0..<200 where high - low > 1e-12 * high {
            let middle = (low + high) / 2
            if cumulative(middle) < chance { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}

/// The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22).
struct IncompleteBeta {
    let a: Double
    let b: Double

    func value(at x: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        // The fraction converges fast only below the distribution's middle.
        guard x <= (a + 1) / (a + b + 2) else { return 1 - IncompleteBeta(a: b, b: a).value(at: 1 - x) }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
        return front * fraction(x) / a
    }

    /// Lentz's method: numerator and denominator are followed from the front.
    private func fraction(_ x: Double) -> Double {
        var numerator = 1.0
        var denominator = 1 / (1 - (a + b) * x / (a + 1))
        var product = denominator
        for step in 1...500 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            denominator = 1 / (1 + even * denominator)
            numerator = 1 + even / numerator
            product *= numerator * denominator
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            denominator = 1 / (1 + odd * denominator)
            numerator = 1 + odd / numerator
            product *= numerator * denominator
            if abs(numerator * denominator - 1) < 1e-15 { break }
        }
        return product
    }
}
