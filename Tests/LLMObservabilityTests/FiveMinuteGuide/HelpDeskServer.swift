// SPDX-License-Identifier: Apache-2.0

import Glibc
import ServiceLifecycle

/// Takes two questions, one of which the handbook does not answer, and then ends the process as an operator would.
struct HelpDeskServer: Service {
    let desk: HelpDesk

    func run() async throws {
        _ = try await desk.answer("How many holidays do I have?", session: "s-1")
        _ = try? await desk.answer("What is the meaning of life?", session: "s-2")
        kill(getpid(), SIGTERM)
        try await gracefulShutdown()
    }
}
