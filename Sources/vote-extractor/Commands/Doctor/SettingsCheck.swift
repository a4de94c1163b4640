// SPDX-License-Identifier: Apache-2.0

import Extraction
import Foundation

/// Looks whether what a worker's settings name is there, and whether they fit each other.
struct SettingsCheck {
    var findings: [Finding] { [profile] + folders + [shutdown] }

    private var profile: Finding {
        do {
            let profile = try ProfileOptions.chosen(Settings.profile.value, from: Settings.profileFiles.value)
            return Finding("profile", .good, "\(profile.id), version \(profile.version)")
        } catch {
            return Finding("profile", .bad, "\(error); workers would not start")
        }
    }

    private var folders: [Finding] {
        Settings.fileRoots.value.map { path in
            var isFolder: ObjCBool = false
            let subject = "folder \(path)"
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                return Finding(
                    subject,
                    .bad,
                    "there is no such folder here, so jobs with files in it fail: make or mount it, or take it out of "
                        + Settings.fileRoots.entry.variable
                )
            }
            guard FileManager.default.isReadableFile(atPath: path), FileManager.default.isExecutableFile(atPath: path)
            else {
                return Finding(subject, .bad, "this user may not read it, so jobs with files in it fail: chmod it")
            }
            return Finding(subject, .good, "is there and can be read")
        }
    }

    private var shutdown: Finding {
        let drain = Settings.drainSeconds.value
        let times = ShutdownTimes(drainSeconds: drain, graceSeconds: Settings.graceSeconds.value)
        if let warning = times.warning { return Finding("shutdown", .bad, warning) }
        let call = Settings.modelTimeoutSeconds.value
        guard drain < call else { return Finding("shutdown", .good, "running jobs have \(drain) s to end") }
        return Finding(
            "shutdown",
            .doubtful,
            "running jobs have \(drain) s to end; a call of a model may take \(call) s, and one that is cut off is paid for "
                + "and made again: \(Settings.drainSeconds.entry.variable) and the orchestrator's grace can be raised"
        )
    }
}
