// SPDX-License-Identifier: Apache-2.0

/// How a gRPC call ended.
struct GRPCStatus: Sendable, Hashable {
    /// From 0 to 255; 0 to 16 have names.
    let code: UInt8

    private static let keys: [StaticString] = [
        "rpc.grpc.status_code", "grpc.code", "rpc.grpc.status.code", "grpc.status.code",
    ]

    /// The status that the span's tags tell, by number or name; nil if they tell none.
    init?(_ span: EncodedSpan) {
        let texts = Self.keys.lazy.compactMap { span.text($0) }
        let numbers = Self.keys.lazy.compactMap { span.number($0) }
        guard let code = texts.compactMap(Self.code).first ?? numbers.compactMap({ UInt8(exactly: $0) }).first else {
            return nil
        }
        self.code = code
    }

    private static func code(_ text: String) -> UInt8? {
        if let number = UInt8(text) { return number }
        let prefix = "StatusCode."
        let name = text.hasPrefix(prefix) ? text.dropFirst(prefix.count) : text[...]
        return codes[name.uppercased().filter { $0 != "_" }]
    }

    private static let codes: [String: UInt8] = [
        "OK": 0, "CANCELLED": 1, "CANCELED": 1, "UNKNOWN": 2, "INVALIDARGUMENT": 3, "DEADLINEEXCEEDED": 4,
        "NOTFOUND": 5, "ALREADYEXISTS": 6, "PERMISSIONDENIED": 7, "RESOURCEEXHAUSTED": 8, "FAILEDPRECONDITION": 9,
        "ABORTED": 10, "OUTOFRANGE": 11, "UNIMPLEMENTED": 12, "INTERNAL": 13, "UNAVAILABLE": 14, "DATALOSS": 15,
        "UNAUTHENTICATED": 16,
    ]
}
