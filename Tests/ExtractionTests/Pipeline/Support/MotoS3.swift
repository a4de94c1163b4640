// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import JSON
import TestSupport

/// A server that speaks like S3 and checks signatures with AWS's own code: moto, with the buckets `scans` and
/// `others.of-2026`.
final class MotoS3: Sendable {
    /// Whether the virtual environment with it is there.
    static let isInstalled: Bool = {
        let library = PackageRoot.path + "/.build-venv/lib"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
        return versions.contains { FileManager.default.fileExists(atPath: "\(library)/\($0)/site-packages/moto") }
    }()

    struct Key {
        let id: String
        let secret: String
        var token: String?
    }

    let url: String
    let key: Key
    /// One that is good for some hours, with its token.
    let sessionKey: Key

    private let process: ChildProcess

    /// Starts a server whose buckets hold these objects.
    static func start(_ objects: [(key: String, text: String)]) async throws -> MotoS3 {
        let directory = try TemporaryDirectory()
        let input = objects.map { object -> JSONValue in [.string(object.key), .string(object.text)] }
        let inputPath = directory.path + "/objects.json"
        try Data(JSONValue.object(["objects": .array(input)]).serialized()).write(to: URL(filePath: inputPath))
        let outputPath = directory.path + "/output"
        let errorPath = directory.path + "/errors"
        let process = try ChildProcess(
            "env",
            arguments: [
                "-i", "PATH=/usr/bin:/bin", "HOME=\(directory.path)", PackageRoot.path + "/.build-venv/bin/python",
                PackageRoot.path + "/Tests/InteropTests/moto_s3.py", inputPath,
            ],
            outputPath: outputPath,
            errorPath: errorPath
        )
        let errors = { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }
        let told = try await eventually("moto to tell where it is", of: process, log: errors()) {
            let output = (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? ""
            return output.hasSuffix("\n") ? try? JSONValue(parsing: output) : nil
        }
        return try MotoS3(process, told)
    }

    private init(_ process: ChildProcess, _ told: JSONValue) throws {
        guard let url = told["url"]?.stringValue, let key = Key(told), let session = told["session"].flatMap(Key.init)
        else { throw TestSupportError("moto told something else") }
        self.url = url
        self.key = key
        sessionKey = session
        self.process = process
    }

    /// Ends it.
    func stop() async {
        process.send(SIGKILL)
        await process.waitUntilEnded()
    }
}

extension MotoS3.Key {
    fileprivate init?(_ told: JSONValue) {
        guard let id = told["id"]?.stringValue, let secret = told["secret"]?.stringValue else { return nil }
        self.init(id: id, secret: secret, token: told["token"]?.stringValue)
    }
}
