// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// `openssl s_server` with a certificate of its own for 127.0.0.1; it answers every GET with a page.
final class TLSServer: Sendable {
    static let isAvailable = Executable.path(of: "openssl") != nil

    let url: String
    let certificatePath: String
    private let folder: TemporaryDirectory
    private let process: ChildProcess

    static func start() async throws -> TLSServer {
        let folder = try TemporaryDirectory()
        let key = folder.path + "/key.pem"
        let certificate = folder.path + "/certificate.pem"
        let maker = try ChildProcess(
            "openssl",
            arguments: ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
                + ["-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
            outputPath: folder.path + "/req.log"
        )
        await maker.waitUntilEnded()
        let log = folder.path + "/server.log"
        let process = try ChildProcess(
            "openssl",
            arguments: ["s_server", "-accept", "127.0.0.1:0", "-www", "-key", key, "-cert", certificate],
            outputPath: log
        )
        let port = try await eventually("the port of openssl s_server", of: process) { Self.port(in: log) }
        return TLSServer(port, certificate, folder, process)
    }

    private init(_ port: String, _ certificatePath: String, _ folder: TemporaryDirectory, _ process: ChildProcess) {
        url = "https://127.0.0.1:\(port)/"
        self.certificatePath = certificatePath
        self.folder = folder
        self.process = process
    }

    /// The port from the line `ACCEPT 127.0.0.1:port`, once it is written whole.
    private static func port(in log: String) -> String? {
        guard let text = try? String(contentsOfFile: log, encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return lines.first { $0.hasPrefix("ACCEPT ") }?.split(separator: ":").last.map(String.init)
    }
}
