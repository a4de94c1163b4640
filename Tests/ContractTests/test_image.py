# SPDX-License-Identifier: Apache-2.0
"""deploy/docker: no container engine is needed for this. The image's packages are worked out with apt on Debian 12."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from support import DEPLOY, ROOT, installed, program

sys.path.append(str(ROOT / "scripts/lib/image"))
import dockerfile  # noqa: E402

FILE = DEPLOY / "docker/Dockerfile"

# The programs that the worker runs as children.
CHILDREN = ["prlimit", "pdfinfo", "pdftotext", "pdftoppm"]


def packages(stage):
    [names] = re.findall(r"apt-get install -y --no-install-recommends (.*?)&&", run_steps(stage), flags=re.S)
    return names.split()


def run_steps(stage):
    return " ; ".join(step.text for step in stage.steps if step.name == "RUN")


def stages():
    return dockerfile.stages(FILE)


def is_debian_12():
    release = pathlib.Path("/etc/os-release")
    return release.exists() and "VERSION_CODENAME=bookworm" in release.read_text() and bool(installed("apt-get"))


def image_packages():
    """All packages that installing ours on an empty Debian brings, with the essential ones; None without lists."""
    with tempfile.TemporaryDirectory() as folder:
        status = pathlib.Path(folder, "status")
        status.touch()
        command = ["apt-get", "install", "-s", "-y", "--no-install-recommends", "-o", f"Dir::State::status={status}"]
        done = subprocess.run(command + packages(stages()[-1]), capture_output=True, text=True)
        if done.returncode != 0:
            return None
    essential = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package} ${Essential}\n"], capture_output=True, text=True
    )
    names = {line.split()[0] for line in essential.stdout.splitlines() if line.endswith(" yes")}
    return names | set(re.findall(r"^Inst (\S+)", done.stdout, flags=re.M))


def owners(paths):
    """The package of each file."""
    names = {name for path in paths for name in spellings(path)}
    done = subprocess.run(["dpkg", "-S", *names], capture_output=True, text=True)
    found = {line.split(": ")[1]: line.split(":")[0] for line in done.stdout.splitlines() if ": /" in line}
    return {path: next((found[name] for name in spellings(path) if name in found), None) for path in paths}


def spellings(path):
    """A file's names: dpkg knows some by /lib and others by /usr/lib."""
    real = os.path.realpath(path)
    return [real, path, re.sub("^/usr", "", real)]


class Image(unittest.TestCase):
    @unittest.skipUnless(installed("hadolint"), "needs hadolint")
    def test_linter_finds_nothing(self):
        done = subprocess.run([installed("hadolint"), FILE], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_last_stage_is_small_and_not_root(self):
        last = stages()[-1]
        self.assertEqual(last.base, "debian:bookworm-slim")
        self.assertGreater(min(last.user), 0)
        self.assertEqual([name for name in packages(last) if name.endswith("-dev")], [])

    def test_build_stage_has_the_libraries_that_the_build_needs(self):
        [line] = re.findall(r"^libraries=\((.*)\)$", (ROOT / "scripts/test").read_text(), flags=re.M)
        self.assertEqual(set(packages(stages()[0])), set(line.split()))

    def test_context_holds_what_the_build_reads(self):
        rules = (DEPLOY / "docker/Dockerfile.dockerignore").read_text().splitlines()
        self.assertEqual(rules[0], "*")
        for rule in rules[1:]:
            # Package.resolved is made by the build where it is not kept.
            self.assertTrue(rule == "!Package.resolved" or (ROOT / rule.removeprefix("!")).exists(), rule)

    @unittest.skipUnless(program() and is_debian_12(), "needs vote-extractor and Debian 12")
    def test_every_library_and_child_is_in_the_image(self):
        there = image_packages()
        if there is None:
            self.skipTest("apt has no package lists here: apt-get update")
        lines = subprocess.run(["ldd", program()], check=True, capture_output=True, text=True).stdout
        # Swift's own libraries are linked statically for the image.
        libraries = [path for path in re.findall(r"=> (/\S+)", lines) if "/swift/" not in path]
        self.assertGreater(len(libraries), 20)
        for path, owner in owners(libraries + [installed(name) for name in CHILDREN]).items():
            self.assertIn(owner, there, f"{path} is not in the image")


class Reading(unittest.TestCase):
    """What `scripts/check-image` builds from."""

    def test_every_step_of_ours_is_known_with_its_options(self):
        build, image = stages()
        self.assertEqual((build.name, build.user, image.user), ("build", (0, 0), (10001, 10001)))
        [cache] = [step.option("mount") for step in build.steps if step.options]
        self.assertEqual(cache, "type=cache,target=/source/.build")
        [copied] = [step for step in image.steps if step.name == "COPY"]
        self.assertEqual((copied.option("from"), copied.words), ("build", ["/vote-extractor", "/usr/local/bin/vote-extractor"]))
        self.assertEqual(image.last("ENTRYPOINT").words, ["vote-extractor"])
        self.assertEqual(image.environment["VOTE_EXTRACTOR_HEALTH_ADDRESS"], ":8090")
        self.assertIn("useradd", run_steps(image))

    def test_a_step_that_cannot_be_done_is_refused_before_anything_is(self):
        for text in ("FROM x\nADD a b", "FROM x\nRUN <<EOF\nEOF", "FROM x\nSHELL [\"bash\"]"):
            with tempfile.NamedTemporaryFile("w") as file, self.assertRaisesRegex(SystemExit, "Dockerfile:2"):
                file.write(text)
                file.flush()
                dockerfile.stages(file.name)

    def test_the_context_is_what_the_rules_show(self):
        context = dockerfile.Context(ROOT, f"{FILE}.dockerignore")
        names = {path.name for path in context.entries()} - {"Package.resolved"}
        self.assertEqual(names, {"Package.swift", "Sources", "Tests"})
        self.assertTrue(context.shows("Sources/JSON/JSONValue.swift"))
        self.assertFalse(context.shows("deploy/docker/Dockerfile"))
