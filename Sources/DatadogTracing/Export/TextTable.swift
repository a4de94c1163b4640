// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Texts with the numbers under which they are referred to, in MessagePack; the empty one is number 0.
///
/// Texts are the same if their bytes are. A `String` takes letters with accents for equal however they are put together,
/// and one would be sent for the other.
struct TextTable: ~Copyable {
    /// The texts one after the other.
    private var writer = MessagePackWriter(capacity: 4096)
    /// Where among them each begins.
    private var starts: [Int] = []
    /// A hash table with open addressing: numbers of texts, and free places. Its size is a power of two.
    private var places = [Int](repeating: free, count: 128)

    private static let free = -1

    init() {
        _ = index(of: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    var count: Int { starts.count }
    /// Of the texts in MessagePack.
    var byteCount: Int { writer.count }

    /// Lends the texts in MessagePack.
    func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        writer.withBytes(body)
    }

    /// The number of a text in UTF-8, which is added if it is new; known sooner where it is as guessed.
    mutating func index(of text: UnsafeRawBufferPointer, guess: Int) -> Int {
        guess < count && has(text, under: guess) ? guess : index(of: text)
    }

    /// The number of a text in UTF-8, which is added if it is new.
    mutating func index(of text: UnsafeRawBufferPointer) -> Int {
        let place = place(of: text)
        guard places[place] == Self.free else { return places[place] }
        places[place] = count
        starts.append(writer.count)
        writer.append(utf8: text)
        if count * 2 > places.count { rebuild(size: places.count * 2) }
        return count - 1
    }

    /// Takes back the texts from number `count` on.
    mutating func truncate(to count: Int) {
        guard count < self.count else { return }
        writer.truncate(to: starts[count])
        starts.removeSubrange(count...)
        rebuild(size: places.count)
    }

    private mutating func rebuild(size: Int) {
        places = [Int](repeating: Self.free, count: size)
        for number in starts.indices {
            places[withText(number) { place(of: $0) }] = number
        }
    }

    /// Where the number of a text is, or would be.
    private func place(of text: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: text)
        var place = hasher.finalize() & (places.count - 1)
        while places[place] != Self.free, !has(text, under: places[place]) { place = (place + 1) & (places.count - 1) }
        return place
    }

    private func has(_ text: UnsafeRawBufferPointer, under number: Int) -> Bool {
        withText(number) { other in
            guard other.count == text.count, let bytes = other.baseAddress, let others = text.baseAddress else {
                return other.isEmpty && text.isEmpty
            }
            return memcmp(bytes, others, text.count) == 0
        }
    }

    private func withText<Result>(_ number: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        writer.withBytes { body(MessagePackText.read($0.baseAddress.unsafelyUnwrapped + starts[number])) }
    }
}
