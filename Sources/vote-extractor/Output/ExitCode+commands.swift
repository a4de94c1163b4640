// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension ExitCode {
    /// What was asked for is not there.
    static let notFound = ExitCode(3)
    /// Ended by Ctrl-C or SIGTERM before its work was done; the number is that of shells.
    static let interrupted = ExitCode(130)
}
