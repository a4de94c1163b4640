# SPDX-License-Identifier: Apache-2.0
"""The queues that are compared: how each is started and filled, and what it needs to be there."""

import dataclasses
import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable

from peer_server import PeerServer

JOBS = pathlib.Path(__file__).parent / "jobs"
OURS = "JobQueue"


@dataclasses.dataclass(frozen=True)
class Peer:
    name: str
    version: str
    #: Jobs at the same time: its default, or what suits no-op jobs best.
    concurrency: int
    #: How many no-op jobs make a round of some seconds.
    jobs: int
    #: The command of a worker process.
    work: Callable[[PeerServer, int], list]
    #: The command that adds jobs, each of which sleeps so many seconds.
    enqueue: Callable[[PeerServer, int, float], list]

    def environment(self, server: PeerServer, progress: pathlib.Path) -> dict[str, str]:
        return os.environ | {
            "PEER_REDIS_URL": server.url,
            "PEER_CONCURRENCY": str(self.concurrency),
            "PEER_PROGRESS": str(progress),
            "PYTHONPATH": str(JOBS),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def fill(self, server: PeerServer, progress: pathlib.Path, count: int, sleep: float):
        command = [str(part) for part in self.enqueue(server, count, sleep)]
        environment = self.environment(server, progress)
        done = subprocess.run(command, env=environment, cwd=JOBS, capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise SystemExit(f"{self.name} could not be given jobs: {done.stderr[-2000:]}")


def installed(environments: pathlib.Path, binary: str) -> list[Peer]:
    """Those that can run here; says of the others what is missing."""
    peers = [_ours(binary), _sidekiq(), *(_python(environments / name, name) for name in ("arq", "rq", "celery"))]
    return [peer for peer in peers if peer]


def _ours(binary: str) -> Peer:
    return Peer(
        name=OURS,
        version="this checkout",
        concurrency=256,
        jobs=100_000,
        work=lambda server, concurrency: [binary, "worker", server.socket, concurrency],
        enqueue=lambda server, count, sleep: [binary, "enqueue", server.socket, count, int(sleep * 1000)],
    )


def _sidekiq() -> Peer | None:
    if not shutil.which("sidekiq") or not shutil.which("ruby"):
        print("Sidekiq is not here and left out (Debian: ruby-sidekiq)")
        return None
    script = JOBS / "sidekiq_jobs.rb"
    version = subprocess.run(["sidekiq", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    return Peer(
        name="Sidekiq",
        version=version,
        concurrency=25,
        jobs=20_000,
        work=lambda _, concurrency: ["sidekiq", "-r", script, "-c", concurrency],
        enqueue=lambda _, count, sleep: ["ruby", script, "enqueue", count, sleep],
    )


def _python(environment: pathlib.Path, name: str) -> Peer | None:
    python = environment / "bin" / "python"
    if not python.exists():
        print(f"{name} is not here and left out")
        return None
    show = [python, "-c", f"import importlib.metadata as m; print(m.version('{name}'))"]
    script, folder = JOBS / f"{name}_jobs.py", environment / "bin"
    work = {
        "arq": lambda _, concurrency: [python, script, "work"],
        "rq": lambda server, _: [folder / "rq", "worker", "-q", "-P", JOBS, "-u", server.url, "default"],
        "celery": lambda _, concurrency: (
            [folder / "celery", "-A", "celery_jobs", "worker", "-c", concurrency]
            + ["-l", "WARNING", "-n", f"w{os.urandom(3).hex()}"]
        ),
    }
    return Peer(
        name={"arq": "arq", "rq": "RQ", "celery": "Celery"}[name],
        version=subprocess.run(show, capture_output=True, text=True, check=True).stdout.strip(),
        concurrency={"arq": 10, "rq": 1, "celery": 2}[name],
        jobs={"arq": 1000, "rq": 200, "celery": 2000}[name],
        work=work[name],
        enqueue=lambda _, count, sleep: [python, script, "enqueue", count, sleep],
    )
