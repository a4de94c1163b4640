// SPDX-License-Identifier: Apache-2.0

/// The version that workers and traces report.
enum Version {
    static let current = "0.1.0"
}
