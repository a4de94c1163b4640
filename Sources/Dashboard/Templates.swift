// SPDX-License-Identifier: Apache-2.0

import Mustache

/// The pages' templates. They escape every value.
struct Templates: Sendable {
    private let library: MustacheLibrary

    private static let sources: [(name: String, bytes: [UInt8])] = [
        ("layout", PackageResources.layout_mustache),
        ("login", PackageResources.login_mustache),
        ("problem", PackageResources.problem_mustache),
        ("overview", PackageResources.overview_mustache),
        ("jobs", PackageResources.jobs_mustache),
        ("job", PackageResources.job_mustache),
        ("dead", PackageResources.dead_mustache),
        ("letter", PackageResources.letter_mustache),
        ("edit", PackageResources.edit_mustache),
        ("results", PackageResources.results_mustache),
        ("workers", PackageResources.workers_mustache),
        ("envelope", PackageResources.envelope_mustache),
        ("pictures", PackageResources.pictures_mustache),
        ("attempts", PackageResources.attempts_mustache),
        ("bulk", PackageResources.bulk_mustache),
        ("bulk_progress", PackageResources.bulk_progress_mustache),
        ("waterfall", PackageResources.waterfall_mustache),
    ]

    init() {
        var library = MustacheLibrary()
        for source in Self.sources {
            let text = String(decoding: source.bytes, as: UTF8.self)
            do {
                try library.register(text, named: source.name)
            } catch {
                // They are part of the program, and tests render each.
                preconditionFailure("template \(source.name): \(error)")
            }
        }
        self.library = library
    }

    func render(_ name: String, _ page: Page) -> String { library.render(page, withTemplate: name) ?? "" }
}
