// SPDX-License-Identifier: Apache-2.0

/// OpenTelemetry's member of `tracestate`: `ot=rv:…;th:…`, the randomness and the threshold of a sampling by chance.
struct OTelMember: Sendable, Hashable {
    static let key = "ot="
    private static let maximumLength = 256

    /// 14 lower-case hexadecimal digits.
    private var randomness: Substring?
    /// 1 to 14 lower-case hexadecimal digits.
    private var threshold: Substring?
    /// Entries that are not ours to know.
    private var others: [Substring] = []

    /// The entries of a member's value; malformed numbers are left out.
    init(_ value: Substring) {
        for item in value.split(separator: ";") {
            if item.hasPrefix("rv:") || item == "rv" {
                randomness = Self.digits(item, count: 14...14)
            } else if item.hasPrefix("th:") || item == "th" {
                threshold = Self.digits(item, count: 1...14)
            } else {
                others.append(item)
            }
        }
    }

    private static func digits(_ item: Substring, count: ClosedRange<Int>) -> Substring? {
        let digits = item.dropFirst(3)
        return count.contains(digits.utf8.count) && digits.utf8.allSatisfy(\.isLowercaseHexadecimalDigit) ? digits : nil
    }

    /// Takes note of our decision.
    mutating func apply(_ sampling: OTelSampling) {
        switch sampling {
        case .inherited: break
        case .explicit: threshold = nil
        case .probability(let probability):
            guard randomness == nil, threshold == nil else { return }
            let own = Self(probability.member.dropFirst(Self.key.count))
            (randomness, threshold) = (own.randomness, own.threshold)
        }
    }

    /// The entries that fit, numbers first; empty if there is nothing to say.
    var text: String {
        let numbers = [randomness.map { "rv:\($0)" }, threshold.map { "th:\($0)" }].compactMap(\.self)
        var text = numbers.joined(separator: ";")
        for other in others where text.utf8.count + other.utf8.count + (text.isEmpty ? 0 : 1) <= Self.maximumLength {
            text += text.isEmpty ? other : ";\(other)"
        }
        return text
    }
}
