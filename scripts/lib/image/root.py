# SPDX-License-Identifier: Apache-2.0
"""A folder that becomes the root of processes, as a container's file system does.

Mounts are made, and not undone, here: all of this runs in a mount namespace of its own, with which they go.
"""

import os
import pathlib
import subprocess

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Root:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def path(self, inside):
        """Where something of the root is for us."""
        return self.folder / inside.lstrip("/")

    def mount_system(self):
        """What each process expects, with the machine's names of hosts."""
        for name in ("dev", "proc"):
            self.path(name).mkdir(exist_ok=True)
        call("mount", "--rbind", "/dev", self.path("dev"))
        call("mount", "-t", "proc", "proc", self.path("proc"))
        for name in ("resolv.conf", "hosts"):
            self.path(f"etc/{name}").write_bytes(pathlib.Path(f"/etc/{name}").read_bytes())

    def bind(self, source, inside, writable=False):
        """Shows a folder of ours inside."""
        target = self.path(inside)
        target.mkdir(parents=True, exist_ok=True)
        call("mount", "--bind", source, target)
        if not writable:
            call("mount", "-o", "remount,bind,ro", target)

    def lock(self):
        """From here on nothing can be written but a small /tmp, as a careful operator runs it."""
        call("mount", "--bind", self.folder, self.folder)
        call("mount", "-o", "remount,bind,ro", self.folder)
        call("mount", "-t", "tmpfs", "-o", "size=64m,mode=1777", "tmpfs", self.path("tmp"))
        call("mount", "--rbind", "/dev", self.path("dev"))
        call("mount", "-t", "proc", "proc", self.path("proc"))

    def command(self, arguments, user=(0, 0), folder="/"):
        """How a program is started inside; a user other than root has no capabilities."""
        drop = [f"--reuid={user[0]}", f"--regid={user[1]}", "--clear-groups"]
        drop += ["--no-new-privs", "--bounding-set=-all"] if user[0] else []
        return ["chroot", self.folder, "setpriv", *drop, "env", "-C", folder, *arguments]

    def run(self, arguments, environment, **options):
        """Runs a program as root inside to its end."""
        done = subprocess.run(self.command(arguments, **options), env={"PATH": PATH, "HOME": "/root"} | environment)
        if done.returncode != 0:
            raise SystemExit(f"exit code {done.returncode}: {' '.join(arguments)}")


def call(*command):
    subprocess.run(command, check=True)


def size(folder):
    """Its bytes on this file system, in megabytes."""
    lines = subprocess.run(["du", "-sx", "-B1", folder], check=True, capture_output=True, text=True).stdout
    return f"{int(lines.split()[0]) / 1e6:.0f} MB"
