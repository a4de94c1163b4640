// SPDX-License-Identifier: Apache-2.0

/// Reads many small boxes by setting them side by side as lines of their own.
///
/// Tesseract's line reader misses or misreads a digit that stands alone; in a line of digits it does not.
struct NumberMontage: Sendable {
    let perLine: Int
    /// Height of each box on the line, in pixels.
    let height: Int
    /// White space between two boxes, in pixels.
    let gap: Int

    private var margin: Int { 20 }

    /// The text of each box, empty where nothing was read.
    func read(
        _ boxes: [PixelBox],
        in gray: borrowing Pixmap,
        with engine: borrowing Tesseract,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) -> [String] {
        var texts: [String] = []
        var start = 0
        while start < boxes.count {
            let end = min(start + perLine, boxes.count)
            texts += try readLine(Array(boxes[start..<end]), in: gray, with: engine, deadline: deadline)
            start = end
        }
        return texts
    }

    private func readLine(
        _ boxes: [PixelBox],
        in gray: borrowing Pixmap,
        with engine: borrowing Tesseract,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) -> [String] {
        let places = places(of: boxes)
        let width = (places.last?.upperBound ?? 0) + margin
        guard let line = Pixmap.white(width: width, height: height + 2 * margin) else { return boxes.map { _ in "" } }
        for (box, place) in zip(boxes, places) {
            let part = box.expanded(by: 1, within: gray.bounds)
            if !part.isEmpty, let clip = gray.clipped(to: part), let scaled = clip.scaled(by: factor(for: box)) {
                line.place(scaled, left: place.lowerBound, top: margin)
            }
        }
        var texts = boxes.map { _ in "" }
        for symbol in try engine.symbols(in: line, deadline: deadline) {
            let index = places.firstIndex { symbol.box.centerX < $0.upperBound + gap / 2 }
            if let index { texts[index] += symbol.text }
        }
        return texts
    }

    private func factor(for box: PixelBox) -> Double {
        Double(height) / Double(box.height + 2)
    }

    /// Where on the line each box goes.
    private func places(of boxes: [PixelBox]) -> [Range<Int>] {
        var left = margin
        return boxes.map { box in
            let width = Int((Double(box.width + 2) * factor(for: box)).rounded(.up))
            defer { left += width + gap }
            return left..<(left + width)
        }
    }
}
