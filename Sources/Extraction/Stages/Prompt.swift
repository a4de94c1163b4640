// SPDX-License-Identifier: Apache-2.0

import JSON
import ModelClient

/// Everything a model is asked: instructions, the labelled pages, and what was wrong with an earlier answer.
struct Prompt: Sendable {
    let responseSchema: JSONValue
    /// What of the job's context is in the instructions.
    let variables: [String: String]
    private(set) var parts: [ModelPart]

    init(_ profile: ExtractionProfile, pages: [Page], context: JSONValue?) {
        responseSchema = profile.responseSchema
        variables = profile.variables(context: context)
        parts = [.text(profile.prompt(context: context))]
        var number = 1
        for page in pages {
            parts.append(.text(ExtractionProfile.pageLabel(number: number, filename: page.filename)))
            parts.append(.data(page.bytes, mediaType: page.mediaType, pages: page.count))
            number += page.count
        }
    }

    /// The same question with the faults of the last answer, but without that answer: it would only anchor the next.
    func reasking(_ faults: [String]) -> Prompt {
        var prompt = self
        prompt.parts.append(.text("\(Self.reaskIntroduction)\n\(Self.list(faults))"))
        return prompt
    }

    /// The first ones, as many as are worth their tokens.
    private static func list(_ faults: [String]) -> String {
        var list = ""
        for fault in faults {
            let line = "- \(fault.prefix(300))\n"
            guard list.utf8.count + line.utf8.count <= longestList else { break }
            list += line
        }
        return list
    }

    /// In bytes of UTF-8, of which Thai needs three for a letter.
    private static let longestList = 2048

    private static let reaskIntroduction = """
        An earlier answer to this had the faults below. Look at the pages again where they say, copy only what is \
        written there, and give the whole answer anew as JSON.
        """
}
