// SPDX-License-Identifier: Apache-2.0

/// The course of a figure as a line, in a box of 300 by 48.
struct Sparkline {
    /// Places as SVG's `points` wants them.
    let points: String
    /// The highest value.
    let peak: String
    /// What it shows, for those who do not see it.
    let meaning: String

    private static let (width, height) = (300.0, 48.0)

    /// Nil where there is too little to draw.
    init?(_ values: [Double], meaning: String, text: (Double) -> String) {
        guard values.count > 1, let highest = values.max() else { return nil }
        let step = Self.width / Double(values.count - 1)
        let scale = highest > 0 ? (Self.height - 4) / highest : 0
        points = values.enumerated().map { index, value in
            let place = (x: Double(index) * step, y: Self.height - 2 - value * scale)
            return "\(place.x.rounded(toPlaces: 1)),\(place.y.rounded(toPlaces: 1))"
        }.joined(separator: " ")
        peak = text(highest)
        self.meaning = "\(meaning): now \(text(values[values.count - 1])), highest \(text(highest))"
    }
}
