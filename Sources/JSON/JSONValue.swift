// SPDX-License-Identifier: Apache-2.0

/// One JSON value (RFC 8259).
///
/// A number written without fraction and exponent that fits 64 bits is an exact ``integer(_:)``; every other number is
/// the nearest ``double(_:)``. An integer beyond 64 bits therefore loses its last digits: identifiers of that size
/// belong in strings. `-0` is the integer 0. The two number cases are never equal to each other, and strings compare as
/// Swift strings do, by canonical equivalence.
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number that is exact.
    case integer(Int64)
    /// Any other number; always finite when it was parsed.
    case double(Double)
    /// Text.
    case string(String)
    /// Values in order.
    case array([JSONValue])
    /// Members in order.
    case object(JSONObject)
}
