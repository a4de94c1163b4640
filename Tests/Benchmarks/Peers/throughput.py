# SPDX-License-Identifier: Apache-2.0
"""No-op jobs of one worker process: from the first job's end to the last one's."""

import dataclasses
import pathlib
import tempfile
import time

from peer_server import PeerServer
from process_tree import ProcessTree
from roster import Peer

LONGEST = 60


@dataclasses.dataclass
class Round:
    rate: float
    worker_microseconds: float
    redis_microseconds: float
    commands: float
    memory: float


def measure(peer: Peer, count: int) -> Round:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        folder = pathlib.Path(name)
        progress = folder / "progress"
        progress.touch()
        server = PeerServer(folder)
        try:
            peer.fill(server, progress, count, 0)
            with open(folder / "worker.log", "w") as log:
                worker = ProcessTree(
                    [str(part) for part in peer.work(server, peer.concurrency)],
                    peer.environment(server, progress),
                    folder,
                    log,
                )
            try:
                return _watch(server, worker, progress, count)
            finally:
                worker.kill()
        finally:
            server.close()


def _watch(server: PeerServer, worker: ProcessTree, progress: pathlib.Path, count: int) -> Round:
    deadline = time.monotonic() + LONGEST
    done = _wait(progress, 1, worker, deadline)
    before = (time.monotonic(), worker.cpu_seconds(), server.cpu_seconds(), _commands(server))
    done = _wait(progress, count, worker, deadline) - done
    seconds, cpu, redis_cpu, commands = (
        after - earlier
        for after, earlier in zip(
            (time.monotonic(), worker.cpu_seconds(), server.cpu_seconds(), _commands(server)), before
        )
    )
    return Round(done / seconds, cpu / done * 1e6, redis_cpu / done * 1e6, commands / done, worker.memory())


def _wait(progress: pathlib.Path, count: int, worker: ProcessTree, deadline: float) -> int:
    """Until so many jobs have ended, or the time has; returns how many have."""
    while (size := progress.stat().st_size) < count and time.monotonic() < deadline:
        if worker.has_ended:
            raise SystemExit("the worker ended by itself")
        time.sleep(0.002)
    return size


def _commands(server: PeerServer) -> int:
    """Commands so far, those that scripts run included."""
    return sum(entry["calls"] for entry in server.redis.info("commandstats").values())
