// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An agent in one mood, and what it says of itself.
final class AgentProcess {
    let mood: AgentMood
    let url: String
    private let process: Process?
    private let questions = Pipe()
    private let answers = Pipe()

    init(mood: AgentMood) throws {
        self.mood = mood
        guard mood != .absent else {
            // Nobody listens on port 1.
            (url, process) = ("http://127.0.0.1:1", nil)
            return
        }
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["agent", mood.rawValue]
        process.standardInput = questions
        process.standardOutput = answers
        try process.run()
        self.process = process
        url = Self.line(from: answers)
    }

    /// The spans that it took since the last time it was asked.
    func takeCount() -> Int {
        guard process != nil else { return 0 }
        questions.fileHandleForWriting.write(Data("\n".utf8))
        return Int(Self.line(from: answers)) ?? -1
    }

    /// It ends with its input.
    func stop() {
        try? questions.fileHandleForWriting.close()
        process?.waitUntilExit()
    }

    /// What it wrote, to the end of the line; it writes one line at a time.
    private static func line(from pipe: Pipe) -> String {
        var data = Data()
        while data.last != UInt8(ascii: "\n") {
            let more = pipe.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            data += more
        }
        return String(decoding: data.dropLast(), as: UTF8.self)
    }
}
