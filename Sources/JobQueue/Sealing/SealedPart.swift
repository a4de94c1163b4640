// SPDX-License-Identifier: Apache-2.0

/// What of a job a sealed value is: one cannot be put in the place of another.
public enum SealedPart: String, Sendable, Hashable, CaseIterable {
    /// The envelope's `payload`.
    case payload
    /// The handler's members of the result envelope.
    case result
    /// All of the envelope, whatever it is, where its payload alone cannot be sealed.
    case envelope
}
