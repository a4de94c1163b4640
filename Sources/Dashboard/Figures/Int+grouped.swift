// SPDX-License-Identifier: Apache-2.0

extension Int {
    /// With commas between thousands.
    var grouped: String {
        let digits = Array("\(magnitude)")
        var text = self < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// As a size: `3.4 MB`.
    var byteCount: String {
        let units = ["bytes", "kB", "MB", "GB", "TB"]
        var (value, unit) = (Double(self), 0)
        while value >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        return unit == 0 ? "\(self) bytes" : "\(value.rounded(toPlaces: 1)) \(units[unit])"
    }
}
