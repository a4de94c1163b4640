# SPDX-License-Identifier: Apache-2.0
"""SECURITY.md: the tests that it names are there; and what it says that only the whole program can show."""

import base64
import functools
import json
import os
import pathlib
import pty
import re
import socket
import subprocess
import unittest
import urllib.request

from stand_in import StandIn
from support import PREFIX, ROOT, Model, RedisServer, Worker, eventually, free_port, installed, png, program, run, send_page

PAGE = ROOT / "SECURITY.md"

# Swift: Target.Suite/function, as `scripts/test --filter` takes it. Python: module.Class.function, as
# `scripts/check-contracts` takes it.
SWIFT = re.compile(r"`([A-Z]\w+Tests)\.(\w+)/(\w+)`")
PYTHON = re.compile(r"`(test_\w+)\.(\w+)\.(test_\w+)`")
SOMETHING_LIKE_A_TEST = re.compile(r"`(?:\w+Tests\.[^`]*|test_[^`]*)`")

# What a stranger may write where a job has texts: a window title, a colour, a bell, the one-character form of ESC [.
STEERING = "\x1b]0;owned\x07\x1b[31m\x9b2J\r"


@functools.cache
def swift_tests(target, suite):
    """The names of the tests in a suite, which stands in a file of its name."""
    found = set()
    for path in (ROOT / "Tests" / target).rglob(f"{suite}.swift"):
        found |= set(re.findall(r"@Test\b(?:(?!\bfunc\b).)*\bfunc (\w+)", path.read_text(), re.DOTALL))
    return found


@functools.cache
def python_tests(module, name):
    path = ROOT / "Tests/ContractTests" / f"{module}.py"
    found = re.search(rf"^class {name}\(.*?(?=^\S|\Z)", path.read_text(), re.DOTALL | re.MULTILINE) if path.exists() else None
    return set(re.findall(r"def (test_\w+)", found[0])) if found else set()


class Page(unittest.TestCase):
    def test_every_test_that_is_named_exists(self):
        text = PAGE.read_text()
        named = SWIFT.findall(text) + PYTHON.findall(text)
        self.assertGreater(len(named), 50)
        self.assertEqual(len(named), len(SOMETHING_LIKE_A_TEST.findall(text)), "a name is not written as a test's")
        for target, suite, name in SWIFT.findall(text):
            self.assertIn(name, swift_tests(target, suite), f"{target}.{suite}/{name}")
        for module, suite, name in PYTHON.findall(text):
            self.assertIn(name, python_tests(module, suite), f"{module}.{suite}.{name}")

    def test_every_threat_names_a_test(self):
        """In the tables of what stops whom, the last cell is the tests."""
        rows = re.findall(r"^\|(?!-)(?! *(?:Who|What|Part)\b)(.*)\|$", PAGE.read_text(), re.MULTILINE)
        threats = [row for row in rows if row.count("|") == 2]
        self.assertGreater(len(threats), 30)
        for row in threats:
            last = row.rsplit("|", 1)[1]
            self.assertTrue(SWIFT.search(last) or PYTHON.search(last), row)


def echoing_model():
    """A provider that refuses each call and quotes what it was sent."""

    def answer(request):
        sent = request.body.decode(errors="replace")[:5000]
        message = f"API key {request.headers['x-goog-api-key']} may not ask {sent}"
        return 401, {"error": {"code": 401, "message": message, "status": "UNAUTHENTICATED"}}

    return StandIn(answer)


