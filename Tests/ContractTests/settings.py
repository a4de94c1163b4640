# SPDX-License-Identifier: Apache-2.0
"""What the program offers, for checks that deployment files name only that."""

import functools
import re
import subprocess

from support import ROOT, program


@functools.cache
def variables():
    """The environment variables that the program reads, by its sources."""
    found = {"VOTE_EXTRACTOR_CONFIG"}
    found |= set(re.findall(r'"([A-Z]+_[A-Z0-9_]+)"', (ROOT / "Sources/vote-extractor/Settings/Settings.swift").read_text()))
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
