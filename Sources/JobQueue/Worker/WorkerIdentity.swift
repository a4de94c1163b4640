// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Who a worker is: host, process, and a nonce so that a restarted process is somebody else.
public struct WorkerIdentity: Sendable, Hashable {
    /// The host's name.
    public let host: String
    /// The process id.
    public let processID: Int32
    /// The program's version, if it has one.
    public let version: String?
    /// The worker's id, such as `host-1234-9f3c01ab`.
    public let id: String

    /// This process, as a worker that starts now.
    ///
    /// - Parameter version: The program's, for those who watch a rollout.
    public init(version: String? = nil) {
        self.version = version
        host = ProcessInfo.processInfo.hostName
        processID = ProcessInfo.processInfo.processIdentifier
        let nonce = String(UInt32.random(in: .min ... .max), radix: 16)
        id = "\(host)-\(processID)-\(nonce)"
    }
}
