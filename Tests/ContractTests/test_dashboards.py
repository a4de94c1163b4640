# SPDX-License-Identifier: Apache-2.0
"""deploy/datadog and deploy/grafana: what they draw and watch is really sent."""

import json
import re
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

import yaml
from prometheus_client.parser import text_string_to_metric_families

from support import DEPLOY, PREFIX, ROOT, Model, RedisServer, Worker, eventually, free_port, installed, program, send_page

DASHBOARD = json.loads((DEPLOY / "datadog/dashboard.json").read_text())
MONITORS = json.loads((DEPLOY / "datadog/monitors.json").read_text())
GRAFANA = json.loads((DEPLOY / "grafana/dashboard.json").read_text())
REDIS_CHECK = yaml.safe_load((DEPLOY / "datadog/redisdb.yaml").read_text())

# What the agent's Redis check and redis_exporter send by themselves, as their documentation says.
OF_REDIS = {"redis.key.length", "redis.mem.used", "redis.mem.maxmemory"}
RULES = yaml.safe_load((DEPLOY / "prometheus/rules.yaml").read_text())["groups"][0]["rules"]
OF_EXPORTER = {"redis_memory_used_bytes", "redis_memory_max_bytes"}

# Counters that stay at zero, and are not sent, while nothing goes wrong.
RARE = {"vote_extractor.jobs." + name for name in ("retried", "buried", "released", "duplicates", "lost", "taken_over")}


