// SPDX-License-Identifier: Apache-2.0

/// Notices when a text runs in circles: the same few bytes over and over.
///
/// Models fall into such loops in numbers, white space and lists, and would fill the whole budget of tokens. Sheets do
/// repeat themselves, so only what no sheet holds counts: 64 times the same up to 256 bytes, and 2,048 bytes in all.
struct RepetitionDetector {
    private static let longestPeriod = 256
    private static let fewestRepeats = 64
    private static let fewestBytes = 2_048
    private static let window = longestPeriod * fewestRepeats
    /// Looking costs as much as the window is long, so it is done at every so many bytes only.
    private static let stride = 1_024

    private var tail: [UInt8] = []
    private var unchecked = 0

    /// Whether a whole text ends in a loop.
    static func findsLoop(atEndOf text: String) -> Bool {
        var detector = RepetitionDetector()
        return detector.append(text)
    }

    /// Takes the next piece of the text; true when the text ends in a loop.
    mutating func append(_ text: some StringProtocol) -> Bool {
        tail.append(contentsOf: text.utf8)
        unchecked += text.utf8.count
        guard unchecked >= Self.stride else { return false }
        unchecked = 0
        if tail.count > Self.window { tail.removeFirst(tail.count - Self.window) }
        return endsInLoop
    }

    /// Reads the text from its end with the prefix function of Knuth, Morris and Pratt: `borders[i]` is the length of
    /// the longest beginning of the first `i + 1` bytes that is also their end, so their period is `i + 1 - borders[i]`.
    private var endsInLoop: Bool {
        guard tail.count >= Self.fewestBytes else { return false }
        let bytes = Array(tail.reversed())
        var borders = [Int](repeating: 0, count: bytes.count)
        for index in 1..<bytes.count {
            var length = borders[index - 1]
            while length > 0, bytes[index] != bytes[length] { length = borders[length - 1] }
            if bytes[index] == bytes[length] { length += 1 }
            borders[index] = length
            if Self.isLoop(length: index + 1, period: index + 1 - length) { return true }
        }
        return false
    }

    private static func isLoop(length: Int, period: Int) -> Bool {
        period <= longestPeriod && length >= max(fewestBytes, fewestRepeats * period)
    }
}
