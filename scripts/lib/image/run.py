# SPDX-License-Identifier: Apache-2.0
"""Runs a built image as a careful operator would: as its user, without capabilities, with a read-only root.

run.py IMAGE DOCKERFILE REDIS_CONF SHEETS, in a network namespace of its own: what listens there is in nobody's way.
"""

import json
import os
import pathlib
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time

from dockerfile import stages
from root import PATH, Root, call

MODEL_PORT = 8089
SECONDS = {"s": 1, "m": 60, "h": 3600}


class Image:
    def __init__(self, folder, dockerfile):
        self.root = Root(folder)
        self.stage = stages(dockerfile)[-1]
        self.entry = self.stage.last("ENTRYPOINT").words

    def environment(self, **given):
        return {"PATH": PATH, "HOME": "/nonexistent"} | self.stage.environment | given

    def start(self, words, log, **given):
        """A container with these words after the entrypoint, left running."""
        command = self.root.command([*self.entry, *words], user=self.stage.user)
        return subprocess.Popen(command, env=self.environment(**given), stdout=log, stderr=log)

    def ask(self, words, is_entry=True, **given):
        """The same to its end."""
        words = [*self.entry, *words] if is_entry else words
        command = self.root.command(words, user=self.stage.user)
        return subprocess.run(command, env=self.environment(**given), capture_output=True, text=True, timeout=900)

    def healthy(self, **given):
        """Whether the health check passes within the tries that the image gives it."""
        check = self.stage.last("HEALTHCHECK")
        options = {key: int(value[:-1]) * SECONDS[value[-1]] for key, value in check.options if value[-1] in SECONDS}
        deadline = time.monotonic() + options["start-period"] + int(check.option("retries")) * options["interval"]
        words = json.loads(check.text.removeprefix("CMD"))
        while time.monotonic() < deadline:
            if self.ask(words, is_entry=False, **given).returncode == 0:
                return True
            time.sleep(0.5)
        return False


def say(what, is_well, more=""):
    """One line a thing; the first that is not well ends the script."""
    print(f"{'ok ' if is_well else 'BAD'} {what}" + (f": {more}" if more else ""), flush=True)
    if not is_well:
        raise SystemExit(1)


def look_at_program(image):
    version = image.ask(["--version"])
    say("--version", version.returncode == 0, version.stdout.strip() or version.stderr)
    program = f"/usr/local/bin/{image.entry[0]}"
    libraries = image.ask(["ldd", program], is_entry=False).stdout.splitlines()
    missing = [line.split()[0] for line in libraries if "not found" in line]
    say("shared libraries", not missing and len(libraries) > 20, f"{len(libraries)} found, {missing or 'none'} missing")
    written = image.ask(["sh", "-c", "touch /x /usr/x /etc/x 2>&1; id -u; grep CapEff /proc/self/status"], is_entry=False)
    say("its user writes nothing and may do nothing", written.stdout.count("Read-only") == 3 and "0000000000000000" in written.stdout,
        written.stdout.split("\n")[-3])


def read_sheets(image, sheets, log):
    """Jobs through Redis, with the model that is in the image."""
    given = {"REDIS_URL": "redis://127.0.0.1:6379", "VOTE_EXTRACTOR_MODEL": "local-model", "DD_TRACE_ENABLED": "false"}
    given |= {"LOCAL_MODEL_URL": f"http://127.0.0.1:{MODEL_PORT}", "VOTE_EXTRACTOR_MAX_LONG_SIDE": "3072"}
    server = image.start(["local-model", "--port", str(MODEL_PORT)], log, **given)
    worker = image.start(image.stage.last("CMD").words, log, **given)
    try:
        say("HEALTHCHECK", image.healthy(**given), image.stage.last("HEALTHCHECK").text)
        say("local-model listens", listens(MODEL_PORT, server))
        doctor = image.ask(["doctor"], **given)
        say("doctor", doctor.returncode == 0, "\n" + (doctor.stdout + doctor.stderr).strip())
        for sheet, pages in sheets.items():
            done = image.ask(["enqueue", *pages, "--wait", "--json"], **given)
            result = json.loads(done.stdout or "{}")
            rows = sum(len(report.get("vote_results", [])) for report in result.get("reports", []))
            # One among them nobody can read.
            is_right = (rows > 0) != (sheet == "unreadable")
            say(f"sheet {sheet}", is_right, f"{result.get('status', done.stderr)}, {rows} rows of votes")
    finally:
        ends = [stop(process, image.stage.last("STOPSIGNAL").text) for process in (worker, server)]
    say("both end when they are told to", ends == [0, 0], f"exit codes {ends}")


def listens(port, process):
    """Whether somebody does, within a minute, as long as the process runs."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def stop(process, name):
    process.send_signal(getattr(signal, name))
    return process.wait(timeout=90)


def sheets_of(folder):
    """Each sheet's pages, as the image sees them."""
    found = {}
    for path in sorted(pathlib.Path(folder).iterdir()):
        if path.suffix in (".jpg", ".png", ".pdf"):
            found.setdefault(re.sub(r"_p\d+$", "", path.stem), []).append(f"/mnt/{path.name}")
    return found


def main(folder, dockerfile, configuration, sheets):
    call("ip", "link", "set", "lo", "up")
    image = Image(folder, dockerfile)
    image.root.lock()
    image.root.bind(sheets, "/mnt")
    print(f"entrypoint {shlex.join(image.entry)}, user {image.stage.user}, {image.stage.environment}")
    look_at_program(image)
    with tempfile.TemporaryDirectory() as data, open(f"{folder}.log", "wb") as log:
        command = ["redis-server", os.path.abspath(configuration), "--bind", "127.0.0.1", "--dir", data]
        redis = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            read_sheets(image, sheets_of(sheets), log)
        finally:
            stop(redis, "SIGKILL")
            sys.stderr.write(pathlib.Path(f"{folder}.log").read_text()[-4000:] if sys.exc_info()[0] else "")


if __name__ == "__main__":
    main(*sys.argv[1:])
