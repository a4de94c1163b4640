// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationNetworking
import Redis
import TestSupport
import TestTraits
import Testing

/// What a worker tells those who watch it: orchestrators, Prometheus, systemd.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct HealthTests {
    /// A worker with a health server, and where that is.
    private func worker(
        _ installation: Installation,
        environment: [String: String] = [:]
    ) async throws -> (program: Program, address: String) {
        let worker = try installation.worker(
            asking: "http://127.0.0.1:1",
            "--health-address",
            "127.0.0.1:0",
            environment: environment
        )
        let address = try await eventually("its address", of: worker) {
            worker.errors.split(separator: "\n").first { $0.contains("health server listens") }
                .flatMap { $0.firstMatch(of: /127\.0\.0\.1:\d+/) }.map { String($0.0) }
        }
        return (worker, address)
    }

    private func get(_ address: String, _ path: String) async throws -> (status: Int, text: String) {
        let url = try #require(URL(string: "http://\(address)\(path)"))
        let (data, response) = try await URLSession.shared.data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }

    private func untilReady(_ address: String, is wanted: Bool, of program: Program) async throws -> String {
        try await eventually("readiness \(wanted)", of: program) {
            let answer = try await get(address, "/readyz")
            return (answer.status == 200) == wanted ? answer.text : nil
        }
    }

    @Test(arguments: [SIGUSR1, SIGTSTP])
    func itIsReadyWhileItConsumes(_ signal: Int32) async throws {
        try await Installation.with { installation in
            let (worker, address) = try await worker(installation)
            #expect(try await untilReady(address, is: true, of: worker) == "ok\n")
            #expect(try await get(address, "/livez") == (200, "ok\n"))
            worker.send(signal)
            let quiet = try await untilReady(address, is: false, of: worker)
            #expect(quiet == "vote-extraction: the worker was told to take no more jobs\n")
            #expect(try await get(address, "/livez").status == 200)
            #expect(try await get(address, "/elsewhere").status == 404)
            #expect(try await worker.stop() == 0)
        }
    }

    @Test func itIsAliveButNotReadyWithoutRedis() async throws {
        try await Installation.with(redisRuns: false) { installation in
            let (worker, address) = try await worker(installation)
            #expect(try await get(address, "/livez").status == 200)
            let answer = try await get(address, "/readyz")
            #expect(answer == (503, "vote-extraction: the queue has not been reached yet\n"))
            #expect(
                try await get(address, "/metrics").text.contains(
                    "vote_extractor_queue_up{queue=\"vote-extraction\"} 0\n"
                )
            )
            try await installation.server.restart()
            _ = try await untilReady(address, is: true, of: worker)
            #expect(try await worker.stop() == 0)
        }
    }

    @Test(.enabled(if: PythonScript.isInstalled, "\(PythonScript.hint)"))
    func prometheusReadsItsFigures() async throws {
        try await Installation.with { installation in
            for _ in 0..<3 { try await installation.push(Array("no job".utf8)) }
            let (worker, address) = try await worker(
                installation,
                environment: ["VOTE_EXTRACTOR_DEAD_LETTERS_CAP": "1"]
            )
            let text = try await eventually("the dead letters", of: worker) {
                let text = try await get(address, "/metrics").text
                let isThere = text.contains(#"vote_extractor_jobs_buried_total{queue="vote-extraction"} 3"#)
                // The queue's figures may be those of a moment before.
                return isThere && text.contains(#"cause="count",queue="vote-extraction"} 2"#) ? text : nil
            }
            let read = try await PythonScript("prometheus_samples.py").run(input: Array(text.utf8))
            for line in [
                #"counter vote_extractor_jobs_claimed_total {"queue": "vote-extraction"} 3"#,
                #"gauge vote_extractor_queue_up {"queue": "vote-extraction"} 1"#,
                #"gauge vote_extractor_queue_dead {"queue": "vote-extraction"} 1"#,
                #"counter vote_extractor_queue_dead_dropped_total {"cause": "age", "queue": "vote-extraction"} 0"#,
                #"gauge vote_extractor_queue_workers {"queue": "vote-extraction"} 1"#,
                "gauge process_resident_memory_bytes {} ", "counter process_cpu_seconds_total {} ",
            ] {
                #expect(read.contains(line), "\(line) in \(read)")
            }
            #expect(try await worker.stop() == 0)
        }
    }

    @Test func theHealthCommandAsks() async throws {
        try await Installation.with { installation in
            let (worker, address) = try await worker(installation)
            _ = try await untilReady(address, is: true, of: worker)
            let well = try await installation.run("health", "--address", address, "--ready")
            #expect(well.exitCode == 0 && well.errors == "ok\n")
            worker.send(SIGUSR1)
            _ = try await untilReady(address, is: false, of: worker)
            let quiet = try await installation.run("health", "--address", address, "--ready")
            #expect(quiet.exitCode == 1 && quiet.errors.contains("told to take no more jobs"), "\(quiet.errors)")
            #expect(try await worker.stop() == 0)
            let gone = try await installation.run("health", "--address", address)
            #expect(gone.exitCode == 1 && gone.errors.contains("no worker answers at \(address)"), "\(gone.errors)")
            let unsaid = try await installation.run("health")
            #expect(unsaid.exitCode == 2 && unsaid.errors.contains("--address"), "\(unsaid.errors)")
        }
    }

    @Test func anAddressInUseIsNamed() async throws {
        try await Installation.with { installation in
            let (first, address) = try await worker(installation)
            let second = try installation.worker(asking: "http://127.0.0.1:1", "--health-address", address)
            #expect(try await second.exitCode() != 0)
            #expect(second.errors.contains("cannot listen on \(address)"), "\(second.errors)")
            #expect(try await first.stop() == 0)
            let wrong = try installation.worker(
                asking: "http://127.0.0.1:1",
                environment: ["VOTE_EXTRACTOR_HEALTH_ADDRESS": "nowhere"]
            )
            #expect(try await wrong.exitCode() == 2)
            #expect(wrong.errors.contains("must be HOST:PORT or :PORT, not 'nowhere'"), "\(wrong.errors)")
        }
    }

    @Test func systemdHearsOfItsLife() async throws {
        try await Installation.with { installation in
            let path = installation.folder.path + "/notify"
            let receiver = try DatagramReceiver(path: path)
            let worker = try installation.worker(
                asking: "http://127.0.0.1:1",
                environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "100000"]
            )
            var heard: [String] = []
            func wait(for line: String) async throws {
                while !heard.contains(line) {
                    heard.append(contentsOf: try await receiver.lines())
                }
                heard = []
            }
            try await wait(for: "READY=1")
            try await wait(for: "STATUS=ok")
            try await wait(for: "WATCHDOG=1")
            worker.terminate()
            try await wait(for: "STOPPING=1")
            #expect(try await worker.exitCode() == 0)
        }
    }
}

extension DatagramReceiver {
    fileprivate func lines() async throws -> [String] {
        String(decoding: try await receive(), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
