# SPDX-License-Identifier: Apache-2.0
"""What the tests here share: where things lie, and real counterparts that end with the test."""

import base64
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import zlib

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from stand_in import StandIn

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
QUEUE = "vote-extraction"
PREFIX = "{" + QUEUE + "}:"


def program():
    """The vote-extractor to test: named by the environment, or the debug build."""
    path = os.environ.get("VOTE_EXTRACTOR_PROGRAM") or ROOT / ".build/debug/vote-extractor"
    return str(path) if os.access(path, os.X_OK) else None


def installed(name):
    """The path of a program, or None."""
    beside = ROOT / ".build-venv/bin" / name
    return str(beside) if beside.exists() else shutil.which(name)


def eventually(what, look, seconds=60):
    """Looks until something is found; the pause is only how often, nothing depends on its length."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(f"waited in vain for {what}")


def free_port():
    """A loopback port that the kernel has just given out and will not soon give out again."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class RedisServer:
    """A private redis-server on a Unix socket; with `roles`, behind the ACL file of deploy/redis."""

    def __init__(self, roles=False, port=False, queues=(QUEUE,), options=()):
        self.folder = tempfile.mkdtemp()
        self.socket = f"{self.folder}/redis.sock"
        self.port = free_port() if port else 0
        self.passwords = {}
        command = ["redis-server", "--port", str(self.port), "--unixsocket", self.socket, "--dir", self.folder]
        command += ["--save", "", "--appendonly", "no"]
        command += options
        if roles:
            command += ["--aclfile", self._acl_file(queues)]
        self._start(command, os.environ)

    @classmethod
    def started_by(cls, command, folder, variables):
        """A server with roles that another command starts, on FOLDER/redis.sock."""
        server = cls.__new__(cls)
        server.folder, server.socket = folder, f"{folder}/redis.sock"
        passwords = server._make_passwords()
        server._start(command, os.environ | {"QUEUE": QUEUE} | {name: passwords.get(name, QUEUE) for name in variables})
        return server

    def _start(self, command, environment):
        self.log = open(f"{self.folder}/redis.log", "wb")
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=subprocess.STDOUT)
        eventually("redis-server: " + self.folder, self._answers)

    def _make_passwords(self):
        command = [DEPLOY / "redis/render-acl", "--passwords"]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        variables = dict(line.split("=", 1) for line in lines.split())
        self.passwords = {name.split("_")[1].lower(): value for name, value in variables.items()}
        return variables

    def _acl_file(self, queues):
        render = DEPLOY / "redis/render-acl"
        variables = self._make_passwords()
        path = f"{self.folder}/users.acl"
        with open(path, "wb") as file:
            subprocess.run([render, *queues], check=True, stdout=file, env=os.environ | variables)
        return path

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError("redis-server ended: " + pathlib.Path(f"{self.folder}/redis.log").read_text())
        try:
            return self.client("admin" if self.passwords else None).ping()
        except redis.ConnectionError:
            return False

    def client(self, role=None):
        """A client, as one of the roles if the server has them."""
        return redis.Redis(
            unix_socket_path=self.socket,
            username=role,
            password=self.passwords.get(role),
            retry=Retry(NoBackoff(), 0),
            socket_timeout=70,
        )

    def url(self, role=None):
        """The server's address for vote-extractor."""
        return f"unix://{role}:{self.passwords[role]}@{self.socket}" if role else f"unix://{self.socket}"

    def close(self):
        self.process.kill()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Worker:
    """A running `vote-extractor worker`."""

    def __init__(self, server, model, role=None, options=(), environment=None):
        self.log_path = f"{server.folder}/worker-{secrets.token_hex(4)}.log"
        self._log = open(self.log_path, "wb")
        command = [program(), "worker", "--redis", server.url(role), "--local-model-url", model.url]
        command += ["--model", "local-model", *options]
        variables = {"PATH": os.environ["PATH"], "DD_TRACE_AGENT_URL": f"file://{self.log_path}.traces"}
        variables |= environment or {}
        self.process = subprocess.Popen(command, env=variables, stdout=self._log, stderr=subprocess.STDOUT)

    @property
    def log(self):
        return pathlib.Path(self.log_path).read_text()

    def stop(self, how=signal.SIGTERM):
        """Ends it and gives its exit code."""
        self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self._log.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._log.close()


def run(server, role, *arguments, text=None):
    """Runs one vote-extractor command as a role to its end."""
    command = [program(), *arguments, "--redis", server.url(role)]
    # What names the program for these tests is no setting of its.
    environment = {name: value for name, value in os.environ.items() if name != "VOTE_EXTRACTOR_PROGRAM"}
    return subprocess.run(command, env=environment, input=text, capture_output=True, text=True, timeout=120)


class Model(StandIn):
    """A stand-in for the model service that reads the same two votes off every page."""

    REPORTS = [
        {
            "form_info": {"form_type": "Constituency", "province": "Phrae"},
            "voter_statistics": {"eligible_voters": 10, "voters_present": 7},
            "ballot_statistics": {"ballots_used": 7, "good_ballots": 6, "bad_ballots": 1, "no_vote_ballots": 0},
            "vote_results": [{"number": 1, "vote_count": 4}, {"number": 2, "vote_count": 2}],
        }
    ]

    def __init__(self):
        self.calls = 0
        self.refusals = 0
        self.gate = threading.Event()
        self.gate.set()
        super().__init__(self.respond)

    def respond(self, _):
        self.calls += 1
        self.gate.wait(60)
        return 200, self.answer()

    def answer(self):
        """The next answer: as many refusals as asked for, then reports."""
        if self.refusals > 0:
            self.refusals -= 1
            return {"promptFeedback": {"blockReason": "SAFETY"}}
        content = {"role": "model", "parts": [{"text": json.dumps(self.REPORTS)}]}
        usage = {"promptTokenCount": 100, "candidatesTokenCount": 50, "totalTokenCount": 150}
        return {"candidates": [{"content": content, "finishReason": "STOP"}], "usageMetadata": usage}

    def close(self):
        self.gate.set()
        super().close()


def png(width=64, height=64):
    """A white picture."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def send_page(server, id, files=None, headers=None):
    """Enqueues a job with one white page, as a producer of another language would."""
    files = [{"data": base64.b64encode(png()).decode()}] if files is None else files
    role = "producer" if server.passwords else None
    job = {"id": id, "headers": headers or {}, "payload": {"files": files}}
    server.client(role).lpush(PREFIX + "jobs", json.dumps(job))
