// SPDX-License-Identifier: Apache-2.0

/// A rectangle in pixels; `right` and `bottom` lie just outside.
struct PixelBox: Hashable, Sendable {
    var left: Int
    var top: Int
    var right: Int
    var bottom: Int

    var width: Int { right - left }
    var height: Int { bottom - top }
    var centerX: Int { (left + right) / 2 }
    var centerY: Int { (top + bottom) / 2 }
    var isEmpty: Bool { width <= 0 || height <= 0 }

    func union(_ other: Self) -> Self {
        Self(
            left: min(left, other.left),
            top: min(top, other.top),
            right: max(right, other.right),
            bottom: max(bottom, other.bottom)
        )
    }

    func intersects(_ other: Self) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    func expanded(by margin: Int, within bounds: Self) -> Self {
        Self(
            left: max(left - margin, bounds.left),
            top: max(top - margin, bounds.top),
            right: min(right + margin, bounds.right),
            bottom: min(bottom + margin, bounds.bottom)
        )
    }

    /// Whether some row of pixels passes through both.
    func intersects(across other: Self) -> Bool {
        top < other.bottom && other.top < bottom
    }
}
