// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LLMObservability

/// What of the texts that go to LLM Observability is blacked out.
struct RedactionOptions: ParsableArguments {
    @Option(
        help: """
            A file of regular expressions, one a line: what they match is blacked out before it goes to LLM Observability \
            (VOTE_EXTRACTOR_REDACT_FILE).
            """
    )
    var redactFile: String?

    func validate() throws { _ = try redaction() }

    /// What LLM Observability is to be, with what is blacked out.
    func applied(to configuration: LLMObsConfiguration) throws -> LLMObsConfiguration {
        guard let redaction = try redaction() else { return configuration }
        var configuration = configuration
        configuration.processor = { redaction.redacted($0) }
        return configuration
    }

    private func redaction() throws -> Redaction? {
        guard let path = redactFile ?? Settings.redactFile.value else { return nil }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("the file of patterns to redact \(path) cannot be read")
        }
        do {
            return try Redaction(text)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
