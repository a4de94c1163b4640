// SPDX-License-Identifier: Apache-2.0

/// `/proc/self/mountinfo`, which still names the container when its control groups are hidden from it.
enum MountInfo {
    /// The id in the path from which the container's `hostname` file is mounted, such as
    /// `/var/lib/docker/containers/<id>/hostname`.
    static func containerID(in text: String) -> String? {
        for line in text.split(separator: "\n").prefix(4096) {
            let fields = line.split(separator: " ")
            // 36 35 98:0 /root-in-filesystem /mount-point …
            guard fields.count > 4, fields[3].hasSuffix("/hostname") else { continue }
            if let id = containerID(inPath: fields[3]) { return id }
        }
        return nil
    }

    private static func containerID(inPath path: Substring) -> String? {
        let parts = path.split(separator: "/")
        guard let place = parts.lastIndex(where: ContainerID.matches), place > 0 else { return nil }
        // containerd's sandbox is the pod's, not the container's.
        return parts[place - 1] == "sandboxes" ? nil : String(parts[place])
    }
}
