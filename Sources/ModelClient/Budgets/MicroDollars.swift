// SPDX-License-Identifier: Apache-2.0

/// An amount of US dollars, exact to a millionth.
public struct MicroDollars: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The amount in millionths of a dollar.
    public var millionths: Int64

    /// A thousand million dollars: sums of such amounts stay exact wherever they are reckoned.
    private static let largest: Int64 = 1_000_000_000_000_000

    /// Makes an amount.
    public init(millionths: Int64) { self.millionths = millionths }

    /// Reads a decimal such as `12` or `0.25`, exactly; nil for more than six places or more than 10⁹ dollars.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : ""
        guard parts.count <= 2, let whole = Self.digits(parts[0]), whole <= Self.largest / 1_000_000,
            fraction.utf8.count <= 6, parts.count == 1 || Self.digits(fraction) != nil,
            let rest = Int64(fraction + String(repeating: "0", count: 6 - fraction.utf8.count))
        else { return nil }
        let millionths = whole * 1_000_000 + rest
        guard millionths <= Self.largest else { return nil }
        self.init(millionths: millionths)
    }

    /// The millionths nearest to a number as JSON has it; nil below zero and above 10⁹ dollars.
    public init?(_ dollars: Double) {
        let millionths = (dollars * 1e6).rounded()
        guard millionths >= 0, millionths <= Double(Self.largest) else { return nil }
        self.init(millionths: Int64(millionths))
    }

    /// The nearest number, for JSON and spans.
    public var dollars: Double { Double(millionths) / 1e6 }

    /// A decimal with two to six places, such as `0.25`.
    public var description: String {
        let (whole, fraction) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        var places = String(String(fraction + 1_000_000).dropFirst())
        while places.utf8.count > 2, places.hasSuffix("0") { places.removeLast() }
        return "\(millionths < 0 ? "-" : "")\(whole).\(places)"
    }

    /// Smaller amounts come first.
    public static func < (left: MicroDollars, right: MicroDollars) -> Bool { left.millionths < right.millionths }

    private static func digits(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }
}