@unittest.skipUnless(installed("redis-server"), "needs redis-server")
@unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
class Secrets(unittest.TestCase):
    KEY = "sEcReT-key"
    CONTEXT = "sEcReT-candidate"
    ADDRESSES = [
        "https://127.0.0.1:1/page.png?X-Signature=sEcReT-signature",
        "https://somebody:sEcReT-password@127.0.0.1:1/page.png",
        "https://host.invalid/page.png?token=sEcReT-token",
    ]

    def test_no_secret_is_told(self):
        """Whatever fails: logs, spans, results, records of dead letters and messages hold no secret and no address."""
        with RedisServer(roles=True) as server, echoing_model() as model:
            told = [self.wrong_password(server)]
            options = ["--gemini-url", model.url]
            keys = {name: self.KEY for name in ("GEMINI_API_KEY", "OPENAI_API_KEY", "DD_API_KEY", "DD_APP_KEY")}
            with Worker(server, model, "worker", options, {**keys, "LOG_LEVEL": "trace"}) as worker:
                told += self.failures(server, worker)
                self.assertEqual(worker.stop(), 0)
                told += [worker.log, pathlib.Path(worker.log_path + ".traces").read_text()]
            told = "\n".join(told)
            self.assertIn("llm.auth", told)
            for secret in ["sEcReT", *server.passwords.values(), base64.b64encode(png()).decode()]:
                at = told.find(secret)
                self.assertEqual(at, -1, told[max(at - 300, 0) : at + 100])

    def wrong_password(self, server):
        url = server.url("operator").replace(server.passwords["operator"], "sEcReT-password")
        done = subprocess.run([program(), "queue", "stats", "--redis", url], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1, done.stdout)
        return done.stdout + done.stderr

    def failures(self, server, worker):
        page = {"name": "page.png", "data": base64.b64encode(png()).decode()}
        payloads = [{"files": [{"name": "page.png", "uri": address}]} for address in self.ADDRESSES]
        payloads.append({"files": [page], "model": "gemini-test", "context": {"candidates": [{"number": 1, "name": self.CONTEXT}]}})
        jobs = [{"id": f"job-{n}", "payload": payload, "options": {"max_attempts": 1}} for n, payload in enumerate(payloads)]
        server.client("producer").lpush(PREFIX + "jobs", *(json.dumps(job) for job in jobs))
        consumer = server.client("consumer")
        # A refused key is the operator's to mend: that job is tried again later.
        eventually("the results", lambda: consumer.llen(PREFIX + "results") == len(self.ADDRESSES))
        eventually("the refused call", lambda: "llm.auth" in worker.log)
        letters = run(server, "operator", "dead", "list", "--json")
        groups = run(server, "operator", "dead", "groups", "--json")
        return [line.decode() for line in consumer.lrange(PREFIX + "results", 0, -1)] + [letters.stdout, groups.stdout]


@unittest.skipUnless(installed("redis-server"), "needs redis-server")
@unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
class HealthEndpoint(unittest.TestCase):
    def test_it_tells_nothing_of_a_job(self):
        text = "sEcReT"
        address = f"127.0.0.1:{free_port()}"
        with RedisServer() as server, Model() as model, Worker(server, model, options=["--health-address", address]) as worker:
            job = {"id": text, "type": "dance-" + text, "tags": {text: text}, "user": {"id": text}}
            other = {"id": text + "2", "payload": {"files": [f"https://127.0.0.1/{text}?{text}"], "model": text}}
            server.client().lpush(PREFIX + "jobs", json.dumps(job), json.dumps(other))
            eventually("the results", lambda: server.client().llen(PREFIX + "results") == 2)
            told = {path: urllib.request.urlopen(f"http://{address}/{path}", timeout=30).read().decode() for path in PATHS}
            self.assertRegex(told["metrics"], r'vote_extractor_queue_dead\{queue="vote-extraction"\} 2')
            self.assertIn('type="unknown"', told["metrics"])
            self.assertNotIn(text, "".join(told.values()))
            self.assertEqual(worker.stop(), 0)

    def test_connections_that_say_nothing_keep_nobody_out(self):
        """Somebody who opens them by the hundred must not have an orchestrator end a worker that works."""
        port = free_port()
        with RedisServer() as server, Model() as model, Worker(server, model, options=["--health-address", f"127.0.0.1:{port}"]) as worker:
            eventually("the first answer", lambda: self.is_alive(port))
            silent = []
            try:
                for number in range(300):
                    silent.append(socket.create_connection(("127.0.0.1", port)))
                    if number % 2:
                        silent[-1].sendall(b"GET /livez HTTP/1.1\r\nHost: ")
                self.assertTrue(self.is_alive(port), "a probe is answered although they all still stand")
                files = pathlib.Path(f"/proc/{worker.process.pid}/fd")
                eventually("the oldest to be closed", lambda: len(list(files.iterdir())) < 150)
            finally:
                for one in silent:
                    one.close()
            self.assertEqual(worker.stop(), 0)

    @staticmethod
    def is_alive(port):
        """Asks as a kubelet does: on a connection of its own, with the time limit of deploy/kubernetes."""
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=5).status == 200
        except OSError:
            return False


