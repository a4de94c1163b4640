# SPDX-License-Identifier: Apache-2.0
"""deploy/kubernetes: manifests by Kubernetes' own schemas, and what must agree between them and the program."""

import ipaddress
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import kubernetes_validate
import yaml

import settings
from stand_in import StandIn
from support import DEPLOY, PREFIX, ROOT, Model, RedisServer, Worker, eventually, free_port, installed, program, send_page

FOLDER = DEPLOY / "kubernetes"
LAYERS = [FOLDER / "base", *(FOLDER / "overlays" / name for name in ("keda", "keda-slots", "local"))]
COMPONENTS = [FOLDER / "components/dashboard", FOLDER / "components/pod-monitor"]
VERSION = kubernetes_validate.latest_version()


# As much of the Prometheus Operator's definition as we use.
POD_MONITOR = {
    "properties": {
        "kind": {"const": "PodMonitor"},
        "spec": {
            "required": ["selector", "podMetricsEndpoints"],
            "additionalProperties": False,
            "properties": {
                "selector": {"required": ["matchLabels"]},
                "podMetricsEndpoints": {
                    "items": {
                        "required": ["port", "path"],
                        "additionalProperties": False,
                        "properties": {"port": {"type": "string"}, "path": {"type": "string"}, "interval": {"pattern": "^[0-9]+s$"}},
                    }
                },
            },
        },
    }
}


def documents(text):
    return [document for document in yaml.safe_load_all(text) if document]


def one(kind, name, layer="base"):
    """The manifest of this kind and name."""
    [found] = [
        document
        for path in (FOLDER / layer).glob("*.yaml")
        for document in documents(path.read_text())
        if (document["kind"], document.get("metadata", {}).get("name")) == (kind, name)
    ]
    return found


