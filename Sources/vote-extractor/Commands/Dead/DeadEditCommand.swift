// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Extraction
import Foundation
import JSON
import JobQueue
import RedisJobQueue
import Sealing

/// `vote-extractor dead edit`
struct DeadEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Puts another envelope, from standard input, in the place of a dead letter's job.",
        discussion: """
            It is checked as a worker would before anything is changed. The record keeps the producer's bytes, see \
            `dead show --original`. With sealing keys both are sealed; without them a sealed job cannot be given a \
            plain payload.

            Examples:
              vote-extractor dead show dl-42 --job > job.json
              vote-extractor dead edit dl-42 --retry < job.json
              vote-extractor dead show dl-42 --job | jq -c '.payload.model = "gemini-2.5-pro"' | vote-extractor dead edit dl-42
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var report: ChangeReport

    @Argument(help: "The letter's id.")
    var id: String

    @Flag(help: "Then send it back into the queue.")
    var retry = false

    @Flag(help: "Only check the envelope.")
    var dryRun = false

    func run() async throws {
        var bytes = [UInt8](try FileHandle.standardInput.readToEnd() ?? Data())
        // What editors end files with is no part of the envelope.
        while let last = bytes.last, "\r\n".utf8.contains(last) { bytes.removeLast() }
        try await queue.withQueue("vote-extractor-dead") { queue in
            guard let letter = try await queue.deadLetter(id: id) else {
                Terminal.complain("there is no dead letter \(id); see `vote-extractor dead list`")
                throw ExitCode.notFound
            }
            let seal = try self.queue.seal()
            try Self.checkPayload(of: bytes, seal)
            let edited = try letter.edited(to: bytes, at: .now, seal: seal)
            if dryRun { return tell("the envelope is good; nothing was changed", edited: false, sentBack: false) }
            guard try await queue.replaceDeadLetter(letter, with: edited) else {
                throw CommandError("dead letter \(id) was changed by somebody else meanwhile; look at it again")
            }
            let wasSent = retry ? try await !queue.redrive([edited]).isEmpty : false
            let words = "dead letter \(id) was edited\(wasSent ? " and sent back" : "")"
            tell(words, edited: true, sentBack: wasSent)
        }
    }

    private func tell(_ words: String, edited: Bool, sentBack: Bool) {
        report.tell(words, ["id": .string(id), "edited": .bool(edited), "sent_back": .bool(sentBack)])
    }

    /// A payload that is sealed, and stays so without a key, nobody can check here.
    private static func checkPayload(of bytes: [UInt8], _ seal: ContentSeal?) throws {
        let job = try JobEnvelope(decoding: try seal.map { try SealedForm.opened(job: bytes, with: $0) } ?? bytes)
        guard job.type == JobEnvelope.defaultType, !SealedForm.isSealed(payload: job.payload) else { return }
        do {
            _ = try ExtractionRequest(payload: job.payload, allowsSafetyFallback: false)
        } catch {
            throw CommandError("the payload is not good: \(error.message)")
        }
    }
}
