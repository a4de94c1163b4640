# SPDX-License-Identifier: Apache-2.0
"""Reads a Dockerfile and the rules of what its build gets to see, as far as ours use their language."""

import fnmatch
import json
import pathlib
import re
import shlex
from typing import NamedTuple

KNOWN = {"FROM", "RUN", "COPY", "WORKDIR", "ENV", "USER", "STOPSIGNAL", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}


class Instruction(NamedTuple):
    """One step, with the line that it begins on."""

    line: int
    name: str
    options: list[tuple[str, str]]
    text: str

    def option(self, name):
        return next((value for key, value in self.options if key == name), None)

    @property
    def words(self):
        """The arguments, be they a JSON list or not."""
        return json.loads(self.text) if self.text.startswith("[") else shlex.split(self.text)

    def __str__(self):
        return f"{self.line}: {self.name} {self.text}"


class Stage:
    """The steps from one FROM to the next."""

    def __init__(self, start):
        words = start.text.split()
        self.base = words[0]
        self.name = words[2] if len(words) == 3 and words[1].upper() == "AS" else None
        self.steps = []

    def last(self, name):
        """The last step of that name, which is the one that counts; None without one."""
        return next((step for step in reversed(self.steps) if step.name == name), None)

    @property
    def environment(self):
        """What ENV sets by the end."""
        return {name: value for step in self.steps if step.name == "ENV" for name, value in pairs(step)}

    @property
    def user(self):
        """User and group by number; root's without USER."""
        step = self.last("USER")
        return tuple(int(part) for part in step.text.split(":")) if step else (0, 0)


def pairs(step):
    """The variables of an ENV."""
    return [tuple(word.split("=", 1)) for word in shlex.split(step.text)]


def instructions(text):
    """Every instruction, comments left out and continued lines joined."""
    joined, start = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*(#|$)", line):
            continue
        start = start if joined else number
        joined += line.rstrip().removesuffix("\\")
        if line.rstrip().endswith("\\"):
            continue
        yield instruction(start, joined.strip())
        joined = ""


def instruction(line, text):
    name, _, rest = text.partition(" ")
    if name.upper() not in KNOWN or "<<" in rest:
        raise SystemExit(f"Dockerfile:{line}: this script cannot run {text}; teach it")
    options, rest = [], rest.strip()
    while match := re.match(r"--([a-z-]+)=(\S+)\s+", rest):
        options.append((match[1], match[2]))
        rest = rest[match.end() :]
    return Instruction(line, name.upper(), options, rest)


def stages(path):
    """The stages of a Dockerfile, first to last."""
    found = []
    for step in instructions(pathlib.Path(path).read_text()):
        if step.name == "FROM":
            found.append(Stage(step))
        else:
            found[-1].steps.append(step)
    return found


class Context:
    """What a build sees of a folder: of a file, or a folder above it, the last rule that fits decides."""

    def __init__(self, root, rules):
        self.root = pathlib.Path(root)
        lines = [line.strip() for line in pathlib.Path(rules).read_text().splitlines()]
        self._rules = [(line.removeprefix("!"), line.startswith("!")) for line in lines if line and line[0] != "#"]

    def shows(self, path):
        """Whether a path below the folder is seen."""
        names = [str(path), *(str(above) for above in pathlib.PurePath(path).parents)]
        decisions = [shown for rule, shown in self._rules if any(fnmatch.fnmatch(name, rule) for name in names)]
        return decisions[-1] if decisions else True

    def entries(self):
        """The topmost files and folders that are seen, whole: rules for what is inside them are not ours."""
        if any("/" in rule for rule, _ in self._rules):
            raise SystemExit("the rules of the build's context have paths in them, which this script cannot follow; teach it")
        return sorted(path for path in self.root.iterdir() if self.shows(path.name))
