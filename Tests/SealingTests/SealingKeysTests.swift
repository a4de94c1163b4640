// SPDX-License-Identifier: Apache-2.0

import Sealing
import Testing

private let one = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
private let two = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="

@Suite("Keys for sealing")
struct SealingKeysTests {
    @Test(
        "A list and a file mean the same",
        arguments: [
            "new:\(one),old:\(two)", "new:\(one)\nold:\(two)\n",
            "# the newest first\r\nnew: \(one) \r\n\r\n  # before March\r\nold:\(two)",
            " new:\(one) , old:\(two),",
        ]
    )
    func forms(_ text: String) throws {
        #expect(try SealingKeys(text).ids == ["new", "old"])
    }

    @Test(
        "What is no key is refused, and never told",
        arguments: [
            "", "# none", one, "k:", "k:AAECAw==", ":\(one)", "k k:\(one)é", "k/1:\(one)", "k:\(one)x",
            "a:\(one),a:\(two)", "\(String(repeating: "k", count: 65)):\(one)", "k:\(one.dropLast(4))",
        ]
    )
    func refused(_ text: String) {
        let error = #expect(throws: SealingKeysError.self) { try SealingKeys(text) }
        #expect(error?.description.contains(one.prefix(8)) == false)
    }
}
