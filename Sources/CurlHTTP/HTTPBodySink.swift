// SPDX-License-Identifier: Apache-2.0

/// Takes the body of a successful response piece by piece, as it comes in.
///
/// The transport calls from its own thread, which all its transfers share: answer quickly and never block. Pieces come in
/// order and none after the request has returned or thrown.
public protocol HTTPBodySink: Sendable {
    /// Takes the next bytes, which are good for the duration of the call only.
    ///
    /// - Returns: Whether to go on; false ends the exchange with ``HTTPTransportError/Code/stopped``.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool
}
