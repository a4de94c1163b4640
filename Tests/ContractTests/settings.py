# SPDX-License-Identifier: Apache-2.0
"""What the program offers, for checks that deployment files name only that."""

import functools
import json
import os
import re
import subprocess

from support import ROOT, program


@functools.cache
def variables():
    """The environment variables that the program reads, by its sources."""
    found = {"VOTE_EXTRACTOR_CONFIG"}
    for file in (ROOT / "Sources/vote-extractor/Settings").glob("Settings*.swift"):
        found |= set(re.findall(r'"([A-Z]+_[A-Z0-9_]+)"', file.read_text()))
    settings = ROOT / "Sources/DatadogTracing/DatadogTracing.docc/Settings.md"
    return found | set(re.findall(r"`(DD_[A-Z0-9_]+)`", settings.read_text()))


@functools.cache
def help_of(command):
    done = subprocess.run([program(), *command, "--help"], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else None


def complaint(arguments):
    """Why the program would not take these arguments; None if it would."""
    if not arguments or arguments[0].startswith("-"):
        return f"no command in {arguments}"
    if arguments[0] == "config" and len(arguments) > 1 and not arguments[1].startswith("-"):
        # What another command would run with: it takes that one's options.
        return complaint(arguments[1:])
    command = tuple(arguments[:1])
    text = help_of(command)
    if text and "SUBCOMMANDS:" in text and len(arguments) > 1:
        command = tuple(arguments[:2])
        text = help_of(command)
    if text is None:
        return f"there is no command {' '.join(command)}"
    for option in (argument.split("=")[0] for argument in arguments if argument.startswith("--")):
        # Not every help lists the option by which it was asked for.
        if option != "--help" and not re.search(rf"(^|[\s\[]){re.escape(option)}\b", text):
            return f"{' '.join(command)} has no option {option}"
    return None


def worker(variables, *arguments):
    """What a worker would run with, by the names of the settings."""
    environment = {"PATH": os.environ["PATH"]} | variables
    done = subprocess.run([program(), "config", "--json", "worker", *arguments], env=environment, capture_output=True, text=True, check=True)
    return {setting["setting"]: setting["value"] for setting in json.loads(done.stdout)["settings"]}


def times_complaint(grace, variables, *arguments):
    """Why a worker would not end in time, or would cut calls of models off; None if neither."""
    told = worker(variables, *arguments)
    drain, call = told["drain_seconds"], told["model_timeout_seconds"]
    if told["grace_seconds"] != grace:
        return f"the worker is told of {told['grace_seconds']} s of grace, not of {grace}"
    if drain < call + 15:
        return f"calls may take {call} s, and are cut off after {drain}"
    return f"{drain} s to drain leave less than 15 of {grace}" if grace < drain + 15 else None


def bytes_of(text):
    """What a memory limit of Compose, Kubernetes or Redis means: 2g, 2Gi, 640mb."""
    number, unit = re.fullmatch(r"(\d+)([gm])(?:i|b)?", text.lower()).groups()
    return int(number) << {"m": 20, "g": 30}[unit]


def limit_in_bytes(service):
    """The memory that a service of a Compose file may take."""
    return bytes_of(service["deploy"]["resources"]["limits"]["memory"])
