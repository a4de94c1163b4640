// SPDX-License-Identifier: Apache-2.0

extension String? {
    /// Nil for an empty text.
    @inline(__always)
    var nonEmpty: String? { self?.isEmpty == false ? self : nil }
}