def values(node, name):
    """All values under this name, however deep."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == name and isinstance(value, str):
                yield value
            yield from values(value, name)
    elif isinstance(node, list):
        for item in node:
            yield from values(item, name)


def datadog_queries():
    return [*values(DASHBOARD, "query"), *(monitor["query"] for monitor in MONITORS)]


def datadog_metrics():
    return {name for query in datadog_queries() for name in re.findall(r"\b(?:avg|sum|min|max|p\d\d):([\w.]+)\{", query)}


def grafana_expressions():
    return [target["expr"] for panel in GRAFANA["panels"] for target in panel.get("targets", [])]


def grafana_metrics():
    expressions = grafana_expressions() + [rule["expr"] for rule in RULES]
    return set(re.findall(r"\b((?:redis|vote_extractor|process)_\w+)", " ".join(expressions)))


def sources():
    return "\n".join(path.read_text() for path in (ROOT / "Sources").rglob("*.swift"))


class Names(unittest.TestCase):
    def test_spans_behind_trace_metrics_exist(self):
        operations = {
            re.sub(r"^trace\.|\.(hits|errors)$", "", name) for name in datadog_metrics() if name.startswith("trace.")
        }
        self.assertGreaterEqual(operations, {"extraction.job", "llm.call"})
        text = sources()
        for operation in operations:
            self.assertIn(f'"{operation}"', text, "no span has this name")

    def test_health_metrics_exist(self):
        text = (ROOT / "Sources/DatadogTracing/Metrics/TracingStatistics+health.swift").read_text()
        text = text.replace(r"\(unit)", "traces")
        for name in datadog_metrics():
            if name.startswith("datadog.tracer."):
                self.assertIn(f'"{name.removeprefix("datadog.tracer.")}"', text)

    def test_keys_that_are_measured_are_the_queues(self):
        measured = set(REDIS_CHECK["instances"][0]["keys"])
        names = (ROOT / "Sources/RedisJobQueue/QueueKeys.swift").read_text()
        for key in measured:
            self.assertTrue(key.startswith(PREFIX))
            self.assertIn(f'"{key.removeprefix(PREFIX)}"', names, "the engine has no such key")
        drawn = {PREFIX + key for query in datadog_queries() for key in re.findall(r"key:\*:([\w:]+)", query)}
        self.assertEqual(drawn, measured)

    def test_every_metric_has_a_known_origin(self):
        for name in datadog_metrics() - OF_REDIS:
            self.assertRegex(name, r"^(trace|datadog\.tracer|vote_extractor\.(jobs|wait)|runtime\.swift)\.")

    @unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
    def test_a_worker_sends_them(self):
        with RedisServer() as server, Model() as model, tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/dsd.socket"
            receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self.addCleanup(receiver.close)
            receiver.bind(path)
            receiver.settimeout(60)
            settings = {"DD_DOGSTATSD_URL": f"unix://{path}", "DD_RUNTIME_METRICS_ENABLED": "true"}
            with Worker(server, model, environment=settings) as worker:
                send_page(server, "one")
                eventually("the answer", lambda: server.client().llen(PREFIX + "results"))
                wanted = {name for name in datadog_metrics() if name.startswith(("vote_extractor.", "runtime."))}
                self.receive(receiver, wanted - RARE)
                self.assertEqual(worker.stop(), 0)
        counted = (ROOT / "Sources/JobQueue/JobQueue.docc/Metrics.md").read_text()
        for name in RARE:
            self.assertIn(f"`job_queue.{name.removeprefix('vote_extractor.')}`", counted)

    @unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
    def test_a_worker_shows_prometheus_what_grafana_draws_and_alarms_watch(self):
        with RedisServer() as server, Model() as model:
            address = f"127.0.0.1:{free_port()}"
            with Worker(server, model, environment={"VOTE_EXTRACTOR_HEALTH_ADDRESS": address}) as worker:
                send_page(server, "one")
                eventually("the answer", lambda: server.client().llen(PREFIX + "results"))
                with urllib.request.urlopen(f"http://{address}/metrics") as answer:
                    text = answer.read().decode()
                shown = {sample.name for family in text_string_to_metric_families(text) for sample in family.samples}
                self.assertEqual(grafana_metrics() - OF_EXPORTER - shown, set())
                self.assertEqual(worker.stop(), 0)

    def receive(self, receiver, missing):
        """Reads what the worker sends until all of these came; it sends every ten seconds."""
        deadline = time.monotonic() + 60
        while missing:
            self.assertLess(time.monotonic(), deadline, f"never sent: {missing}")
            lines = receiver.recv(65536).decode().splitlines()
            missing = missing - {line.split(":")[0] for line in lines}


class Alarms(unittest.TestCase):
    def test_each_reason_to_be_woken_has_a_rule_and_a_monitor(self):
        page = (ROOT / "Sources/vote-extractor/vote-extractor.docc/Watching.md").read_text()
        section = page.partition("## What to be woken for")[2].partition("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
        named = [re.search(r"\| `(\w+)` \|$", row)[1] for row in rows]
        self.assertGreater(len(named), 7)
        self.assertEqual(named, [rule["alert"] for rule in RULES])
        watched = {tag.removeprefix("alarm:") for monitor in MONITORS for tag in monitor["tags"] if tag.startswith("alarm:")}
        self.assertEqual(watched, set(named))

    def test_each_rule_leads_to_a_heading_of_the_handbook(self):
        folder = ROOT / "Sources/vote-extractor/vote-extractor.docc"
        for rule in RULES:
            page, _, heading = rule["annotations"]["runbook"].partition(", ")
            headings = re.findall(r"^#+ (.*)$", (folder / f"{page}.md").read_text(), re.M)
            self.assertIn(heading.lower() or page.lower(), [one.lower().replace("-", " ") for one in headings], rule["alert"])

    @unittest.skipUnless(installed("promtool"), "needs promtool (Debian: prometheus)")
    def test_each_is_raised_when_it_should_and_only_then(self):
        rules = DEPLOY / "prometheus/rules.yaml"
        with tempfile.TemporaryDirectory() as folder:
            cases = yaml.safe_load((ROOT / "Tests/ContractTests/alarms.yaml").read_text()) | {"rule_files": [str(rules)]}
            [expected] = cases["tests"][0]["promql_expr_test"]
            raised = {re.search(r'alertname="(\w+)"', sample["labels"])[1] for sample in expected["exp_samples"]}
            self.assertEqual(raised, {rule["alert"] for rule in RULES})
            with open(f"{folder}/alarms.yaml", "w") as file:
                yaml.safe_dump(cases, file)
            for arguments in (["check", "rules", rules], ["test", "rules", file.name]):
                done = subprocess.run([installed("promtool"), *arguments], capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Shapes(unittest.TestCase):
    def test_datadog_formulas_use_their_queries(self):
        widgets = [widget for group in DASHBOARD["widgets"] for widget in group["definition"]["widgets"]]
        self.assertGreater(len(widgets), 15)
        for widget in widgets:
            for request in widget["definition"]["requests"]:
                names = [query["name"] for query in request["queries"]]
                self.assertEqual([formula["formula"] for formula in request["formulas"]], names)

    def test_datadog_queries_use_the_dashboards_variables(self):
        defined = {variable["name"] for variable in DASHBOARD["template_variables"]}
        used = {name for query in values(DASHBOARD, "query") for name in re.findall(r"\$(\w+)", query)}
        self.assertEqual(used, defined)

    def test_monitors_say_what_to_do_and_when(self):
        for monitor in MONITORS:
            with self.subTest(monitor["name"]):
                [comparison] = re.findall(r"> ([\d.]+)$", monitor["query"])
                thresholds = monitor["options"]["thresholds"]
                self.assertEqual(float(comparison), thresholds["critical"])
                self.assertLess(thresholds.get("warning", -1), thresholds["critical"])
                self.assertGreater(len(monitor["message"]), 80)
                self.assertEqual(monitor["query"].count("("), monitor["query"].count(")"))

    def test_grafana_panels_do_not_overlap(self):
        taken, numbers = {}, set()
        for panel in GRAFANA["panels"]:
            self.assertNotIn(panel["id"], numbers)
            numbers.add(panel["id"])
            place = panel["gridPos"]
            self.assertLessEqual(place["x"] + place["w"], 24)
            for x in range(place["x"], place["x"] + place["w"]):
                for y in range(place["y"], place["y"] + place["h"]):
                    self.assertIsNone(taken.get((x, y)), f"{panel['title']} lies over {taken.get((x, y))}")
                    taken[x, y] = panel["title"]

    @unittest.skipUnless(installed("promtool"), "needs promtool (Debian: prometheus)")
    def test_grafana_expressions_are_promql(self):
        rules = []
        for number, expression in enumerate(grafana_expressions()):
            expression = expression.replace("$queue", "vote-extraction").replace("$__rate_interval", "1m")
            rules.append({"record": f"r{number}", "expr": expression})
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            yaml.safe_dump({"groups": [{"name": "all", "rules": rules}]}, file)
            file.flush()
            done = subprocess.run([installed("promtool"), "check", "rules", file.name], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
