// SPDX-License-Identifier: Apache-2.0

extension ExtractionProfile {
    /// Thai polling-station results: the forms S.S. 5/16 to 5/18, constituency and party list.
    public static let thaiSS518 = builtIn(thaiSS518File)

    /// Machine-printed results by precinct, several contests to a page, as counties of the United States publish them.
    public static let printedPrecinct = builtIn(printedPrecinctFile)

    /// The profiles that come with the extractor, the default one first.
    public static let builtIn: [ExtractionProfile] = [thaiSS518, printedPrecinct]

    /// The built-in profile of this id.
    public static func named(_ id: String) -> ExtractionProfile? {
        builtIn.first { $0.id == id }
    }

    /// The file of a built-in profile, to begin one's own with.
    public static func file(ofBuiltIn id: String) -> [UInt8]? {
        [thaiSS518File, printedPrecinctFile].first { builtIn($0).id == id }
    }

    private static let thaiSS518File = PackageResources.thai_ss518_json
    private static let printedPrecinctFile = PackageResources.printed_precinct_json

    private static func builtIn(_ file: [UInt8]) -> ExtractionProfile {
        do throws(ProfileError) {
            return try ExtractionProfile(json: file)
        } catch {
            // The files are a part of the library, and a test reads each.
            preconditionFailure("a built-in profile is broken: \(error)")
        }
    }
}
