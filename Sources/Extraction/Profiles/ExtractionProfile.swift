// SPDX-License-Identifier: Apache-2.0

public import JSON

/// How one kind of sheet is put to a model, and what its numbers must keep to.
///
/// A profile is data: the built-in ones are files like those that users write, see ``init(json:)``.
public struct ExtractionProfile: Sendable, Hashable {
    /// Stable name, which jobs and prompt metadata refer to.
    public let id: String

    /// Changes with every change of the profile.
    public let version: String

    /// The instructions, to be followed by the pages, each after its ``pageLabel(number:filename:)``.
    public let template: String

    /// How the sheet writes its numbers.
    public let numbers: NumberLocale

    let schema: SchemaNode
    let declaredChecks: [DeclaredCheck]

    /// A profile with the fields and checks of every report.
    public init(id: String, version: String, template: String, numbers: NumberLocale = .any) {
        self.init(id, version, template, numbers, ReportSchema.reports, DeclaredCheck.standard)
    }

    init(
        _ id: String,
        _ version: String,
        _ template: String,
        _ numbers: NumberLocale,
        _ schema: SchemaNode,
        _ checks: [DeclaredCheck]
    ) {
        self.id = id
        self.version = version
        self.template = template
        self.numbers = numbers
        self.schema = schema
        declaredChecks = checks
    }

    /// The bytes that identify the template, for hashing.
    public var templateBytes: [UInt8] {
        Array(template.utf8)
    }

    /// The shape of the answer, in Gemini's schema dialect: a list of reports, whatever the profile.
    public var responseSchema: JSONValue {
        schema.geminiSchema()
    }

    /// The shape of one report.
    var reportSchema: SchemaNode {
        guard case .list(of: let report, maximum: _) = schema else { return schema }
        return report
    }

    /// The names of the checks, in the order of results.
    public var checkNames: [String] {
        declaredChecks.map(\.name)
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
