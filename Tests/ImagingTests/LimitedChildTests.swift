// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Imaging

@Suite struct LimitedChildTests {
    private func run(
        _ program: String,
        _ arguments: [String] = [],
        input: [UInt8] = [],
        timeout: Duration = .seconds(60),
        outputLimit: Int = 1 << 20
    ) async throws(ImagingError) -> [UInt8] {
        let child = LimitedChild(program: program, arguments: arguments, timeout: timeout, outputLimit: outputLimit)
        return try await child.run(input: NamelessFile(input), name: "a.pdf")
    }

    private func code(of body: () async throws(ImagingError) -> [UInt8]) async -> ImagingError.Code? {
        do throws(ImagingError) {
            _ = try await body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func readsItsInputAsAFile() async throws {
        let input = [UInt8](repeating: 65, count: 300_000)
        #expect(try await run("cat", ["/dev/stdin"], input: input, outputLimit: 1 << 20) == input)
        #expect(try await run("cat", ["/dev/stdin"], input: []) == [])
    }

    @Test func endsAProgramThatTakesTooLong() async {
        #expect(await code { () throws(ImagingError) in try await run("sleep", ["600"], timeout: .zero) } == .timedOut)
    }

    @Test func endsAProgramThatWritesTooMuch() async {
        #expect(await code { () throws(ImagingError) in try await run("yes", outputLimit: 1000) } == .tooLarge)
    }

    @Test func tellsRejectedInputFromAMissingProgram() async {
        #expect(await code { () throws(ImagingError) in try await run("false") } == .corrupt)
        #expect(await code { () throws(ImagingError) in try await run("no-such-program") } == .childFailed)
    }

    @Test func boundsMemory() async {
        let code = await code { () throws(ImagingError) in
            try await run("python3", ["-c", "bytes(3 << 30)"])
        }
        #expect(code == .corrupt)
    }

    @Test func hidesOurEnvironment() async throws {
        let variables = String(decoding: try await run("env"), as: UTF8.self).split(separator: "\n")
        #expect(variables.allSatisfy { $0.hasPrefix("PATH=") })
    }

    @Test func endsWithItsTask() async {
        let task = Task { await code { () throws(ImagingError) in try await run("sleep", ["600"]) } }
        task.cancel()
        #expect(await task.value == .cancelled)
    }
}
