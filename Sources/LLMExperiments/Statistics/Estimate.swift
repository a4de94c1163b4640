// SPDX-License-Identifier: Apache-2.0

/// An average with the interval in which the true one lies with 95 % confidence.
public struct Estimate: Sendable, Hashable {
    /// How the interval was found.
    public struct Method: RawRepresentable, Sendable, Hashable {
        /// A short name.
        public let rawValue: String

        /// A method of this name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Wilson's score interval for a share (Wilson 1927; Brown, Cai and DasGupta 2001 recommend it for few records).
        public static let wilson = Self(rawValue: "wilson")
        /// Student's t interval for a mean; rough for few records whose numbers are very uneven.
        public static let studentT = Self(rawValue: "student_t")
        /// Bonett's and Price's adjusted Wald interval for the difference of two shares of the same records (2012).
        public static let bonettPrice = Self(rawValue: "bonett_price")
    }

    /// How many records it is made of.
    public let count: Int
    /// The average.
    public let mean: Double
    /// Where the interval begins; nil if there are too few records for one.
    public let lower: Double?
    /// Where it ends.
    public let upper: Double?
    /// How it was found.
    public let method: Method

    /// The normal distribution's quantile for 95 %.
    static let z = 1.959963984540054

    /// The share of successes; nil without trials.
    public static func share(successes: Int, of count: Int) -> Estimate? {
        guard count > 0 else { return nil }
        let (n, share) = (Double(count), Double(successes) / Double(count))
        let centre = share + z * z / (2 * n)
        let spread = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        return Estimate(
            count: count,
            mean: share,
            lower: successes == 0 ? 0 : (centre - spread) / scale,
            upper: successes == count ? 1 : (centre + spread) / scale,
            method: .wilson
        )
    }

    /// The mean of numbers; nil without any.
    public static func mean(of numbers: [Double]) -> Estimate? {
        guard !numbers.isEmpty else { return nil }
        let n = Double(numbers.count)
        let mean = numbers.reduce(0, +) / n
        var half: Double?
        if numbers.count > 1 {
            let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
            half = StudentT(degrees: n - 1).quantile(0.975) * (variance / n).squareRoot()
        }
        return Estimate(
            count: numbers.count,
            mean: mean,
            lower: half.map { mean - $0 },
            upper: half.map { mean + $0 },
            method: .studentT
        )
    }

    /// By how much the share of a second run is higher, from records of both; nil without any.
    public static func difference(onlyFirst: Int, onlySecond: Int, of count: Int) -> Estimate? {
        guard count > 0 else { return nil }
        let n = Double(count) + 2
        let (first, second) = ((Double(onlyFirst) + 1) / n, (Double(onlySecond) + 1) / n)
        let half = z * ((first + second - (second - first) * (second - first)) / n).squareRoot()
        return Estimate(
            count: count,
            mean: Double(onlySecond - onlyFirst) / Double(count),
            lower: max(-1, second - first - half),
            upper: min(1, second - first + half),
            method: .bonettPrice
        )
    }
}
