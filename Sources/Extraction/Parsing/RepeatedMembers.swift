// SPDX-License-Identifier: Apache-2.0

import JSON

/// Finds objects with two members of one name: which of them a model meant, nobody can tell.
enum RepeatedMembers {
    /// Whether one is in a stretch of JSON whose brackets are closed.
    static func areIn(_ json: ArraySlice<Unicode.Scalar>) -> Bool {
        // The names in each object that is open; nil for a list.
        var open: [Set<String>?] = []
        var isNameNext = false
        var index = json.startIndex
        while index < json.endIndex {
            switch json[index] {
            case "{":
                open.append([])
                isNameNext = true
            case "[":
                open.append(nil)
                isNameNext = false
            case "}", "]":
                open.removeLast()
                isNameNext = false
            case ",":
                isNameNext = open.last?.map { _ in true } ?? false
            case "\"":
                let end = endOfString(from: index, in: json)
                if isNameNext {
                    guard open[open.count - 1]?.insert(name(json[index..<end])).inserted ?? true else { return true }
                }
                isNameNext = false
                index = end - 1
            default:
                break
            }
            index += 1
        }
        return false
    }

    /// What follows the closing quote.
    private static func endOfString(from quote: Int, in json: ArraySlice<Unicode.Scalar>) -> Int {
        var index = quote + 1
        while index < json.endIndex, json[index] != "\"" { index += json[index] == "\\" ? 2 : 1 }
        return min(index + 1, json.endIndex)
    }

    /// The name in quotes as JSON means it.
    private static func name(_ quoted: ArraySlice<Unicode.Scalar>) -> String {
        let text = String(String.UnicodeScalarView(quoted))
        return (try? JSONValue(parsing: text))?.stringValue ?? text
    }
}
