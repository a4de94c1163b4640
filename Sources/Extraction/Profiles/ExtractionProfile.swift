// SPDX-License-Identifier: Apache-2.0

public import JSON

/// How one kind of sheet is put to a model: the instructions and the shape of the answer.
public struct ExtractionProfile: Sendable, Hashable {
    /// Stable name, which jobs and prompt metadata refer to.
    public let id: String

    /// Changes with every change of the template.
    public let version: String

    /// The instructions, to be followed by the pages, each after its ``pageLabel(number:filename:)``.
    public let template: String

    /// A profile of one's own; the response schema is the same for all.
    public init(id: String, version: String, template: String) {
        self.id = id
        self.version = version
        self.template = template
    }

    /// The bytes that identify the template, for hashing.
    public var templateBytes: [UInt8] {
        Array(template.utf8)
    }

    /// The shape of the answer, in Gemini's schema dialect: a list of reports, whatever the profile.
    public var responseSchema: JSONValue {
        ReportSchema.reports.geminiSchema()
    }

    /// The profiles that come with the extractor, the default one first.
    public static let builtIn: [ExtractionProfile] = [thaiSS518, printedPrecinct]

    /// The built-in profile of this id.
    public static func named(_ id: String) -> ExtractionProfile? {
        builtIn.first { $0.id == id }
    }

    /// The line that goes before a page, which is numbered from 1.
    ///
    /// Control characters of the name are dropped and it is cut at 200 characters, so that it stays one line.
    public static func pageLabel(number: Int, filename: String) -> String {
        let visible = filename.unicodeScalars.lazy.filter {
            $0.properties.generalCategory != .control && !$0.isInvisible
        }
        let name = String(String.UnicodeScalarView(visible.prefix(200)))
        return "Page \(number) (Filename: \(name)):"
    }
}
