// SPDX-License-Identifier: Apache-2.0

import RedisJobQueue

/// What `doctor` says of what users of Redis may do.
struct RightsFindings {
    let findings: [Finding]

    /// - Parameter rights: Nil where the server does not tell.
    init(_ rights: [RedisUserRights]?) {
        guard let rights else {
            findings = [
                Finding(
                    "Redis users",
                    .doubtful,
                    "what they may do is not known: that takes Redis 7 and +acl|whoami +acl|dryrun, which the user doctor of "
                        + Self.template + " has"
                )
            ]
            return
        }
        findings = rights.map(Self.finding)
    }

    private static func finding(_ rights: RedisUserRights) -> Finding {
        let subject = "Redis user \(rights.user)"
        guard !rights.missing.isEmpty else {
            return Finding(subject, .good, "may do all that the role \(rights.role) needs")
        }
        let missing = rights.missing.joined(separator: " ")
        // Of a user with a name of its own nobody knows the role.
        guard rights.user == rights.role else {
            return Finding(subject, .doubtful, "may not use or reach what workers need, if one uses it: \(missing)")
        }
        return Finding(
            subject,
            .bad,
            "the role \(rights.role) needs what this user may not use or reach: "
                + "\(missing); load the users of \(template) of this "
                + "version anew (ACL LOAD), or grant it (ACL SETUSER)"
        )
    }

    private static let template = "deploy/redis/users.acl.template"
}
