// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the operating system counts of this process. Figures that it does not tell are nil.
package struct ProcessFigures {
    /// Since the process started.
    package var userSeconds = 0.0
    package var systemSeconds = 0.0
    var voluntarySwitches = 0
    var involuntarySwitches = 0
    /// At this moment.
    package var residentBytes: Int?
    package var threads: Int?
    package var openDescriptors: Int?

    /// Reads `getrusage` and, on Linux, `/proc/self`.
    package static func current() -> ProcessFigures {
        var figures = ProcessFigures()
        figures.readUsage()
        figures.readStatus(FileText.read("/proc/self/status", maximumBytes: 8192))
        figures.openDescriptors = entries(of: "/proc/self/fd")
        return figures
    }

    private mutating func readUsage() {
        var usage = rusage()
        #if canImport(Glibc)
        let status = getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        #else
        let status = getrusage(RUSAGE_SELF, &usage)
        #endif
        guard status == 0 else { return }
        userSeconds = Self.seconds(usage.ru_utime)
        systemSeconds = Self.seconds(usage.ru_stime)
        voluntarySwitches = Int(usage.ru_nvcsw)
        involuntarySwitches = Int(usage.ru_nivcsw)
    }

    /// Lines such as `VmRSS:     1234 kB` and `Threads:  4`.
    mutating func readStatus(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count > 1, let number = Int(words[1]) else { continue }
            switch words[0] {
            case "VmRSS:": residentBytes = number * 1024
            case "Threads:": threads = number
            default: break
            }
        }
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }

    private static func entries(of path: String) -> Int? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Without `.`, `..` and the folder itself.
        return count - 3
    }
}
