"""JSON Schemas of the register files, so that editors complete and check the YAML."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from bsc_helpers.model import Scorecard
from bsc_helpers.register.load import FILES, HEAD

__all__ = ["json_schemas"]


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each register file, by the name of the schema's file."""
    return {
        f"{file.removesuffix('.yaml')}.schema.json": _schema(file, kinds)
        for file, kinds in FILES.items()
    }


def _schema(file: str, kinds: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    definitions: dict[str, Any] = {}
    required: list[str] = []
    for name, model in kinds.items():
        part = TypeAdapter(list[model]).json_schema()  # type: ignore[valid-type]  # a model class
        definitions |= part.pop("$defs", {})
        properties[name] = part
    if file == "scorecard.yaml":
        whole = Scorecard.model_json_schema()
        definitions |= whole.pop("$defs", {})
        properties |= {key: whole["properties"][key] for key in HEAD}
        required = [key for key in whole["required"] if key in HEAD]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": file,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": required,
        "$defs": dict(sorted(definitions.items())),
    }
