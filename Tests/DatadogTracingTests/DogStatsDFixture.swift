// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DatadogTracing

/// A client and the socket that it sends to.
struct DogStatsDFixture {
    let client: DogStatsDClient
    let receiver: DatagramReceiver
    private let folder: TemporaryDirectory?

    enum Transport: CaseIterable {
        case udp
        case unixSocket
    }

    init(
        _ transport: Transport = .udp,
        tags: [(String, String)] = [],
        containerID: String? = nil,
        change: (inout DogStatsDConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = DogStatsDConfiguration()
        configuration.flushInterval = .seconds(3600)
        switch transport {
        case .udp:
            folder = nil
            receiver = try DatagramReceiver()
            configuration.address = .udp(host: "localhost", port: receiver.port)
        case .unixSocket:
            let folder = try TemporaryDirectory()
            self.folder = folder
            receiver = try DatagramReceiver(path: folder.path + "/dsd.socket")
            configuration.address = .unixSocket(path: folder.path + "/dsd.socket")
        }
        change(&configuration)
        client = DogStatsDClient(configuration: configuration, tags: tags, containerID: containerID)
    }

    /// The datagrams of one flush; a Unix socket may hold no more than ten.
    func flushedDatagrams() async throws -> [[UInt8]] {
        let before = client.statistics.snapshot.sentDatagrams
        await client.flush()
        var datagrams: [[UInt8]] = []
        while datagrams.count < client.statistics.snapshot.sentDatagrams - before {
            datagrams.append(try await receiver.receive())
        }
        return datagrams
    }

    /// The lines of one flush, without their ends.
    func flushedLines() async throws -> [String] {
        try await flushedDatagrams().flatMap { datagram in
            let text = try #require(String(validating: datagram, as: UTF8.self))
            try #require(text.hasSuffix("\n"), "each line ends with a line feed")
            return text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The same, parsed; fails on a line that is not one.
    func flushed() async throws -> [DogStatsDLine] {
        try await flushedLines().map { try #require(DogStatsDLine($0[...]), "not a line: \($0)") }
    }
}
