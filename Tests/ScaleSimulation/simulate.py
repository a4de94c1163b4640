# SPDX-License-Identifier: Apache-2.0
"""Shows what KEDA would do with real workers and a real Redis, without a cluster. See scripts/simulate-scaling.

A burst of jobs comes to an empty queue with no workers; a thin stream goes on until after the burst is done, so that
workers are taken away while they are busy; then it stops, and the queue goes back to none. Replicas are processes of
the program, sent SIGTERM as a pod is and killed when the grace time is over. What is counted at the end: jobs without
a result, jobs with two, workers killed or failed, calls of the model that were made for nothing.

Time in the cluster runs SPEED times as fast as the clock: periods of the ScaledObject, the grace time and the model's
seconds are divided by it.
"""

import argparse
import base64
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import urllib.request
import uuid

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ContractTests"))

from autoscaler import Autoscaler  # noqa: E402
from support import DEPLOY, PREFIX, Model, RedisServer, png, program  # noqa: E402

# What KEDA's Redis scaler sends.
LENGTH = """
local listType = redis.call('type', KEYS[1]).ok
local cmd = {zset = 'zcard', set = 'scard', list = 'llen', hash = 'hlen', none = 'llen'}
return redis.call(cmd[listType], KEYS[1])
"""


def scaled_object():
    documents = yaml.safe_load_all((DEPLOY / "kubernetes/overlays/keda/scaled-object.yaml").read_text())
    return next(document["spec"] for document in documents if document["kind"] == "ScaledObject")


def settings(arguments=None):
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="scripts/simulate-scaling", description=__doc__, formatter_class=shape)
    parser.add_argument("--jobs", type=int, default=100_000, help="jobs of the burst (default: %(default)s)")
    parser.add_argument("--max-replicas", type=int, default=10, help="instead of the ScaledObject's (default: %(default)s)")
    parser.add_argument("--concurrency", type=int, default=16, help="jobs at a time in each worker (default: %(default)s)")
    parser.add_argument("--model-seconds", type=float, default=5, help="how long a call takes (default: %(default)s)")
    parser.add_argument("--start-seconds", type=float, default=5, help="from the order to the pod's start (default: %(default)s)")
    parser.add_argument("--stream", type=float, default=0.25, help="share of all slots that the stream keeps busy (default: %(default)s)")
    parser.add_argument("--stream-minutes", type=float, default=12, help="how long it goes on when nothing waits any more (default: %(default)s)")
    parser.add_argument("--speed", type=float, default=5, help="seconds of the cluster in one of the clock (default: %(default)s)")
    parser.add_argument("--most-minutes", type=float, default=60, help="of the clock, then it ends (default: %(default)s)")
    parser.add_argument("--row-seconds", type=float, default=60, help="between rows of the table (default: %(default)s)")
    return parser.parse_args(arguments)


