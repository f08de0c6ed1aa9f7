"""YAML ↔ model, with every problem located."""

from bsc_helpers.register.load import load_register, read_register
from bsc_helpers.register.new import TEMPLATE_LANGUAGES, write_new
from bsc_helpers.register.schema import json_schemas

__all__ = ["TEMPLATE_LANGUAGES", "json_schemas", "load_register", "read_register", "write_new"]
