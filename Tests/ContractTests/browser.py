# SPDX-License-Identifier: Apache-2.0
"""Chromium without a window, driven through its own protocol (DevTools), as far as the dashboard's tests need it."""

import base64
import contextlib
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request

import websockets.sync.client

from support import eventually


def chromium():
    """The path of Chromium, or None."""
    return next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)


class Browser:
    """A browser with one page. Whatever goes wrong on the page is kept in `complaints`."""

    def __init__(self, width=1280, height=900, dark=False, scripts=True, names=None, trusts_all=False):
        """`names` says which address a name leads to; who `trusts_all` takes certificates that nobody has signed."""
        self.folder = tempfile.mkdtemp()
        # Its own sandbox needs rights that containers do not give; it only sees pages of ours.
        command = [chromium(), "--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--no-first-run"]
        command += [f"--user-data-dir={self.folder}", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
        command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        if names:
            command += ["--host-resolver-rules=" + ",".join(f"MAP {name} {address}" for name, address in names.items())]
        command += ["--ignore-certificate-errors"] * trusts_all + ["about:blank"]
        self._log = open(f"{self.folder}/log", "wb")
        self.process = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        self._open = contextlib.ExitStack()
        self.complaints = []
        self._last = 0
        try:
            self._connect()
            self.size(width, height)
            self.prefer("dark" if dark else "light")
            if not scripts:
                self.call("Emulation.setScriptExecutionDisabled", value=True)
        except BaseException:
            self.close()
            raise

    def _connect(self):
        port = pathlib.Path(self.folder, "DevToolsActivePort")
        eventually("chromium", lambda: port.exists() and port.read_text().count("\n"))
        with urllib.request.urlopen(f"http://127.0.0.1:{port.read_text().splitlines()[0]}/json/list") as reply:
            pages = [page for page in json.load(reply) if page["type"] == "page"]
        connection = websockets.sync.client.connect(pages[0]["webSocketDebuggerUrl"], max_size=64 << 20)
        self._socket = self._open.enter_context(connection)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        """One command of the protocol; gives its reply."""
        self._last += 1
        number = self._last
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message.get("id") == number:
                if "error" in message:
                    raise AssertionError(f"{method}: {message['error']}")
                return message["result"]
            self._note(message)

    def _note(self, message):
        name, details = message.get("method"), message.get("params", {})
        if name == "Runtime.exceptionThrown":
            self.complaints.append(details["exceptionDetails"].get("text", "an exception"))
        if name == "Log.entryAdded" and details["entry"]["level"] in ("error", "warning"):
            self.complaints.append(details["entry"]["text"])

    def size(self, width, height, scale=1):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=width < 600)

    def prefer(self, scheme):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def run(self, expression):
        """The value of an expression on the page; works where the page's own scripts are off, too."""
        reply = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in reply:
            raise AssertionError(reply["exceptionDetails"].get("exception", {}).get("description", expression))
        return reply["result"].get("value")

    def open(self, address):
        self.call("Page.navigate", url=address)
        self.loaded()

    def loaded(self):
        """Returns once the page is there."""
        eventually("a page", lambda: self._state() == "complete")

    def _state(self):
        try:
            return self.run("location.href == 'about:blank' ? '' : document.readyState")
        except AssertionError:
            return None  # just between two pages

    @property
    def path(self):
        return re.sub(r"^https?://[^/]*", "", self.run("location.href"))

    @property
    def text(self):
        """What somebody reads on the page."""
        return self.run("document.body.innerText")

    def shows(self, text):
        eventually(f"{text!r} on the page", lambda: self._reads(text))

    def _reads(self, text):
        try:
            return text in (self.text or "")
        except AssertionError:
            return False

    def click(self, label, within="main, header"):
        """Clicks the link or button of this name with the mouse, and waits for the page that it leads to."""
        found = self.run(
            f"""(() => {{
                const parts = [...document.querySelectorAll({json.dumps(within)})];
                const all = parts.flatMap((part) => [...part.querySelectorAll("a, button")]);
                const found = all.find((one) => (one.innerText || one.ariaLabel || "").trim() === {json.dumps(label)});
                if (!found) return null;
                window.isOld = true;
                found.scrollIntoView({{ block: "center" }});
                const box = found.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }})()"""
        )
        if not found:
            raise AssertionError(f"no link or button {label!r} on {self.path}: {self.text[:2000]}")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=found[0], y=found[1], button="left", clickCount=1)
        eventually(f"the page behind {label!r}", self._is_new)

    def _is_new(self):
        try:
            return self.run("!window.isOld && document.readyState === 'complete'")
        except AssertionError:
            return False

    def type(self, selector, text):
        """Puts a text in the place of a field's, key by key as far as the page can tell."""
        self.run(f"(() => {{ const f = document.querySelector({json.dumps(selector)}); f.focus(); f.select(); }})()")
        self.call("Input.insertText", text=text)

    def press(self, key, code):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def tree(self):
        """Roles and names as a screen reader is told them."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [
            (node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")
        ]

    def picture(self, path, whole=True):
        """Writes what is seen to a PNG file."""
        reply = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(reply["data"]))

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()
        self._open.close()
        # Its children may still be writing for a moment.
        for _ in range(100):
            shutil.rmtree(self.folder, ignore_errors=True)
            if not pathlib.Path(self.folder).exists():
                break
            time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
