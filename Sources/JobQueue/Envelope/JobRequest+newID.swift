// SPDX-License-Identifier: Apache-2.0

extension JobRequest {
    /// A new UUIDv7 (RFC 9562): ids made later sort later, to the millisecond.
    public static func newID() -> String {
        let milliseconds = UInt64(Moment.now.milliseconds)
        let high = milliseconds << 16 | 0x7000 | UInt64.random(in: 0...0xFFF)
        let low = 1 << 63 | UInt64.random(in: 0..<(1 << 62))
        let digits = [high, low].map { number in
            let text = String(number, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var id = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { id.append("-") }
            id.append(digit)
        }
        return id
    }
}
