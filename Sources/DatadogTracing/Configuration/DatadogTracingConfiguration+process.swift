// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension DatadogTracingConfiguration {
    /// Reads what tells about the process and its source code; `tags` loses what is said by a field of its own.
    mutating func readProcess(_ values: inout EnvironmentValues) {
        isServiceGiven = values["DD_SERVICE"] != nil || values.tags("DD_TAGS")["service"] != nil
        sendsProcessTags = values.bool("DD_EXPERIMENTAL_PROPAGATE_PROCESS_TAGS_ENABLED") ?? true
        let url = tags.removeValue(forKey: "git.repository_url")
        let commit = tags.removeValue(forKey: "git.commit.sha")
        if values.bool("DD_TRACE_GIT_METADATA_ENABLED") ?? true {
            sourceRepositoryURL = (values["DD_GIT_REPOSITORY_URL"] ?? url).map(Self.withoutCredentials)
            sourceCommit = values["DD_GIT_COMMIT_SHA"] ?? commit
        }
        if values.bool("DD_TRACE_REPORT_HOSTNAME") ?? false {
            hostName = values["DD_HOSTNAME"] ?? Self.systemHostName
        }
    }

    /// The address without user and password; `git@host:path` has none.
    static func withoutCredentials(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return url }
        return String(url[..<scheme.upperBound] + rest[rest.index(after: at)...])
    }

    private static var systemHostName: String? {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return nil }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
