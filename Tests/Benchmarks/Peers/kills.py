# SPDX-License-Identifier: Apache-2.0
"""kill -9 of workers at random while jobs run: what is lost, and what is done twice."""

import collections
import dataclasses
import pathlib
import random
import tempfile
import time

from peer_server import PeerServer
from process_tree import ProcessTree
from roster import Peer

WORKERS = 2
SLEEP = 0.2


@dataclasses.dataclass
class Kills:
    jobs: int
    kills: int
    #: Jobs that had begun and not ended on the workers that were killed.
    cut: int
    lost: int
    ended_twice: int
    #: Seconds from the last kill to the last job's end.
    last_end: float
    waited: float


def measure(peer: Peer, count: int, kills: int, patience: float, seed: int) -> Kills:
    """Two workers with four jobs each at a time (RQ: one); a killed one is started again at once."""
    peer = dataclasses.replace(peer, concurrency=min(peer.concurrency, 4))
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        folder = pathlib.Path(name)
        progress = folder / "progress"
        progress.touch()
        server = PeerServer(folder, keeps=True)
        workers: list[ProcessTree] = []
        try:
            with open(folder / "worker.log", "w") as log:
                def start() -> ProcessTree:
                    command = [str(part) for part in peer.work(server, peer.concurrency)]
                    return ProcessTree(command, peer.environment(server, progress), folder, log)

                peer.fill(server, progress, count, SLEEP)
                workers += [start() for _ in range(WORKERS)]
                return _run(workers, start, progress, count, kills, patience, random.Random(seed))
        finally:
            for worker in workers:
                worker.kill()
            server.close()


def _run(workers, start, progress, count, kills, patience, generator) -> Kills:
    cut = 0
    for _ in range(kills):
        time.sleep(generator.uniform(1, 3))
        victim = generator.randrange(len(workers))
        _wait_until_busy(workers[victim], progress)
        processes = workers[victim].processes()
        workers[victim].kill()
        cut += _running(progress, processes)
        workers[victim] = start()
    killed, last, size = time.monotonic(), time.monotonic(), progress.stat().st_size
    while time.monotonic() < killed + patience:
        time.sleep(0.1)
        if progress.stat().st_size > size:
            last, size = time.monotonic(), progress.stat().st_size
        if len(_ends(progress)) >= count:
            break
    ends = _ends(progress)
    return Kills(
        jobs=count,
        kills=kills,
        cut=cut,
        lost=count - len(ends),
        ended_twice=sum(1 for number in ends.values() if number > 1),
        last_end=last - killed,
        waited=time.monotonic() - killed,
    )


def _ends(progress: pathlib.Path) -> collections.Counter:
    """How often each job has ended."""
    lines = (line.split() for line in progress.read_text().splitlines())
    return collections.Counter(line[1] for line in lines if line[0] == "E")


def _wait_until_busy(worker: ProcessTree, progress: pathlib.Path):
    """Workers take a while to start, and the idle are not worth killing."""
    deadline = time.monotonic() + 30
    while not _running(progress, worker.processes()) and time.monotonic() < deadline:
        time.sleep(0.02)


def _running(progress: pathlib.Path, processes: list[int]) -> int:
    """How many jobs of these processes have begun and not ended."""
    running = {}
    for word, job, *process in (line.split() for line in progress.read_text().splitlines()):
        if word == "S":
            running[job] = int(process[0])
        else:
            running.pop(job, None)
    return sum(1 for process in running.values() if process in processes)
