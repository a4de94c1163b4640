// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Who a worker is: host, process, and a nonce so that a restarted process is somebody else.
public struct WorkerIdentity: Sendable, Hashable {
    /// The host's name.
    public let host: String
    /// The process id.
    public let processID: Int32
    /// The worker's id, such as `host-1234-9f3c01ab`.
    public let id: String

    /// This process, as a worker that starts now.
    public init() {
        host = ProcessInfo.processInfo.hostName
        processID = ProcessInfo.processInfo.processIdentifier
        let nonce = String(UInt32.random(in: .min ... .max), radix: 16)
        id = "\(host)-\(processID)-\(nonce)"
    }
}
