// SPDX-License-Identifier: Apache-2.0

extension Double {
    /// The nearest number with so many digits after the point.
    func rounded(toPlaces places: Int) -> Double {
        let factor = (0..<places).reduce(1.0) { factor, _ in factor * 10 }
        return (self * factor).rounded() / factor
    }

    /// As an amount of US dollars: `$2.20`, and `$0.0031` or `$0.000015` where it is small.
    var dollars: String {
        guard self >= 1, self < 1e12 else { return "$\(smallAmount)" }
        let cents = Int((self * 100).rounded())
        return "$\((cents / 100).grouped).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }

    /// Below one, without an exponent.
    private var smallAmount: String {
        guard self > 0, self < 1 else { return plain }
        let places = self < 0.001 ? 6 : 4
        let digits = String(Int((self * (places == 6 ? 1e6 : 1e4)).rounded()))
        guard digits.count <= places else { return "1" }
        let padded = String(repeating: "0", count: places - digits.count) + digits
        let fraction = padded.reversed().drop { $0 == "0" }.reversed()
        return fraction.isEmpty ? "0" : "0." + String(fraction)
    }

    /// As a rate: `12.5 a second`, or `30 a minute` where it is small.
    var rateText: String { "\(rate.number) \(rate.unit)" }

    /// The same in two parts.
    var rate: (number: String, unit: String) {
        if self >= 1 { return (rounded(toPlaces: self >= 10 ? 0 : 1).plain, "a second") }
        return ((self * 60).rounded(toPlaces: 1).plain, "a minute")
    }

    /// Without a fraction that is none.
    var plain: String {
        guard magnitude < 1e15, self == rounded() else { return "\(self)" }
        return Int(self).grouped
    }
}
