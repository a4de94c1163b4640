// SPDX-License-Identifier: Apache-2.0

/// Thai dates: day, month's name, year of the Buddhist era.
enum ThaiDate {
    private static let months = [
        "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
        "พฤศจิกายน", "ธันวาคม",
    ].enumerated().map { Label($0.element, $0.offset + 1) }

    /// The date as `2023-05-14`; nil unless day, month and year are all there.
    static func isoDate(in text: String) -> String? {
        let search = SearchText([
            Word(ThaiText.withASCIIDigits(text), box: PixelBox(left: 0, top: 0, right: 0, bottom: 0))
        ])
        guard let month = months.matches(in: search).first else { return nil }
        let before = numbers(search.scalars[..<month.range.lowerBound]).last
        let after = numbers(search.scalars[month.range.upperBound...]).first
        guard let day = before, let year = after, (1...31).contains(day), (2_400...2_700).contains(year) else {
            return nil
        }
        return "\(year - 543)-\(padded(month.meaning))-\(padded(day))"
    }

    private static func numbers(_ scalars: ArraySlice<Unicode.Scalar>) -> [Int] {
        scalars.split { !("0"..."9").contains($0) }.compactMap { Int(String(String.UnicodeScalarView($0))) }
    }

    private static func padded(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}
