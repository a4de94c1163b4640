// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The program that runs workers and kills them.
enum ChaosProgram {
    /// Beside the test bundle.
    static let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/QueueChaos"
}
