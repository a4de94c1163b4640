// SPDX-License-Identifier: Apache-2.0

extension CorruptionStudy {
    /// The figures as lines of text.
    var summary: String {
        let head =
            "\(title): \(sheets) sheets, \(falseAlarms) false alarms, \(unvouched) that nothing vouches for"
        let kinds = Dictionary(grouping: CorruptionKind.allCases, by: \.extent)
        let extents = [CorruptionKind.Extent.singleField, .twoColumns, .omission].flatMap { extent in
            ["  \(extent.rawValue)"]
                + (kinds[extent] ?? []).compactMap { kind in
                    byKind[kind].map { Self.line(kind.rawValue, $0) }
                }
        }
        let fields = byField.keys.sorted().compactMap { name in
            byField[name].map { Self.line(name, $0) }
        }
        let all = Self.line("all that is wrong in one field", singleField)
        return ([head] + extents + ["  wrong in one field, by field"] + fields + [all]).joined(
            separator: "\n"
        )
    }

    private static func line(_ name: String, _ rate: DetectionRate) -> String {
        let padding = String(repeating: " ", count: max(1, 50 - name.count))
        return "    \(name)\(padding)\(rate.text)"
    }
}
