// SPDX-License-Identifier: Apache-2.0

import Foundation

extension LibraryDocumentation {
    /// What the compiler has against the guide's code, without its tests, in a package that shares none of our settings
    /// but the language mode: our upcoming features change what types mean, so that what compiles here may not there.
    public func faultsOfGuideElsewhere() async throws -> [String] {
        let folder = try TemporaryDirectory()
        let output = folder.path + "/output"
        let compiler = try ChildProcess(
            "swiftc",
            arguments: [
                "-typecheck", "-swift-version", "6", "-diagnostic-style", "llvm",
                "-module-cache-path", folder.path + "/modules",
                "-I", Self.modules,
                "-I", PackageRoot.path + "/Sources/CCurl",
                "-I", PackageRoot.path + "/Sources/CHiredis",
            ] + guideFiles.filter { !$0.hasSuffix("Tests.swift") },
            outputPath: output
        )
        await compiler.waitUntilEnded()
        let said = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").map(String.init)
        let faults = said.filter { $0.contains("error: ") || $0.contains("warning: ") }
        return compiler.exitCode == 0 || !faults.isEmpty ? faults : said
    }

    private static let modules = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "Modules").path
}
