# SPDX-License-Identifier: Apache-2.0
"""A command with all that it starts: Python's and Ruby's workers fork."""

import os
import pathlib
import signal
import subprocess

TICKS = os.sysconf("SC_CLK_TCK")


class ProcessTree:
    def __init__(self, command, environment, folder, log):
        self._process = subprocess.Popen(
            command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def cpu_seconds(self) -> float:
        """User and system time, ended children included."""
        return sum(sum(int(value) for value in _stat(process)[11:15]) for process in self.processes()) / TICKS

    def memory(self) -> float:
        """Greatest resident size so far, in megabytes."""
        return sum(_peak(process) for process in self.processes()) / 1024

    def kill(self):
        """kill -9 of all of them, the parent first, so that it starts no others."""
        for process in self.processes():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self._process.wait()

    def processes(self) -> list[int]:
        """The process and what descends from it."""
        children: dict[int, list[int]] = {}
        for name in os.listdir("/proc"):
            if name.isdigit() and (stat := _stat(int(name))):
                children.setdefault(int(stat[1]), []).append(int(name))
        found, waiting = [], [self._process.pid]
        while waiting:
            process = waiting.pop()
            found.append(process)
            waiting += children.get(process, [])
        return found


def _stat(process: int) -> list[str]:
    """The fields of /proc/PID/stat behind the command's name, which may hold anything."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []


def _peak(process: int) -> int:
    try:
        lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
