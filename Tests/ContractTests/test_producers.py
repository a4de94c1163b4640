# SPDX-License-Identifier: Apache-2.0
"""The snippets of the page about producers: each enqueues a job that is one, and its trace goes with it."""

import base64
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from envelopes import complaints
from support import PREFIX, ROOT, Model, RedisServer, Worker, eventually, installed, png, program, send_page

FOLDER = pathlib.Path(__file__).with_name("producers")
PAGE = ROOT / "Sources/JobQueue/JobQueue.docc/Producers.md"
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
NODE = {"NODE_PATH": "/usr/share/nodejs:" + os.environ.get("NODE_PATH", "")}
GO = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": ""}


def body(path):
    """A snippet as the page shows it: without its first lines."""
    text = path.read_text()
    return re.sub(r"\A(#!.*\n)?(#|//) SPDX.*\n\n", "", text).strip()


def succeeds(command, environment=None):
    done = subprocess.run(command, env=os.environ | (environment or {}), capture_output=True)
    return done.returncode == 0


@unittest.skipUnless(installed("redis-server"), "needs redis-server")
class Snippets(unittest.TestCase):
    def run_snippet(self, server, command, role, environment):
        with tempfile.TemporaryDirectory() as home:
            variables = {"PATH": os.environ["PATH"], "HOME": home, "TRACEPARENT": PARENT, **environment}
            variables["REDIS_URL"] = f"redis://{role}:{server.passwords[role]}@127.0.0.1:{server.port}"
            # No agent here.
            variables |= {"DD_TRACE_AGENT_URL": "http://127.0.0.1:9", "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false"}
            variables |= {"DD_REMOTE_CONFIGURATION_ENABLED": "false", "DD_TRACE_STARTUP_LOGS": "false"}
            variables |= {"DD_TRACE_WRITER_INTERVAL_SECONDS": "60"}
            done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def enqueue(self, *command, **environment):
        """Runs a producer with a producer's rights; gives the headers of the one job it sent."""
        with RedisServer(roles=True, port=True) as server:
            id = self.run_snippet(server, [str(word) for word in command], "producer", environment).strip()
            admin = server.client("admin")
            self.assertEqual(admin.llen(PREFIX + "jobs"), 1)
            job = json.loads(admin.rpop(PREFIX + "jobs"))
            self.assertEqual(complaints("job", job), [])
            self.assertEqual(job["id"], id)
            self.assertEqual(len(job["payload"]["files"]), 2)
            self.assertEqual(admin.acl_log(), [])
            return job["headers"]

    def test_python_with_ddtrace(self):
        headers = self.enqueue(sys.executable, FOLDER / "python_ddtrace.py")
        self.assertRegex(headers["traceparent"], r"^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$")
        self.assertEqual(int(headers["x-datadog-parent-id"]), int(headers["traceparent"].split("-")[2], 16))
        self.assertEqual(f'{int(headers["x-datadog-trace-id"]):016x}', headers["traceparent"].split("-")[1][16:])

    def test_python_with_opentelemetry(self):
        headers = self.enqueue(sys.executable, FOLDER / "python_opentelemetry.py")
        self.assertRegex(headers["traceparent"], r"^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[13]$")

    @unittest.skipUnless(program(), "needs vote-extractor")
    def test_python_seals_and_opens(self):
        """A producer with a producer's rights seals, the worker opens and seals, a consumer opens."""
        spec = importlib.util.spec_from_file_location("sealed", FOLDER / "sealed.py")
        sealed = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sealed)
        keys = {"k1": os.urandom(32), "k2": os.urandom(32)}
        texts = {id: f"{id}:{base64.b64encode(key).decode()}" for id, key in keys.items()}
        with RedisServer(roles=True, port=True) as server, Model() as model:
            id = self.run_snippet(server, [sys.executable, str(FOLDER / "sealed.py")], "producer", {"SEALING_KEY": texts["k1"]}).strip()
            admin = server.client("admin")
            job = json.loads(admin.rpop(PREFIX + "jobs"))
            self.assertEqual(complaints("job", job), [])
            self.assertEqual((job["id"], list(job["payload"])), (id, ["sealed"]))
            self.assertNotIn("example.org", json.dumps(job))
            variables = {"VOTE_EXTRACTOR_SEALING_KEYS": f"{texts['k2']},{texts['k1']}"}
            with Worker(server, model, "worker", environment=variables) as worker:
                files = [{"name": "page", "data": base64.b64encode(png()).decode()}]
                id = sealed.enqueue(server.client("producer"), files, "k1", keys["k1"])
                raw = eventually("the result", lambda: admin.lindex(PREFIX + "results", 0))
                self.assertEqual(complaints("result", json.loads(raw)), [])
                self.assertNotIn("reports", json.loads(raw))
                result = sealed.take(server.client("consumer"), keys)
                self.assertEqual((result["job_id"], result["usage"]["calls"]), (id, model.calls))
                self.assertEqual(complaints("result", result), [])
                with self.assertRaises(Exception):
                    sealed.opened(json.loads(raw)["sealed"], "result", "another job", keys)
                with self.assertRaises(Exception):
                    sealed.opened(json.loads(raw)["sealed"], "result", id, keys, queue="another")
                plain = {name: value for name, value in result.items() if name != "sealed"}
                for changed in (json.loads(raw) | {"reports": []}, json.loads(raw) | {"status": "expired"}, plain):
                    with self.assertRaises(ValueError):
                        sealed.opened_result(changed, keys)
                self.assertEqual(worker.stop(), 0)

    @unittest.skipUnless(program(), "needs vote-extractor")
    def test_a_worker_goes_on_with_the_trace(self):
        """Also with the flag that newer OpenTelemetry sets beside `sampled`: the trace id is random."""
        parents = {f"job {flags}": PARENT.removesuffix("01") + flags for flags in ("00", "01", "03")}
        with RedisServer() as server, Model() as model, Worker(server, model) as worker:
            for id, parent in parents.items():
                send_page(server, id, headers={"traceparent": parent})
            for _ in parents:
                result = json.loads(server.client().brpop(PREFIX + "results", 60)[1])
                self.assertEqual(result["trace"]["trace_id"], PARENT.split("-")[1], result["job_id"])
                self.assertEqual(result["headers"]["traceparent"].split("-")[2], result["trace"]["span_id"])
            self.assertEqual(worker.stop(), 0)

    @unittest.skipUnless(installed("redis-cli"), "needs redis-cli")
    def test_shell(self):
        self.assertEqual(self.enqueue("sh", FOLDER / "shell.sh"), {"traceparent": PARENT})
        self.assertEqual(self.enqueue("sh", FOLDER / "shell.sh", TRACEPARENT=""), {})

    @unittest.skipUnless(
        installed("node") and succeeds(["node", "-e", 'require("redis")'], NODE), "needs node and node-redis"
    )
    def test_node(self):
        self.assertEqual(self.enqueue("node", FOLDER / "node.cjs", **NODE), {"traceparent": PARENT})

    @unittest.skipUnless(
        installed("ruby") and succeeds(["ruby", "-e", 'require "redis"']), "needs ruby and ruby-redis"
    )
    def test_ruby(self):
        self.assertEqual(self.enqueue("ruby", FOLDER / "ruby.rb"), {"traceparent": PARENT})

    @unittest.skipUnless(
        installed("go") and os.path.isdir(GO["GOPATH"] + "/src/github.com/gomodule/redigo"),
        "needs go and golang-github-gomodule-redigo-dev",
    )
    def test_go(self):
        self.assertEqual(self.enqueue("go", "run", FOLDER / "go/main.go", **GO), {"traceparent": PARENT})

    def test_consumer_takes_what_it_had_not_worked_off_first(self):
        with RedisServer(roles=True, port=True) as server:
            results = [
                json.dumps({"job_id": id, "status": "succeeded", "headers": {"traceparent": PARENT}})
                for id in ("begun", "first", "second")
            ]
            admin = server.client("admin")
            admin.lpush(PREFIX + "results:1", results[0])
            admin.lpush(PREFIX + "results", results[1], results[2])
            printed = self.run_snippet(server, [sys.executable, str(FOLDER / "consumer.py")], "consumer", {})
            self.assertEqual(printed.split("\n")[:3], ["begun succeeded", "first succeeded", "second succeeded"])
            self.assertEqual([admin.llen(PREFIX + key) for key in ("results", "results:1")], [0, 0])
            self.assertEqual(admin.acl_log(), [])


class Page(unittest.TestCase):
    def test_the_page_shows_the_files_that_are_tested(self):
        blocks = [block.strip() for block in re.findall(r"```\w+\n(.*?)```", PAGE.read_text(), flags=re.S)]
        paths = [path for path in FOLDER.rglob("*") if path.is_file() and path.suffix != ".pyc"]
        self.assertEqual(len(paths), 8)
        for path in paths:
            self.assertIn(body(path), blocks, path.name)
