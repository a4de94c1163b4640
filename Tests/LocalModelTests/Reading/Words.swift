// SPDX-License-Identifier: Apache-2.0

@testable import LocalModel

extension PixelBox {
    static let zero = Self(left: 0, top: 0, right: 0, bottom: 0)
}

extension Word {
    /// A word 20 pixels high and 12 a letter, at a place on a page.
    static func at(_ left: Int, _ top: Int, _ text: String, confidence: Double = 95, rereadings: [String] = []) -> Word
    {
        let width = 12 * text.unicodeScalars.count { !ThaiText.isMark($0) }
        let box = PixelBox(left: left, top: top, right: left + width, bottom: top + 20)
        return Word(text, box: box, confidence: confidence, rereadings: rereadings)
    }

    /// A figure that all readings agree on.
    static func figure(_ left: Int, _ top: Int, _ text: String) -> Word {
        at(left, top, text, rereadings: [text, text, text])
    }
}
