// SPDX-License-Identifier: Apache-2.0

/// Keys that say something about the span itself.
enum SpanField {
    case service
    case version
    case resource
    case type
    case error
    case measured
    /// A text even where it is given as a number: that is how it is searched for.
    case httpStatus
    case keep
    case drop

    static let serviceKey = "service.name"
    static let versionKey = "service.version"
    static let resourceKey = "resource.name"
    static let typeKey = "span.type"
    static let errorKey = "error"
    static let measuredKey = "_dd.measured"
    static let httpStatusKey = "http.status_code"
    static let keepKey = "manual.keep"
    static let dropKey = "manual.drop"

    /// Whether a key is as long as one of these; most are not.
    @inline(__always)
    static func maybe(_ key: String) -> Bool {
        let lengths: UInt64 = 1 << 5 | 1 << 9 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 15 | 1 << 16
        let length = key.utf8.count
        return length < 17 && lengths >> UInt64(length) & 1 == 1
    }

    /// Nil for an ordinary tag.
    init?(_ key: String) {
        let field: Self
        switch key.utf8.count {
        case 5 where key == Self.errorKey: field = .error
        case 9 where key == Self.typeKey: field = .type
        case 11 where key == Self.keepKey: field = .keep
        case 11 where key == Self.dropKey: field = .drop
        case 12 where key == Self.serviceKey: field = .service
        case 12 where key == Self.measuredKey: field = .measured
        case 13 where key == Self.resourceKey: field = .resource
        case 15 where key == Self.versionKey: field = .version
        case 16 where key == Self.httpStatusKey: field = .httpStatus
        default: return nil
        }
        self = field
    }
}
