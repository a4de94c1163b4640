// SPDX-License-Identifier: Apache-2.0

import JSON

extension ExtractionProfile {
    /// Reads a profile; the error tells all faults with their paths.
    ///
    /// Members: `format` (1), `id`, `version`, `template` (a text or its lines), and if need be `numbers`
    /// (`languages`, `group_separators`), `response_schema` (JSON Schema: a list of reports with some or all of their
    /// fields, and others besides), and `checks` (names of ours, or rules over fields). What is left out is as for
    /// every report. The built-in profiles' files show all of it, see ``file(ofBuiltIn:)``.
    public init(json bytes: [UInt8]) throws(ProfileError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: bytes, limits: JSONLimits(maximumBytes: 1 << 20, maximumDepth: 32))
        } catch {
            throw ProfileError(issues: [
                SchemaIssue(path: "byte \(error.offset)", message: "is not JSON: \(error.message)")
            ])
        }
        var reader = ProfileReader()
        guard let profile = reader.profile(json), reader.issues.isEmpty else {
            throw ProfileError(issues: reader.issues)
        }
        self = profile
    }
}
