# SPDX-License-Identifier: Apache-2.0
"""Makes one generate_content call with Google's SDK: google_genai_call.py BASE_URL CALL.json

CALL.json holds model, parts (each {"text"} or {"data", "mime_type"}), schema and the sampling parameters.
"""
import base64
import json
import sys

from google import genai
from google.genai import types


def part(value):
    if "text" in value:
        return types.Part.from_text(text=value["text"])
    return types.Part.from_bytes(data=base64.b64decode(value["data"]), mime_type=value["mime_type"])


base_url, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    call = json.load(file)
options = types.HttpOptions(base_url=base_url, api_version="v1beta")
client = genai.Client(api_key="key-for-the-test", http_options=options, vertexai=False)
client.models.generate_content(
    model=call["model"],
    contents=[types.Content(role="user", parts=[part(value) for value in call["parts"]])],
    config=types.GenerateContentConfig(
        temperature=call["temperature"],
        top_p=call["top_p"],
        top_k=call["top_k"],
        max_output_tokens=call["max_output_tokens"],
        response_mime_type="application/json",
        response_schema=call["schema"],
    ),
)
