# SPDX-License-Identifier: Apache-2.0
"""A redis-server of our own, on a free port of the loopback address."""

import pathlib
import socket
import subprocess
import time

import redis


class PeerServer:
    def __init__(self, folder: pathlib.Path, keeps: bool = False):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.socket = folder / "redis.sock"
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--unixsocket", self.socket, "--save", ""]
            + ["--appendonly", "yes" if keeps else "no", "--dir", folder, "--logfile", folder / "redis.log"]
        )
        self.redis = redis.Redis(port=self.port)
        for _ in range(200):
            try:
                self.redis.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.05)
        raise SystemExit("redis-server did not start")

    def cpu_seconds(self) -> float:
        info = self.redis.info("cpu")
        return info["used_cpu_user"] + info["used_cpu_sys"]

    def close(self):
        self.redis.close()
        self._process.terminate()
        self._process.wait()
