// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A Python counterpart out of `Tests/InteropTests`, run by the package's virtual environment.
public struct PythonScript: Sendable {
    /// Whether the virtual environment is there.
    public static let isInstalled = access(interpreter, X_OK) == 0
    /// What tests say when it is not.
    public static let hint: String = "needs .build-venv made from scripts/requirements-test.txt"

    private static let interpreter = PackageRoot.path + "/.build-venv/bin/python"
    private let path: String
    private let environment: [String: String]

    /// The script of this file name; it gets this environment and nothing else of ours.
    public init(_ name: String, environment: [String: String] = [:]) {
        path = "\(PackageRoot.path)/Tests/InteropTests/\(name)"
        self.environment = environment
    }

    /// Runs the script with a file that holds `input` as its argument; gives what it wrote, errors included.
    public func run(input: [UInt8]) async throws -> String {
        let directory = try TemporaryDirectory()
        let inputPath = directory.path + "/input"
        let outputPath = directory.path + "/output"
        try Data(input).write(to: URL(filePath: inputPath))
        let variables = ["PATH=/usr/bin:/bin", "HOME=\(directory.path)"] + environment.map { "\($0.key)=\($0.value)" }
        let child = try ChildProcess(
            "env",
            arguments: ["-i"] + variables + [Self.interpreter, path, inputPath],
            outputPath: outputPath
        )
        await child.waitUntilEnded()
        return try String(contentsOfFile: outputPath, encoding: .utf8)
    }
}
