// SPDX-License-Identifier: Apache-2.0

/// The answer of calls that only do something, and the request of those that need to be told nothing: `{}`.
struct Nothing: Codable, Sendable {}
