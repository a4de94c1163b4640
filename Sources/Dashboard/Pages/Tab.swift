// SPDX-License-Identifier: Apache-2.0

/// The dashboard's places.
enum Tab: String, CaseIterable {
    case overview
    case jobs
    case dead
    case results
    case workers

    var name: String {
        switch self {
        case .overview: "Overview"
        case .jobs: "Jobs"
        case .dead: "Dead letters"
        case .results: "Results"
        case .workers: "Workers"
        }
    }

    var href: String { self == .overview ? "/" : "/\(rawValue)" }
}
