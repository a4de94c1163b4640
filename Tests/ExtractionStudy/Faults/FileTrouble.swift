// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// What may be wrong with a job's file or its server.
enum FileTrouble: String, CaseIterable {
    case none
    case missing = "404"
    case gone = "410"
    case forbidden = "403"
    case forbiddenOnce = "403 once"
    case failingForAMoment = "503 twice"
    case failing = "503 four times"
    case cutOff = "the connection breaks off four times"
    case tooLarge = "too large"
    case unsupported = "a web page"
    case corrupt = "a broken picture"
    case otherContent = "another SHA-256 than announced"
    case outside = "outside the allowed folders"
    case internalAddress = "at an address that is refused"

    /// The class with which such jobs die; nil where the trouble passes.
    var errorClass: String? {
        switch self {
        case .none, .forbiddenOnce, .failingForAMoment, .failing, .cutOff: nil
        case .missing, .gone: "input.not_found"
        case .forbidden: "input.forbidden"
        case .tooLarge: "input.too_large"
        case .unsupported: "input.unsupported"
        case .corrupt: "input.corrupt"
        case .otherContent: "input.hash_mismatch"
        case .outside, .internalAddress: "input.refused"
        }
    }

    /// The classes of the failed runs.
    var meets: [String] {
        switch self {
        case .none, .failingForAMoment: []
        case .forbidden: ["input.forbidden", "input.forbidden"]
        case .forbiddenOnce: ["input.forbidden"]
        case .failing, .cutOff: ["input.transient"]
        default: errorClass.map { [$0] } ?? []
        }
    }

    /// The answer of the file's server to the n-th question about the same job, from 1.
    func answer(to number: Int, sheet: [UInt8]) -> ScriptedHTTPResponse {
        let whole = ScriptedHTTPResponse(body: sheet)
        switch self {
        case .missing: return ScriptedHTTPResponse(status: 404)
        case .gone: return ScriptedHTTPResponse(status: 410)
        case .forbidden: return ScriptedHTTPResponse(status: 403)
        case .forbiddenOnce: return number == 1 ? ScriptedHTTPResponse(status: 403) : whole
        case .failingForAMoment: return number <= 2 ? ScriptedHTTPResponse(status: 503) : whole
        case .failing: return number <= 4 ? ScriptedHTTPResponse(status: 503) : whole
        case .cutOff: return number <= 4 ? .partial(body: Array(sheet.prefix(100)), declaredLength: sheet.count) : whole
        case .tooLarge: return ScriptedHTTPResponse(body: [UInt8](repeating: 0x25, count: 10_000_001))
        case .unsupported: return ScriptedHTTPResponse(text: "<html><body>Please log in.</body></html>")
        case .corrupt: return ScriptedHTTPResponse(body: [0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 7, count: 400))
        case .none, .otherContent, .outside, .internalAddress: return whole
        }
    }
}
