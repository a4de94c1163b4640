# SPDX-License-Identifier: Apache-2.0
"""Makes one call with a provider's own SDK: model_sdk_call.py CALL.json

CALL.json holds sdk (gemini, vertex, files, openai, anthropic, google-auth or google-metadata), base_url, stream, model, parts (each
{"text"} or {"data", "mime_type"}), schema as that SDK takes it, thinking as each SDK takes it, and the sampling parameters that it takes.
"""
import base64
import io
import json
import os
import sys


def drain(answer, stream):
    if stream:
        for _ in answer:
            pass


def gemini_part(types, value):
    if "text" in value:
        return types.Part.from_text(text=value["text"])
    return types.Part.from_bytes(data=base64.b64decode(value["data"]), mime_type=value["mime_type"])


def gemini(call, client):
    from google.genai import types

    method = client.models.generate_content_stream if call["stream"] else client.models.generate_content
    answer = method(
        model=call["model"],
        contents=[types.Content(role="user", parts=[gemini_part(types, value) for value in call["parts"]])],
        config=types.GenerateContentConfig(
            temperature=call["temperature"],
            top_p=call["top_p"],
            top_k=call["top_k"],
            max_output_tokens=call["max_tokens"],
            response_mime_type="application/json",
            response_schema=call["schema"],
            thinking_config=types.ThinkingConfig(**call["thinking"]["gemini"]),
        ),
    )
    drain(answer, call["stream"])


def gemini_client(call):
    from google import genai
    from google.genai import types

    options = types.HttpOptions(base_url=call["base_url"], api_version="v1beta")
    return genai.Client(api_key="key-for-the-test", http_options=options, vertexai=False)


def vertex_client(call):
    from google import genai
    from google.genai import types
    from google.oauth2.credentials import Credentials

    options = types.HttpOptions(base_url=call["base_url"], api_version="v1beta1")
    return genai.Client(
        vertexai=True,
        project="a-project",
        location="a-region",
        credentials=Credentials("token-for-the-test"),
        http_options=options,
    )


def upload(call):
    client = gemini_client(call)
    part = call["parts"][0]
    client.files.upload(
        file=io.BytesIO(base64.b64decode(part["data"])), config={"mime_type": part["mime_type"]}
    )


def openai(call):
    import openai

    def part(value):
        if "text" in value:
            return {"type": "text", "text": value["text"]}
        url = f"data:{value['mime_type']};base64,{value['data']}"
        if value["mime_type"] == "application/pdf":
            return {"type": "file", "file": {"filename": value["filename"], "file_data": url}}
        return {"type": "image_url", "image_url": {"url": url}}

    client = openai.OpenAI(api_key="key-for-the-test", base_url=call["base_url"], max_retries=0)
    streaming = {"stream": True, "stream_options": {"include_usage": True}} if call["stream"] else {}
    answer = client.chat.completions.create(
        model=call["model"],
        messages=[{"role": "user", "content": [part(value) for value in call["parts"]]}],
        temperature=call["temperature"],
        top_p=call["top_p"],
        max_completion_tokens=call["max_tokens"],
        reasoning_effort=call["thinking"]["openai"],
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": call["schema"]},
        },
        **streaming,
    )
    drain(answer, call["stream"])


def anthropic(call):
    import anthropic

    def part(value):
        if "text" in value:
            return {"type": "text", "text": value["text"]}
        kind = "document" if value["mime_type"] == "application/pdf" else "image"
        source = {"type": "base64", "media_type": value["mime_type"], "data": value["data"]}
        return {"type": kind, "source": source}

    client = anthropic.Anthropic(api_key="key-for-the-test", base_url=call["base_url"], max_retries=0)
    streaming = {"stream": True} if call["stream"] else {}
    answer = client.messages.create(
        model=call["model"],
        max_tokens=call["max_tokens"],
        messages=[{"role": "user", "content": [part(value) for value in call["parts"]]}],
        output_config={"effort": call["thinking"]["anthropic"], "format": {"type": "json_schema", "schema": call["schema"]}},
        **streaming,
    )
    drain(answer, call["stream"])


def google_auth(call):
    from google.auth.transport.requests import Request
    from google.oauth2 import service_account

    credentials = service_account.Credentials.from_service_account_info(
        call["account"], scopes=["https://www.googleapis.com/auth/cloud-platform"]
    )
    credentials.refresh(Request())


def google_metadata(call):
    os.environ["GCE_METADATA_HOST"] = call["base_url"].removeprefix("http://")
    from google.auth import compute_engine
    from google.auth.transport.requests import Request

    compute_engine.Credentials(scopes=["https://www.googleapis.com/auth/cloud-platform"]).refresh(Request())


CALLS = {
    "gemini": lambda call: gemini(call, gemini_client(call)),
    "vertex": lambda call: gemini(call, vertex_client(call)),
    "files": upload,
    "openai": openai,
    "anthropic": anthropic,
    "google-auth": google_auth,
    "google-metadata": google_metadata,
}

with open(sys.argv[1], encoding="utf-8") as file:
    call = json.load(file)
CALLS[call["sdk"]](call)
