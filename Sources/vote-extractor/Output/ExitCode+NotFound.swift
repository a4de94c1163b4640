// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension ExitCode {
    /// What was asked for is not there.
    static let notFound = ExitCode(3)
}
