// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The compiler with the macros, on a file of a developer's own.
///
/// The plug-in is not linked into the tests, since SwiftPM would then build all tests and all that they need twice.
enum MacroCompiler {
    private static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    private static let plugin = products.appending(path: "LLMObservabilityMacrosPlugin-tool").path
    static let isPresent = FileManager.default.fileExists(atPath: plugin) && Executable.path(of: "swiftc") != nil

    /// What the compiler said about a file.
    struct Answer {
        /// Each as `line: error: …`, where the line is that in the file.
        var messages: [String] = []
        /// What the macros wrote, in the file's order.
        var expansions: [String] = []
    }

    /// Asks about a file that holds this, below an import in its first line.
    static func check(_ source: String) async throws -> Answer {
        let folder = try TemporaryDirectory()
        let (file, output) = ("\(folder.path)/checked.swift", "\(folder.path)/output")
        try "import LLMObservabilityMacros; \(source)".write(toFile: file, atomically: true, encoding: .utf8)
        let compiler = try ChildProcess(
            "swiftc",
            arguments: [
                "-typecheck", "-swift-version", "6", "-diagnostic-style", "llvm", "-Xfrontend",
                "-dump-macro-expansions", "-module-cache-path", "\(folder.path)/modules",
                "-I", products.appending(path: "Modules").path, "-I", PackageRoot.path + "/Sources/CCurl",
                "-load-plugin-executable", "\(plugin)#LLMObservabilityMacrosPlugin", file,
            ],
            outputPath: output
        )
        await compiler.waitUntilEnded()
        return Answer(try String(contentsOfFile: output, encoding: .utf8))
    }
}

extension MacroCompiler.Answer {
    fileprivate init(_ output: String) {
        let rule = "------------------------------"
        var expansion: [Substring]?
        for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == rule {
                if let expansion { expansions.append(expansion.joined(separator: "\n")) }
                expansion = expansion == nil ? [] : nil
            } else if expansion != nil {
                expansion?.append(line[...].replacing(/"\/.*checked\.swift"/, with: "\"checked.swift\""))
            } else if let match = line.firstMatch(of: /^\/.*checked\.swift:(\d+):\d+: ((?:error|warning|note): .*)/) {
                // Who says it is said in the message.
                let message = match.output.2.replacing(/\s\(from macro '.*'\)$/, with: "")
                guard !message.hasPrefix("note: in expansion of macro") else { continue }
                messages.append("\(match.output.1): \(message)")
            } else if line.contains(": error: ") || line.hasPrefix("<unknown>") {
                messages.append(String(line))
            }
        }
    }
}