PATHS = ["livez", "readyz", "metrics"]


@unittest.skipUnless(installed("redis-server"), "needs redis-server")
@unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
class Memory(unittest.TestCase):
    def test_a_worker_beyond_its_limit_ends_without_an_error(self):
        """The smallest limit that there is, and a page that alone makes it larger than that."""
        with RedisServer() as server, Model() as model, Worker(server, model, options=["--memory-limit-mb", "64"]) as worker:
            files = [{"data": base64.b64encode(png(6000, 6000)).decode()}]
            send_page(server, "large", files)
            self.assertEqual(worker.process.wait(timeout=60), 0, worker.log)
            self.assertIn("holds more memory than it should", worker.log)
            # Whether it had begun or not: the job waits for the next worker or is done.
            client = server.client()
            self.assertEqual(client.llen(PREFIX + "jobs") + client.llen(PREFIX + "results"), 1)


@unittest.skipUnless(installed("redis-server"), "needs redis-server")
@unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
class OperatorsTerminal(unittest.TestCase):
    def test_texts_of_jobs_do_not_steer_it(self):
        """What a producer writes is shown as text: nothing of it reaches the terminal as a command."""
        with RedisServer() as server, Model() as model, Worker(server, model) as worker:
            client = server.client()
            for job in (
                {"id": "a" + STEERING, "payload": {"files": []}, "tags": {"t" + STEERING: STEERING}},
                {"id": "b" + STEERING, "type": "dance" + STEERING},
                {"id": "c", "payload": {"files": ["a:b"], "model": "none" + STEERING}},
            ):
                client.lpush(PREFIX + "jobs", json.dumps(job))
            eventually("the letters", lambda: client.zcard(PREFIX + "dead") == 3)
            letters = [json.loads(line)["id"] for line in run(server, None, "dead", "list", "--json").stdout.splitlines()]
            commands = [["dead", "list"], ["dead", "groups"], ["jobs", "show", "c"], ["results"], ["queue", "stats"], ["workers"]]
            for command in commands + [["dead", "show", letter] for letter in letters]:
                with self.subTest(command=command):
                    self.assertNotRegex(self.shown(server, command), r"\x1b\]|\x07|\x1b\[31m|[\x80-\x9f]")
            self.assertEqual(worker.stop(), 0)

    def test_nor_does_a_log_that_quotes_them(self):
        with RedisServer() as server:
            server.client().lpush(PREFIX + "jobs", json.dumps({"id": "a" + STEERING, "type": "dance" + STEERING}))
            log = self.shown(server, ["worker", "--model", "local-model"], until=b"job failed for good")
            self.assertRegex(log, r"job\.id=a\ufffd")
            self.assertNotRegex(log, r"[\x1b\x07\x80-\x9f]")

    def shown(self, server, command, until=None):
        """What a command writes when a person reads it, who ends it after these words if there are some."""
        master, slave = pty.openpty()
        command = [program(), *command, "--redis", server.url()]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave) as process:
            os.close(slave)
            written = b""
            while piece := self.piece(master):
                written += piece
                if until and until in written:
                    until = process.terminate()
            os.close(master)
        self.assertEqual(process.returncode, 0, written)
        return written.decode()

    def piece(self, master):
        try:
            return os.read(master, 65_536)
        except OSError:  # the other end was closed
            return b""


if __name__ == "__main__":
    unittest.main()
