// SPDX-License-Identifier: Apache-2.0

/// An authority, a server's certificate for `localhost` (and for no address) and a client's, made by `openssl`.
public final class TestCertificates: Sendable {
    private let directory: TemporaryDirectory

    /// Makes new ones.
    public static func make() async throws -> TestCertificates {
        let certificates = TestCertificates(directory: try TemporaryDirectory())
        try await certificates.make()
        return certificates
    }

    private init(directory: TemporaryDirectory) {
        self.directory = directory
    }

    /// The absolute path of `ca.pem`, `server.pem`, `server.key`, `client.pem` or `client.key`.
    public func path(_ name: String) -> String { "\(directory.path)/\(name)" }

    private func make() async throws {
        let key = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try await openssl(
            key + ["-x509", "-days", "2", "-subj", "/CN=test authority"]
                + ["-keyout", path("ca.key"), "-out", path("ca.pem")]
        )
        for name in ["server", "client"] {
            try await openssl(
                key + ["-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:localhost"]
                    + ["-keyout", path("\(name).key"), "-out", path("\(name).csr")]
            )
            try await openssl(
                ["x509", "-req", "-days", "2", "-copy_extensions", "copy", "-in", path("\(name).csr")]
                    + ["-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial", "-out", path("\(name).pem")]
            )
        }
    }

    private func openssl(_ arguments: [String]) async throws {
        let process = try ChildProcess("openssl", arguments: arguments, outputPath: path("openssl.log"))
        await process.waitUntilEnded()
        guard process.exitCode == 0 else { throw TestSupportError("openssl \(arguments[0]) failed") }
    }
}
