# SPDX-License-Identifier: Apache-2.0
"""The reasons for stopping and the names of errors that the installed SDKs document, out of their sources.

    sdk_reasons.py FILE     # FILE is not read; importing the SDKs would take seconds, so neither are they
"""

import ast
import importlib.util
import json
import pathlib


def source(package, path):
    root = importlib.util.find_spec(package.split(".")[0]).submodule_search_locations[0]
    return (pathlib.Path(root, *package.split(".")[1:]) / path).read_text()


def enumeration(text, name):
    """The values of an enumeration."""
    [found] = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef) and node.name == name]
    return [node.value.value for node in found.body if isinstance(node, ast.Assign)]


def literals(text, name):
    """The strings of the Literal that an attribute or alias of this name has."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", None) == name:
            whole = node.value or node.annotation
            return [part.value for part in ast.walk(whole) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    raise SystemExit(f"{name} is not there")


google = source("google.genai", "types.py")
print(
    json.dumps(
        {
            "gemini": enumeration(google, "FinishReason"),
            "gemini_blocked": enumeration(google, "BlockedReason"),
            "gemini_files": enumeration(google, "FileState"),
            "openai": literals(source("openai", "types/chat/chat_completion.py"), "finish_reason"),
            "anthropic": literals(source("anthropic", "types/stop_reason.py"), "StopReason"),
            "anthropic_errors": literals(source("anthropic", "types/shared/error_type.py"), "ErrorType"),
        }
    )
)
