// SPDX-License-Identifier: Apache-2.0

import JSON

@testable import Extraction

/// Of all corruptions of correct reports, the share that validation flags.
struct CorruptionStudy {
    struct Share {
        var flagged = 0
        var total = 0
        var value: Double { total == 0 ? 1 : Double(flagged) / Double(total) }

        mutating func count(_ isFlagged: Bool) {
            flagged += isFlagged ? 1 : 0
            total += 1
        }
    }

    private(set) var byKind: [Corruption.Kind: Share] = [:]

    /// Of changed, dropped, doubled and swapped digits only.
    private(set) var byField: [String: Share] = [:]

    var misread: Share {
        byField.values.reduce(into: Share()) {
            $0.flagged += $1.flagged
            $0.total += $1.total
        }
    }

    /// Corrupts each number of each report of one job in turn, or takes only every so many of the corruptions.
    mutating func add(_ reports: [TallyReport], context: JSONValue? = nil, every step: Int = 1) throws {
        for index in reports.indices {
            for (order, corruption) in Corruption.all(of: reports[index]).enumerated() where order % step == 0 {
                var corrupted = reports
                corrupted[index] = try corruption.report()
                let isFlagged = !ReportValidator().validate(corrupted, context: context).passed
                byKind[corruption.kind, default: Share()].count(isFlagged)
                if corruption.kind != .lost { byField[corruption.field, default: Share()].count(isFlagged) }
            }
        }
    }

    func summary(_ title: String) -> String {
        func line(_ name: String, _ share: Share) -> String {
            let tenths = Int((share.value * 1_000).rounded(.down))
            return "  \(name): \(share.flagged) of \(share.total) (\(tenths / 10).\(tenths % 10) %)"
        }
        let kinds = Corruption.Kind.allCases.compactMap { kind in byKind[kind].map { line(kind.rawValue, $0) } }
        let fields = byField.keys.sorted().compactMap { name in byField[name].map { line(name, $0) } }
        return (["\(title): misread numbers flagged" + line("", misread)] + kinds + fields).joined(separator: "\n")
    }
}
