// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Logging
import ModelClient

/// The gate that a command is about.
struct GateArgument: ParsableArguments {
    @Argument(help: "PROVIDER/MODEL, as `gates list` shows it.")
    var name: String

    func validate() throws {
        guard name.contains("/"), !name.contains(where: { $0.isWhitespace || "{}".contains($0) }) else {
            throw ValidationError("\(name) is no gate: write PROVIDER/MODEL, such as gemini/gemini-2.5-pro")
        }
    }

    /// Ends the command if nobody knows the gate.
    func require(in gates: any GateControl) async throws {
        guard try await gates.gates().contains(where: { $0.key == name }) else {
            Terminal.complain("there is no gate \(name); see `vote-extractor gates list`")
            throw ExitCode.notFound
        }
    }
}

extension QueueOptions {
    /// Opens the gates for the length of `body`.
    func withGates<T>(_ body: (any GateControl) async throws -> T) async throws -> T {
        let gates = try SharedGates(self, clientName: "vote-extractor-gates", logger: .silent)
        let result: Result<T, any Error>
        do { result = .success(try await body(gates.store)) } catch { result = .failure(Self.advised(error)) }
        await gates.close()
        return try result.get()
    }
}
