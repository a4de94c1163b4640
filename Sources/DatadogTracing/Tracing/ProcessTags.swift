// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Facts about the process, as all of Datadog's tracers write them into `_dd.tags.process`.
struct ProcessTags {
    /// `key:value` pairs, in order, separated by commas.
    let text: String

    init(_ configuration: DatadogTracingConfiguration) {
        let program = (CommandLine.arguments.first ?? "").split(separator: "/")
        var tags = [("entrypoint.type", "executable")]
        tags.append(("entrypoint.name", program.last.map(String.init) ?? ""))
        tags.append(("entrypoint.basedir", program.dropLast().last.map(String.init) ?? ""))
        tags.append(("entrypoint.workdir", Self.workingDirectory))
        tags.append(configuration.isServiceGiven ? ("svc.user", "true") : ("svc.auto", configuration.service))
        let pairs = tags.map { (key: $0.0, value: Self.normalized($0.1)) }.filter { !$0.value.isEmpty }
        text = pairs.map { "\($0.key):\($0.value)" }.sorted().joined(separator: ",")
    }

    /// Lower case letters, digits and `/._-`; others become `_`; at most 100 characters.
    static func normalized(_ value: String) -> String {
        String(
            String.UnicodeScalarView(
                value.lowercased().unicodeScalars.prefix(100).map { scalar in
                    let isKept =
                        scalar.isASCII
                        && (scalar.properties.isAlphabetic || "0123456789/._-".unicodeScalars.contains(scalar))
                    return isKept ? scalar : "_"
                }
            )
        )
    }

    /// The last part of the working directory's path.
    private static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "" }
        defer { free(path) }
        return String(cString: path).split(separator: "/").last.map(String.init) ?? ""
    }
}
