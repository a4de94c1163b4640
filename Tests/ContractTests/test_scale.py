# SPDX-License-Identifier: Apache-2.0
"""deploy/kubernetes/overlays/keda-slots: what its ScaledObject asks the dashboard, as KEDA's metrics-api scaler does."""

import json
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from support import PREFIX, Model, RedisServer, Worker, eventually, installed, program, send_page
from test_dashboard import TOKEN, Dashboard
from test_kubernetes import FOLDER, build


def value_at(answer, location):
    """What KEDA takes for the figure: a number where the GJSON path leads, here one of plain names."""
    for name in location.split("."):
        answer = answer[name]
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        raise AssertionError(f"{location} is {answer!r}, no number")
    return answer


@unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
@unittest.skipUnless(installed("kubectl") or installed("kustomize"), "needs kubectl or kustomize")
class Scaler(unittest.TestCase):
    """One trigger and what it names, before a dashboard that is started as the overlay's."""

    @classmethod
    def setUpClass(cls):
        made = {(document["kind"], document["metadata"]["name"]): document for document in build(FOLDER / "overlays/keda-slots")}
        cls.spec = made["ScaledObject", "vote-extractor"]["spec"]
        [cls.trigger] = cls.spec["triggers"]
        cls.settings = made["ConfigMap", "vote-extractor"]["data"]
        cls.service = made["Service", "vote-extractor-dashboard"]
        [reference] = made["TriggerAuthentication", cls.trigger["authenticationRef"]["name"]]["spec"]["secretTargetRef"]
        [container] = made["Deployment", "vote-extractor-dashboard"]["spec"]["template"]["spec"]["containers"]
        cls.variables = {variable["name"]: variable for variable in container["env"]}
        token = cls.variables["VOTE_EXTRACTOR_DASHBOARD_TOKEN"]["valueFrom"]["secretKeyRef"]
        assert (reference["parameter"], reference["name"], reference["key"]) == ("token", token["name"], token["key"])
        cls.arguments = [argument for argument in container["args"][1:] if argument not in ("--port", "8091")]

    def setUp(self):
        self.server = self.enterContext(RedisServer(roles=True))
        names = {"VOTE_EXTRACTOR_DASHBOARD_HOST_NAMES": self.variables["VOTE_EXTRACTOR_DASHBOARD_HOST_NAMES"]["value"]}
        self.dashboard = self.enterContext(Dashboard(self.server, *self.arguments, token=TOKEN, role="operator", environment=names))

    def ask(self, token=TOKEN):
        """The trigger's request, led to where the dashboard listens here."""
        url = urllib.parse.urlsplit(self.trigger["metadata"]["url"])
        here = urllib.parse.urlsplit(self.dashboard.url)
        self.assertEqual(self.trigger["metadata"]["authMode"], "bearer")
        headers = {"Authorization": f"Bearer {token}", "Host": url.netloc}
        request = urllib.request.Request(f"http://127.0.0.1:{here.port}{url.path}", headers=headers)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.loads(reply.read())

    def slots(self):
        return value_at(self.ask(), self.trigger["metadata"]["valueLocation"])

    def test_it_asks_the_service_for_slots_and_divides_by_those_of_a_worker(self):
        url = urllib.parse.urlsplit(self.trigger["metadata"]["url"])
        place = self.service["metadata"]
        self.assertEqual(url.hostname, f"{place['name']}.{place['namespace']}.svc")
        self.assertIn(url.port, [port["port"] for port in self.service["spec"]["ports"]])
        self.assertEqual(self.trigger["metadata"]["targetValue"], self.settings["VOTE_EXTRACTOR_CONCURRENCY"])
        self.assertNotIn("scalingModifiers", self.spec["advanced"])

    def test_every_job_has_a_slot_as_long_as_no_limit_is_known(self):
        self.assertEqual(self.slots(), 0)
        for number in range(40):
            send_page(self.server, f"job-{number}")
        self.assertEqual(self.slots(), 40)
        self.assertEqual(self.ask()["bound"], None)
        client = self.server.client("admin")
        client.hset(PREFIX + "ctl", "mode", "paused")
        self.assertEqual(self.slots(), 0)

    def test_jobs_that_have_come_due_wake_a_worker(self):
        client = self.server.client("admin")
        client.zadd(PREFIX + "later", {"late": round((time.time() + 3600) * 1000)})
        self.assertEqual(self.slots(), 0)
        client.zadd(PREFIX + "later", {"due": round((time.time() - 1) * 1000)})
        self.assertEqual(self.slots(), 1)

    def test_there_are_no_more_slots_than_the_models_limits_bear(self):
        limit = ["--rate-limit", "local-model=6000"]
        with Model() as model, Worker(self.server, model, "worker", limit):
            send_page(self.server, "first")
            eventually("its answer", lambda: self.server.client("admin").llen(PREFIX + "results"))
            bound = eventually("the bound", lambda: self.ask()["bound"])
            model.gate.clear()
            for number in range(bound + 8):
                send_page(self.server, f"job-{number}")
            answer = self.ask()
            self.assertEqual(answer["slots"], bound)
            self.assertEqual(answer["waiting"] + answer["in_flight"], bound + 8)
            model.gate.set()

    def test_without_the_token_or_without_redis_there_is_no_figure(self):
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.ask(token="another-token-0123456789")
        self.assertEqual(refused.exception.code, 401)
        refused.exception.close()
        self.server.process.kill()
        self.server.process.wait()
        with self.assertRaises(urllib.error.HTTPError) as failed:
            self.ask()
        self.assertGreaterEqual(failed.exception.code, 500)
        failed.exception.close()
