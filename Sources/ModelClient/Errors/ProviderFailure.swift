// SPDX-License-Identifier: Apache-2.0

/// A failure that a provider told, as its dialect reads it.
struct ProviderFailure {
    let httpStatus: Int?
    /// The provider's own name of the failure.
    var code: String?
    var errorClass: ErrorClass
    /// What else helps, free of the provider's prose: that may quote the request.
    var notes: [String] = []
    var retryAfter: Duration?
    var requestID: String?
    /// What the provider wrote about it; only looked through for known words.
    var providerMessage = ""

    /// The failure as an error.
    var error: ModelError {
        ModelError(errorClass, message, httpStatus: httpStatus, retryAfter: retryAfter, requestID: requestID)
    }

    private var message: String {
        var text = "the provider answered"
        if let httpStatus { text += " \(httpStatus)" }
        if let code { text += " \(code)" }
        for note in notes { text += ", \(note)" }
        if let retryAfter { text += ", asking to wait \(retryAfter)" }
        return text + (mend.map { "; \($0)" } ?? "")
    }

    private var mend: String? {
        guard errorClass == .badConfig || errorClass == .modelNotFound,
            let missing = ModelCapability(missingSaidBy: providerMessage)
        else { return Self.mends[errorClass] }
        return "the model lacks something: \(missing.lack)"
    }

    private static let mends: [ErrorClass: String] = [
        .auth: "check the API key and what it may use",
        .modelNotFound: "check the model's name",
        .quotaExhausted: "check the plan, its limits and its billing",
        .contextWindow: "send fewer or smaller pages, or use a model with a larger window",
        .inputTooLarge: "send fewer or smaller pages",
        .inputCorrupt: "the provider could not read a page",
    ]

    /// Texts from a provider are cut before they are kept.
    static func short(_ text: String?) -> String? {
        text.map { String($0.prefix(128)) }
    }
}

extension ErrorClass {
    /// What a status of failure means where the body says nothing better.
    init(httpStatus: Int) {
        self =
            switch httpStatus {
            case 401, 403: .auth
            case 402: .quotaExhausted
            case 404: .modelNotFound
            case 408: .timeout
            case 409, 499: .server
            case 413: .inputTooLarge
            case 429: .rateLimited
            case 503, 529: .capacity
            case 500...: .server
            default: .badConfig
            }
    }
}