class SlowModel:
    """A running slow_model.py."""

    def __init__(self, seconds):
        file = pathlib.Path(__file__).with_name("slow_model.py")
        command = [sys.executable, str(file), str(seconds), json.dumps(Model.REPORTS)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    @property
    def calls(self):
        return int(urllib.request.urlopen(self.url + "/calls", timeout=30).read())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


class Replica:
    """One worker, as a pod: it starts when it was ordered long enough ago, and drains when it is told to go."""

    def __init__(self, simulation, ready_at):
        self.simulation, self.ready_at = simulation, ready_at
        self.process = self.gone_at = None
        self.killed = False

    def step(self, now):
        """Starts it when it is time; kills it when its grace is over. False once it has ended."""
        if self.process is None and now >= self.ready_at:
            self.process = self.simulation.start_worker()
        if self.gone_at is None:
            return True
        if self.process is None or self.process.poll() is not None:
            return False
        if now >= self.gone_at + self.simulation.grace:
            self.killed = True
            self.process.kill()
            self.process.wait()
        return True

    def leave(self, now):
        self.gone_at = now
        if self.process:
            self.process.send_signal(signal.SIGTERM)


class Simulation:
    def __init__(self, settings, server, model, out=print):
        self.settings, self.server, self.model, self.out = settings, server, model, out
        spec = scaled_object()
        self.autoscaler = Autoscaler(spec, settings.concurrency, settings.max_replicas)
        self.keys = [trigger["metadata"]["listName"] for trigger in spec["triggers"]]
        # As in deploy/kubernetes/base; of the clock at least ten seconds, since a busy machine does not run faster.
        self.drain = max(round(90 / settings.speed), 10)
        self.grace = (self.drain + 15) * settings.speed
        self.replicas, self.ended = [], []
        self.sent, self.results, self.repeated, self.failed, self.attempts = 0, set(), 0, 0, 0
        self.busy_when_told_to_go, self.peak = 0, 0
        self.begin = time.monotonic()
        self.done = threading.Event()

    @property
    def now(self):
        """Seconds in the cluster."""
        return (time.monotonic() - self.begin) * self.settings.speed

    def start_worker(self):
        s = self.settings
        command = [program(), "worker", "--redis", self.server.url("worker"), "--local-model-url", self.model.url]
        command += ["--model", "local-model", "--concurrency", str(s.concurrency)]
        command += ["--drain-seconds", str(self.drain), "--grace-seconds", str(self.drain + 15)]
        variables = {"PATH": os.environ["PATH"], "DD_TRACE_ENABLED": "false", "LOG_LEVEL": "error"}
        with open(f"{self.server.folder}/workers.log", "ab") as log:
            return subprocess.Popen(command, env=variables, stdout=log, stderr=log)

    def run(self):
        consumer = threading.Thread(target=self.consume)
        producer = threading.Thread(target=self.produce)
        consumer.start()
        producer.start()
        try:
            self.scale()
        finally:
            self.done.set()
            for replica in self.replicas:
                if replica.process and replica.process.poll() is None:
                    replica.process.kill()
                    replica.process.wait()
            producer.join()
            consumer.join()
        return self.report()

    # Producer and consumer.

    def produce(self):
        """The burst at once, then the stream until nothing has waited for long enough."""
        client = self.server.client("producer")
        page = base64.b64encode(png()).decode()
        self.send(client, page, self.settings.jobs)
        self.burst_sent = self.now
        slots = self.settings.max_replicas * self.settings.concurrency
        rate = self.settings.stream * slots / self.settings.model_seconds
        last, until = self.now, None
        while not self.done.wait(0.1):
            if self.burst_done is None and len(self.results) >= self.settings.jobs:
                self.burst_done = self.now
            if until is None and len(self.results) >= self.sent - slots:
                until = self.now + self.settings.stream_minutes * 60
            if until is not None and self.now > until:
                break
            count = int((self.now - last) * rate)
            last += count / rate if rate else 0
            self.send(client, page, count)
        self.stream_ended = self.now

    burst_sent = burst_done = stream_ended = None

    def send(self, client, page, count):
        for start in range(0, count, 1000):
            ids = [str(uuid.uuid4()) for _ in range(min(1000, count - start))]
            jobs = [{"id": id, "payload": {"files": [{"name": "page.png", "data": page}]}} for id in ids]
            client.lpush(PREFIX + "jobs", *(json.dumps(job) for job in jobs))
            self.sent += len(jobs)

    def consume(self):
        client = self.server.client("consumer")
        while True:
            results = client.rpop(PREFIX + "results", 500)
            for text in results or []:
                self.take(json.loads(text))
            if not results and self.done.wait(0.05):
                return

    def take(self, result):
        self.repeated += result["job_id"] in self.results
        self.results.add(result["job_id"])
        self.failed += result["status"] not in ("succeeded", "needs_review")
        self.attempts += sum(attempt["kind"] != "ok" for attempt in result.get("attempts", []))

    # Scaler.

    def scale(self):
        scaler, row, told = self.server.client("scaler"), 0, None
        self.out("  time   waiting  in flight  wanted  replicas  leaving   results  done/min")
        while True:
            now = self.now
            lengths = None
            if self.autoscaler.due(now):
                lengths = [scaler.eval(LENGTH, 1, key) for key in self.keys]
                self.adjust(self.autoscaler.look(now, sum(lengths)), scaler, now)
            for replica in [replica for replica in self.replicas if not replica.step(now)]:
                self.replicas.remove(replica)
                self.ended.append(replica)
            if now >= row:
                row += self.settings.row_seconds
                lengths = lengths or [scaler.eval(LENGTH, 1, key) for key in self.keys]
                told = self.row(now, lengths, told)
            if self.stream_ended and self.autoscaler.replicas == 0 and not self.replicas and len(self.results) >= self.sent:
                self.row(now, [scaler.eval(LENGTH, 1, key) for key in self.keys], told)
                return
            if now > self.settings.most_minutes * 60 * self.settings.speed:
                self.out(f"not done within {self.settings.most_minutes:g} minutes")
                return
            time.sleep(0.05)

    def adjust(self, wanted, scaler, now):
        """As a ReplicaSet: it orders what is missing, and takes the cheapest to delete first."""
        staying = [replica for replica in self.replicas if replica.gone_at is None]
        for _ in range(wanted - len(staying)):
            self.replicas.append(Replica(self, now + self.settings.start_seconds))
        if wanted < len(staying):
            costs = self.costs(scaler)
            staying.sort(key=lambda replica: costs.get(replica.process.pid, 0) if replica.process else -1)
            for replica in staying[: len(staying) - wanted]:
                self.busy_when_told_to_go += bool(replica.process and costs.get(replica.process.pid))
                replica.leave(now)
        self.peak = max(self.peak, wanted)

    def costs(self, scaler):
        """Deletion costs as deploy/kubernetes/overlays/keda/deletion-cost.py tells them, by process."""
        costs = {}
        for text in scaler.hvals(PREFIX + "workers:info"):
            status = json.loads(text)
            ages = [job["for_ms"] for job in status["running"]]
            costs[status["pid"]] = 10 + max(ages) // 1000 if ages else 0
        return costs

    def row(self, now, lengths, told):
        leaving = sum(replica.gone_at is not None for replica in self.replicas)
        running = sum(replica.process is not None and replica.gone_at is None for replica in self.replicas)
        rate = (len(self.results) - told[1]) / (now - told[0]) * 60 if told and now > told[0] else 0
        self.out(
            f"{int(now) // 60:3}:{int(now) % 60:02} {lengths[0]:9} {lengths[1]:10} {self.autoscaler.replicas:7} {running:9}"
            f" {leaving:8} {len(self.results):9} {rate:9.0f}"
        )
        return now, len(self.results)

    def report(self):
        codes = [replica.process.returncode for replica in self.ended + self.replicas if replica.process]
        return {
            "jobs": self.sent,
            "results": len(self.results),
            "without a result": self.sent - len(self.results),
            "answered twice": self.repeated,
            "failed": self.failed,
            "attempts that failed or crashed": self.attempts,
            "calls of the model": self.model.calls,
            "most replicas": self.peak,
            "workers started": len(codes),
            "told to go while busy": self.busy_when_told_to_go,
            "killed when their grace was over": sum(replica.killed for replica in self.ended),
            "ended with another code than 0": sum(code != 0 for code in codes),
            "minutes until the burst was done": self.burst_done and round((self.burst_done - self.burst_sent) / 60, 1),
        }


def simulate(settings, out=print):
    """Runs it; gives the figures of its report."""
    with RedisServer(roles=True) as server, SlowModel(settings.model_seconds / settings.speed) as model:
        simulation = Simulation(settings, server, model, out)
        report = simulation.run()
        log = pathlib.Path(f"{server.folder}/workers.log").read_text()
        report["errors that workers logged"] = log.count("\n")
        if log:
            out(log[:2000])
        return report


def flawless(report):
    """Whether no job suffered: each has one answer, of a run that was not cut short, and no worker had to be killed."""
    clean = ("without a result", "answered twice", "failed", "attempts that failed or crashed")
    clean += ("killed when their grace was over", "ended with another code than 0")
    return all(report[name] == 0 for name in clean) and report["calls of the model"] == report["jobs"]


def main():
    if not program():
        sys.exit("scripts/simulate-scaling needs a built vote-extractor: swift build --product vote-extractor")
    chosen = settings()
    print(" ".join(f"{name.replace('_', '-')}={value}" for name, value in vars(chosen).items()), flush=True)
    report = simulate(chosen, lambda line: print(line, flush=True))
    for name, value in report.items():
        print(f"{name:34} {value}")
    sys.exit(0 if flawless(report) else 1)


if __name__ == "__main__":
    main()
