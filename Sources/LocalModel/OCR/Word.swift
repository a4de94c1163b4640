// SPDX-License-Identifier: Apache-2.0

/// A word on a page: what was read, where, and how sure the reader is.
struct Word: Hashable, Sendable {
    var text: String
    var box: PixelBox
    /// 0 to 100; 100 for words of a text layer.
    var confidence: Double
    /// For figures read from pixels: what further readings of the same pixels gave, empty where one gave nothing.
    var rereadings: [String] = []

    init(_ text: String, box: PixelBox, confidence: Double = 100, rereadings: [String] = []) {
        self.text = text
        self.box = box
        self.confidence = confidence
        self.rereadings = rereadings
    }
}
