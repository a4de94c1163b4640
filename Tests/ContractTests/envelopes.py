# SPDX-License-Identifier: Apache-2.0
"""The schemas of the envelopes, ready to validate with."""

import json

import jsonschema
from referencing import Registry, Resource

from support import DEPLOY


def _validators():
    schemas = {path.name.split(".")[0]: json.loads(path.read_text()) for path in (DEPLOY / "schemas").glob("*.json")}
    resources = [(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()]
    registry = Registry().with_resources(resources)
    return {name: jsonschema.Draft202012Validator(schema, registry=registry) for name, schema in schemas.items()}


VALIDATORS = _validators()


def complaints(kind, envelope):
    """What is wrong with an envelope by its schema: `job`, `result` or `dead-letter`."""
    errors = VALIDATORS[kind].iter_errors(envelope)
    return [f"{error.json_path}: {error.message}" for error in errors]
