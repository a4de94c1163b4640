// SPDX-License-Identifier: Apache-2.0

import Foundation
import Subprocess

/// A program that reads untrusted input in a child process, with limits on its time, memory and output.
struct LimitedChild {
    let program: String
    let arguments: [String]
    let timeout: Duration
    let outputLimit: Int

    private enum Ending: Sendable {
        case output([UInt8])
        case rejected
        case failed
        case tooMuchOutput
        case timedOut
    }

    /// What the program writes, given `input` as its standard input. Input that it does not accept is `.corrupt`.
    func run(input: NamelessFile, name: String) async throws(ImagingError) -> [UInt8] {
        guard await Self.slots.acquire() else { throw Self.cancelled(name) }
        let ending = await timed(input)
        Self.slots.release()
        guard !Task.isCancelled else { throw Self.cancelled(name) }
        switch ending {
        case .output(let bytes): return bytes
        case .rejected: throw ImagingError(.corrupt, "\(name): the PDF is damaged or locked with a password")
        case .tooMuchOutput: throw ImagingError(.tooLarge, "\(name): the PDF unpacks to too much")
        case .failed: throw ImagingError(.childFailed, "\(program) could not be run; is poppler-utils installed?")
        case .timedOut: throw ImagingError(.timedOut, "\(name): \(program) took longer than \(timeout)")
        }
    }

    private func timed(_ input: NamelessFile) async -> Ending {
        await withTaskGroup(of: Ending.self) { group in
            group.addTask { await execute(input) }
            group.addTask {
                try? await Task.sleep(for: timeout)
                return .timedOut
            }
            // The loser is cancelled, and a cancelled child is killed.
            defer { group.cancelAll() }
            return await group.next() ?? .timedOut
        }
    }

    private func execute(_ input: NamelessFile) async -> Ending {
        do {
            let result = try await Subprocess.run(
                .name("prlimit"),
                arguments: Arguments(Self.limits + [program] + arguments),
                environment: Self.environment,
                input: .fileDescriptor(input.descriptor, closeAfterSpawningProcess: false),
                output: .bytes(limit: outputLimit),
                error: .discarded
            )
            return switch result.terminationStatus {
            case .exited(0): .output(result.standardOutput)
            // What prlimit answers when it cannot start the program.
            case .exited(126), .exited(127): .failed
            default: .rejected
            }
        } catch {
            return (error as? SubprocessError)?.code == .outputLimitExceeded ? .tooMuchOutput : .failed
        }
    }

    private static func cancelled(_ name: String) -> ImagingError {
        ImagingError(.cancelled, "\(name): reading was cancelled")
    }

    /// Address space and file size in bytes, time in seconds.
    private static let limits = ["--as=\(2 << 30)", "--cpu=120", "--fsize=0", "--core=0"]
    /// A reader of untrusted files gets none of our keys.
    private static let environment = Environment.custom([
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    ])
    /// Each child keeps a core busy.
    private static let slots = Slots(count: ProcessInfo.processInfo.activeProcessorCount)
}
