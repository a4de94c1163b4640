// SPDX-License-Identifier: Apache-2.0

/// The forms that container runtimes give their ids.
enum ContainerID {
    /// The id that the name ends with, whatever a runtime has put before it.
    static func ending(_ name: Substring) -> String? {
        let characters = Array(name)
        for length in lengths where characters.count >= length {
            let candidate = characters.suffix(length)
            if isWhole(candidate) { return String(candidate) }
        }
        // A task's id ends in a number of any length.
        guard let hyphen = characters.lastIndex(of: "-"), hyphen >= taskDigits else { return nil }
        let candidate = characters[(hyphen - taskDigits)...]
        return isTask(candidate) ? String(candidate) : nil
    }

    /// Whether the whole name is an id.
    static func matches(_ name: Substring) -> Bool { ending(name) == String(name) }

    private static let taskDigits = 32
    /// Of the runtimes' own ids, of UUIDs, and of UUIDs as some Garden versions cut them (8 digits and four times 4).
    private static let lengths = [64, 36, 28]
    private static let groups = [36: [8, 4, 4, 4, 12], 28: [8, 4, 4, 4, 4]]

    private static func isWhole(_ text: ArraySlice<Character>) -> Bool {
        guard let groups = groups[text.count] else { return text.allSatisfy(isDigit) }
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        return parts.map(\.count) == groups && parts.allSatisfy { $0.allSatisfy(isDigit) }
    }

    private static func isTask(_ text: ArraySlice<Character>) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == taskDigits, !parts[1].isEmpty else { return false }
        return parts[0].allSatisfy(isDigit) && parts[1].allSatisfy { ("0"..."9").contains($0) }
    }

    private static func isDigit(_ character: Character) -> Bool {
        ("0"..."9").contains(character) || ("a"..."f").contains(character)
    }
}