def check(document):
    if document["apiVersion"].startswith("keda.sh/"):
        schema = json.loads(pathlib.Path(__file__).with_name("keda.schema.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(document)
    elif document["apiVersion"].startswith("monitoring.coreos.com/"):
        jsonschema.Draft202012Validator(POD_MONITOR).validate(document)
    else:
        kubernetes_validate.validate(document, VERSION, strict=True)


def build(layer):
    """What kustomize makes of a layer; its secrets are made as its first lines say."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(DEPLOY, f"{folder}/deploy")
        place = f"{folder}/deploy/kubernetes/{layer.relative_to(FOLDER)}"
        for line in re.findall(r"^#     (.*render-acl.*|.*worker\.env.*)$", (layer / "kustomization.yaml").read_text(), re.M):
            subprocess.run(line, shell=True, check=True, cwd=place)
        tool = ["kubectl", "kustomize"] if installed("kubectl") else ["kustomize", "build"]
        command = tool + ["--load-restrictor", "LoadRestrictionsNone", place]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return documents(done.stdout)


class Manifests(unittest.TestCase):
    def test_every_manifest_is_valid(self):
        for layer in LAYERS + COMPONENTS:
            for path in layer.glob("*.yaml"):
                for document in documents(path.read_text()):
                    if document["kind"] not in ("Kustomization", "Component"):
                        with self.subTest(path=path.relative_to(ROOT), kind=document["kind"]):
                            check(document)

    def test_every_file_is_used_and_there(self):
        for layer in LAYERS + COMPONENTS:
            file = yaml.safe_load((layer / "kustomization.yaml").read_text())
            used = {(layer / name).resolve() for name in file["resources"]}
            for path in used:
                self.assertTrue(path.exists(), path)
            here = set(layer.glob("*.yaml")) - {layer / "kustomization.yaml"}
            self.assertLessEqual(here, used, "kustomization.yaml does not name them")
            for generator in file.get("configMapGenerator", []):
                for name in generator.get("files", []):
                    self.assertTrue((layer / name).exists(), name)

    @unittest.skipUnless(installed("kubectl") or installed("kustomize"), "needs kubectl or kustomize")
    def test_layers_build_into_valid_manifests(self):
        for layer in LAYERS:
            made = build(layer)
            for document in made:
                with self.subTest(layer=layer.name, kind=document["kind"], name=document["metadata"]["name"]):
                    check(document)
            [worker] = [d for d in made if d["kind"] == "Deployment" and d["metadata"]["name"] == "vote-extractor"]
            self.assertEqual("replicas" in worker["spec"], not layer.name.startswith("keda"), "with KEDA, only KEDA sets replicas")

    @unittest.skipUnless(installed("kubectl") or installed("kustomize"), "needs kubectl or kustomize")
    def test_components_join_the_base(self):
        """Beside the workers, whose selectors do not take in the dashboard."""
        text = "resources: [../base]\ncomponents: [../components/dashboard, ../components/pod-monitor]\n"
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(FOLDER, f"{folder}/kubernetes")
            place = pathlib.Path(folder, "kubernetes/mine")
            place.mkdir()
            (place / "kustomization.yaml").write_text(text)
            tool = ["kubectl", "kustomize"] if installed("kubectl") else ["kustomize", "build"]
            done = subprocess.run([*tool, place], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        made = documents(done.stdout)
        for document in made:
            check(document)
        [monitor] = [d for d in made if d["kind"] == "PodMonitor"]
        workers, [endpoint] = monitor["spec"]["selector"]["matchLabels"].items(), monitor["spec"]["podMetricsEndpoints"]
        for document in (d for d in made if d["kind"] == "Deployment"):
            template = document["spec"]["template"]
            ports = {port["name"] for port in template["spec"]["containers"][0]["ports"]}
            is_worker = document["metadata"]["name"] == "vote-extractor"
            self.assertEqual(workers <= template["metadata"]["labels"].items(), is_worker)
            self.assertEqual(endpoint["port"] in ports, is_worker)

    def test_the_dashboard_only_looks_and_its_token_is_a_secret(self):
        spec = one("Deployment", "vote-extractor-dashboard", "components/dashboard")["spec"]["template"]["spec"]
        [container] = spec["containers"]
        self.assertIn("--read-only", container["args"])
        for name in ("REDIS_URL", "VOTE_EXTRACTOR_DASHBOARD_TOKEN"):
            [variable] = [one for one in container["env"] if one["name"] == name]
            self.assertIn("secretKeyRef", variable["valueFrom"])
        self.assertLessEqual({variable["name"] for variable in container["env"]}, settings.variables())
        self.assertEqual(one("NetworkPolicy", "vote-extractor-dashboard", "components/dashboard")["spec"]["ingress"], [])

    @unittest.skipUnless(program(), "needs vote-extractor")
    def test_commands_and_options_exist(self):
        containers = [
            one("Deployment", "vote-extractor"),
            one("Deployment", "local-model", "overlays/local"),
            one("Deployment", "vote-extractor-dashboard", "components/dashboard"),
        ]
        for document in containers:
            [container] = document["spec"]["template"]["spec"]["containers"]
            self.assertIsNone(settings.complaint(container["args"]))

    def test_settings_are_read(self):
        names = set(one("ConfigMap", "vote-extractor")["data"])
        text = (FOLDER / "overlays/local/kustomization.yaml").read_text()
        names |= set(re.findall(r"path: /data/(\w+)", text)) | {"REDIS_URL", "GEMINI_API_KEY", "DD_AGENT_HOST"}
        names |= set(re.findall(r"name: (VOTE_\w+)", (FOLDER / "overlays/keda-slots/kustomization.yaml").read_text()))
        self.assertFalse(names - settings.variables(), "nothing reads these")


class Agreement(unittest.TestCase):
    def setUp(self):
        self.settings = one("ConfigMap", "vote-extractor")["data"]
        self.scaled = one("ScaledObject", "vote-extractor", "overlays/keda")["spec"]

    @unittest.skipUnless(program(), "needs vote-extractor")
    def test_drains_before_it_is_killed_and_cuts_no_call_off(self):
        grace = one("Deployment", "vote-extractor")["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
        self.assertIsNone(settings.times_complaint(grace, self.settings))

    def test_a_worker_that_is_too_large_ends_before_it_is_killed(self):
        [container] = one("Deployment", "vote-extractor")["spec"]["template"]["spec"]["containers"]
        kindly = int(self.settings["VOTE_EXTRACTOR_MEMORY_LIMIT_MB"]) << 20
        self.assertLessEqual(kindly, settings.bytes_of(container["resources"]["limits"]["memory"]) - (256 << 20))

    def test_redis_refuses_writes_before_it_is_killed(self):
        [container] = one("StatefulSet", "redis", "overlays/local")["spec"]["template"]["spec"]["containers"]
        maximum = container["command"][container["command"].index("--maxmemory") + 1]
        limit = settings.bytes_of(container["resources"]["limits"]["memory"])
        self.assertLessEqual(settings.bytes_of(maximum), limit * 3 // 4)

    def test_scaler_counts_backlog_and_jobs_in_flight_per_slot(self):
        modifiers = self.scaled["advanced"]["scalingModifiers"]
        self.assertEqual(modifiers["target"], self.settings["VOTE_EXTRACTOR_CONCURRENCY"])
        self.assertEqual(modifiers["formula"], "pending + inflight")
        keys = {trigger["name"]: trigger["metadata"]["listName"] for trigger in self.scaled["triggers"]}
        prefix = "{" + self.settings["VOTE_EXTRACTOR_QUEUE"] + "}:"
        self.assertEqual(keys, {"pending": prefix + "jobs", "inflight": prefix + "lease"})
        names = (ROOT / "Sources/RedisJobQueue/QueueKeys.swift").read_text()
        for key in keys.values():
            self.assertIn(f'"{key.removeprefix(prefix)}"', names, "the engine has no such key")

    def test_selectors_choose_the_workers(self):
        labels = one("Deployment", "vote-extractor")["spec"]["template"]["metadata"]["labels"].items()
        for kind, name in (("PodDisruptionBudget", "vote-extractor"), ("NetworkPolicy", "vote-extractor-worker")):
            spec = one(kind, name)["spec"]
            chosen = spec.get("selector") or spec["podSelector"]
            self.assertLessEqual(chosen["matchLabels"].items(), labels, kind)

    def test_workers_reach_nothing_private_over_https(self):
        """What a job names is fetched by HTTPS: whatever the program did, the cluster would not let it in."""
        rules = one("NetworkPolicy", "vote-extractor-worker")["spec"]["egress"]
        blocks = [peer["ipBlock"] for rule in rules for peer in rule.get("to", []) if {"protocol": "TCP", "port": 443} in rule["ports"]]
        self.assertTrue(blocks)
        open_to_all = [rule for rule in rules if "to" not in rule]
        self.assertEqual([port["port"] for rule in open_to_all for port in rule["ports"]], [6379])
        for address, expected in PLACES.items():
            address = ipaddress.ip_address(address)
            reached = any(
                address in ipaddress.ip_network(block["cidr"]) and not any(address in ipaddress.ip_network(but) for but in block["except"])
                for block in blocks
            )
            self.assertEqual(reached, expected, address)


# Addresses, and whether workers may reach them by HTTPS.
PLACES = {
    "10.1.2.3": False,
    "100.64.0.1": False,
    "127.0.0.1": False,
    "169.254.169.254": False,
    "172.31.0.1": False,
    "192.168.1.1": False,
    "fd00:ec2::254": False,
    "fe80::1": False,
    "142.250.1.1": True,
    "2607:f8b0::1": True,
}


class ClusterAPI(StandIn):
    """The one call of a cluster that deletion-cost.py makes."""

    def __init__(self, pods):
        self.costs = {}
        self.pods = pods
        super().__init__(self.answer)

    def answer(self, request):
        if request.headers["Authorization"] != "Bearer secret":
            return 401, None
        parts = request.path.split("/")
        if request.method != "PATCH" or parts[:6] != ["", "api", "v1", "namespaces", "here", "pods"] or parts[6] not in self.pods:
            return 404, None
        if request.headers["Content-Type"] == "application/merge-patch+json":
            annotations = json.loads(request.body)["metadata"]["annotations"]
            self.costs[parts[6]] = int(annotations["controller.kubernetes.io/pod-deletion-cost"])
        return 200, None


@unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
class DeletionCost(unittest.TestCase):
    def test_a_busy_worker_costs_more_than_an_idle_one(self):
        with RedisServer(roles=True, port=True) as server, Model() as model:
            api = ClusterAPI({os.uname().nodename})
            self.addCleanup(api.close)
            costs = self.start(server, api)
            # Its heartbeats, every second, tell what it runs.
            with Worker(server, model, "worker", ["--lease-seconds", "3"]):
                eventually("an idle worker's cost", lambda: list(api.costs.values()) == [0])
                model.gate.clear()
                send_page(server, "slow")
                eventually("a busy worker's cost", lambda: [cost for cost in api.costs.values() if cost >= 10])
                model.gate.set()
                eventually("an idle worker's cost again", lambda: list(api.costs.values()) == [0])
            self.assertIsNone(costs.poll())
            self.assertEqual(server.client("admin").acl_log(), [])

    @unittest.skipUnless(installed("openssl"), "needs openssl")
    def test_it_asks_a_redis_that_speaks_tls_and_no_false_one(self):
        """A real redis-server with a certificate; the worker is of another queue, on the socket."""
        with RedisServer(roles=True, queues=("one", "two")) as server, Model() as model:
            port, certificate = self.speak_tls(server)
            api = ClusterAPI({os.uname().nodename})
            self.addCleanup(api.close)
            secure = {"REDIS_PORT": str(port), "REDIS_TLS": "1", "VOTE_EXTRACTOR_QUEUE": "one", "VOTE_EXTRACTOR_ALSO_QUEUES": "two=2/1"}
            with Worker(server, model, "worker", ["--queue", "two", "--lease-seconds", "3"]):
                untrusting = self.start(server, api, secure, stderr=subprocess.PIPE)
                self.assertIn("CERTIFICATE_VERIFY_FAILED", untrusting.stderr.readline())
                untrusting.stderr.close()
                self.start(server, api, secure | {"REDIS_CA": certificate})
                eventually("an idle worker's cost", lambda: list(api.costs.values()) == [0])
            self.assertEqual(server.client("admin").acl_log(), [])

    @staticmethod
    def speak_tls(server):
        """Lets the server listen with TLS; gives the port, and the certificate that is to be trusted."""
        key, certificate, port = f"{server.folder}/tls.key", f"{server.folder}/tls.pem", free_port()
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        command += ["-subj", "/CN=redis", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
        subprocess.run(command, check=True, capture_output=True)
        files = {"tls-cert-file": certificate, "tls-key-file": key, "tls-auth-clients": "no", "tls-port": port}
        server.client("admin").execute_command("CONFIG SET", *[word for pair in files.items() for word in pair])
        return port, certificate

    def test_its_account_may_patch_pods_and_nothing_else(self):
        rules = one("Role", "vote-extractor-deletion-cost", "overlays/keda")["rules"]
        self.assertEqual(rules, [{"apiGroups": [""], "resources": ["pods"], "verbs": ["patch"]}])
        pod = one("Deployment", "vote-extractor-deletion-cost", "overlays/keda")["spec"]["template"]["spec"]
        self.assertTrue(pod["securityContext"]["runAsNonRoot"])
        self.assertTrue(pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"])
        worker = one("Deployment", "vote-extractor")["spec"]["template"]["spec"]
        self.assertNotEqual(worker["serviceAccountName"], pod["serviceAccountName"])
        self.assertFalse(worker["automountServiceAccountToken"])

    def start(self, server, api, variables=None, stderr=subprocess.DEVNULL):
        account = pathlib.Path(server.folder, "account")
        account.mkdir(exist_ok=True)
        (account / "namespace").write_text("here")
        (account / "token").write_text("secret\n")
        environment = {
            "PATH": os.environ["PATH"],
            "REDIS_HOST": "127.0.0.1",
            "REDIS_PORT": str(server.port),
            "REDIS_SCALER_PASSWORD": server.passwords["scaler"],
            "KUBERNETES_SERVICE_HOST": "127.0.0.1",
            "KUBERNETES_SERVICE_PORT": str(api.port),
            "KUBERNETES_SCHEME": "http",
            "ACCOUNT_FOLDER": str(account),
            "INTERVAL_SECONDS": "0.05",
        } | (variables or {})
        script = FOLDER / "overlays/keda/deletion-cost.py"
        process = subprocess.Popen([sys.executable, "-u", script], env=environment, stderr=stderr, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process
