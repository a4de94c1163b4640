// SPDX-License-Identifier: Apache-2.0

/// The W3C header `tracestate`: our own member, OpenTelemetry's, and those of others in order.
struct TraceState: Sendable, Hashable {
    /// The value of the `dd` member; of several the last. One that is too long is none.
    var own: Substring?
    /// The `ot` member.
    var otel: OTelMember?
    private var others: [Substring] = []

    private static let maximumMembers = 32
    private static let maximumLength = 512
    /// Members above this length go first when there are too many.
    private static let largeMemberLength = 128

    /// No members.
    init() {}

    /// The members of a header; none if one of them holds anything but printable ASCII.
    init(_ header: String) {
        let parts = header.utf8.split(separator: UInt8(ascii: ",")).map { $0.trimmingSpaces() }
        guard parts.allSatisfy({ $0.allSatisfy(\.isPrintable) }) else { return }
        for part in parts {
            let member = Substring(part)
            if member.hasPrefix(TraceStateMember.key) {
                let value = member.dropFirst(TraceStateMember.key.count)
                own = value.utf8.count <= TraceStateMember.longestRead ? value : nil
            } else if member.hasPrefix(OTelMember.key) {
                otel = OTelMember(member.dropFirst(OTelMember.key.count))
            } else if !member.isEmpty {
                others.append(member)
            }
        }
    }

    /// The header's text: our own members first, and of the others whole ones from the left, as many as the standard
    /// lets through; nil if there is none.
    var header: String? {
        var text = own.map { TraceStateMember.key + $0 } ?? ""
        let otelText = otel?.text ?? ""
        var count = own == nil ? 0 : 1
        if !otelText.isEmpty {
            guard Self.append(OTelMember.key + otelText, to: &text) else { return text }
            count += 1
        }
        for member in members(upTo: Self.maximumMembers - count) where !Self.append(member, to: &text) {
            guard Self.isLarge(member) else { break }
        }
        return text.isEmpty ? nil : text
    }

    private static func append(_ member: some StringProtocol, to text: inout String) -> Bool {
        let separator = text.isEmpty ? "" : ","
        guard text.utf8.count + separator.utf8.count + member.utf8.count <= maximumLength else { return false }
        text += separator
        text += member
        return true
    }

    private func members(upTo count: Int) -> [Substring] {
        guard others.count > count else { return others }
        var excess = others.count - count
        let rest = others.filter { member in
            guard excess > 0, Self.isLarge(member) else { return true }
            excess -= 1
            return false
        }
        return Array(rest.prefix(count))
    }

    private static func isLarge(_ member: Substring) -> Bool { member.utf8.count > largeMemberLength }
}
