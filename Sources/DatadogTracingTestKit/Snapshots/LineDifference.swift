// SPDX-License-Identifier: Apache-2.0

/// The lines in which two texts differ, with a few around them.
struct LineDifference {
    private enum Mark: String {
        case same = "  "
        case removed = "- "
        case added = "+ "
    }

    private var lines: [(mark: Mark, text: Substring)] = []

    /// Lines shown around a change.
    private static let context = 3
    /// Lines compared one by one; comparing costs their square.
    private static let maximumLines = 500

    init(expected: String, actual: String) {
        var old = expected.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var new = actual.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var (head, tail): ([Substring], [Substring]) = ([], [])
        while let line = old.first, line == new.first {
            head.append(line)
            (old, new) = (old.dropFirst(), new.dropFirst())
        }
        while let line = old.last, line == new.last {
            tail.append(line)
            (old, new) = (old.dropLast(), new.dropLast())
        }
        lines += head.map { (.same, $0) }
        compare(Array(old.prefix(Self.maximumLines)), Array(new.prefix(Self.maximumLines)))
        let hidden = max(0, old.count - Self.maximumLines) + max(0, new.count - Self.maximumLines)
        if hidden > 0 { lines.append((.same, "… and \(hidden) further lines")) }
        lines += tail.reversed().map { (.same, $0) }
    }

    private mutating func compare(_ old: [Substring], _ new: [Substring]) {
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removed.contains(left) {
                lines.append((.removed, old[left]))
                left += 1
            } else if added.contains(right) {
                lines.append((.added, new[right]))
                right += 1
            } else {
                lines.append((.same, old[left]))
                (left, right) = (left + 1, right + 1)
            }
        }
    }

    /// `- ` before lines of the expected text, `+ ` before those of the actual one, `…` where equal ones are left out.
    var text: String {
        let changed = lines.indices.filter { lines[$0].mark != .same }
        let shown = Set(changed.flatMap { max(0, $0 - Self.context)...min(lines.count - 1, $0 + Self.context) })
        var output: [String] = []
        for index in lines.indices {
            if shown.contains(index) {
                output.append(lines[index].mark.rawValue + lines[index].text)
            } else if index == 0 || shown.contains(index - 1) {
                output.append("  …")
            }
        }
        return output.joined(separator: "\n")
    }
}
