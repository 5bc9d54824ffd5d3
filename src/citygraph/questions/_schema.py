"""The JSON Schema (draft-07) of an answer, from the return type of its question."""

import dataclasses
import pkgutil
import types
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints, is_typeddict

import citygraph.questions
from citygraph.domain.docstrings import docstring
from citygraph.questions import Answer, Report

_SCALARS: dict[Any, str] = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def questions() -> dict[str, Callable[..., Answer[Any]]]:
    """All questions by their commands: ``ties``, ``ties --by country``."""
    found: dict[str, Callable[..., Answer[Any]]] = {}
    for one in pkgutil.iter_modules(citygraph.questions.__path__):
        module = import_module(f"citygraph.questions.{one.name}")
        if hasattr(module, "PANEL"):
            found[one.name] = getattr(module, one.name)
            for parameter, function in getattr(module, "INSTEAD", {}).items():
                found[f"{one.name} {parameter.spelled}"] = function
    return found


def answer_schema(function: Callable[..., Answer[Any]]) -> dict[str, Any]:
    """The schema of the output of a question with ``--format json``: a list of rows, or the ``data`` of a report."""
    declared = _Definitions()
    what = declared.of(_json_of(get_type_hints(function)["return"]))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": docstring(function).partition("\n")[0],
        **what,
        "definitions": dict(sorted(declared.definitions.items())),
    }


def _json_of(answer: Any) -> Any:
    """The type of an answer in JSON: that of the data of a report, else a list of rows."""
    origin, arguments = get_origin(answer) or answer, get_args(answer)
    for base in getattr(answer, "__orig_bases__", ()):
        if not arguments:
            origin, arguments = get_origin(base), get_args(base)
    return arguments[1] if issubclass(origin, Report) else list[arguments[0]]  # type: ignore[valid-type]


class _Definitions:
    """Schemas of types. The schemas of classes go into ``definitions``, and others refer to them."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}

    def of(self, type: Any) -> dict[str, Any]:
        """The schema of values of a type."""
        origin, arguments = get_origin(type), get_args(type)
        if type in _SCALARS:
            return {"type": _SCALARS[type]}
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (Union, types.UnionType):
            return self._any_of(arguments)
        if origin is tuple and not (len(arguments) == 2 and arguments[1] is Ellipsis):
            items = [self.of(argument) for argument in arguments]
            return {"type": "array", "items": items, "minItems": len(items), "maxItems": len(items)}
        if origin is not None and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        if origin is not None and (issubclass(origin, (Sequence, frozenset))):
            return {"type": "array", "items": self.of(arguments[0])}
        if type is Any or isinstance(type, TypeVar):
            return {}
        if dataclasses.is_dataclass(type) or hasattr(type, "_fields") or is_typeddict(type):
            return self._reference(type)
        raise TypeError(f"no schema for {type}")

    def _any_of(self, types: tuple[Any, ...]) -> dict[str, Any]:
        several = [self.of(one) for one in types]
        if all(list(one) == ["type"] for one in several):
            return {"type": [one["type"] for one in several]}
        return {"anyOf": several}

    def _reference(self, type: Any) -> dict[str, Any]:
        name = type.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # it may refer to itself
            self.definitions[name] = self._object(type)
        return {"$ref": f"#/definitions/{name}"}

    def _object(self, type: Any) -> dict[str, Any]:
        if is_typeddict(type):
            return {"type": "object"}  # a record as its file has it: `citygraph schema` describes it
        later = getattr(import_module(type.__module__), "LATER", {})
        hints = get_type_hints(type, localns={name: getattr(import_module(home), name) for name, home in later.items()})
        optional = {
            field.name
            for field in (dataclasses.fields(type) if dataclasses.is_dataclass(type) else ())
            if field.metadata.get("only_if_asked")
        }
        if dataclasses.is_dataclass(type):
            names = [field.name for field in dataclasses.fields(type) if not field.metadata.get("only_in_python")]
        else:
            names = list(type._fields)
            optional = set(type.only_if_given()) if hasattr(type, "only_if_given") else set()
        return {
            "type": "object",
            "description": " ".join(docstring(type).split("\n\n")[0].split()),
            "properties": {name.removesuffix("_"): self.of(hints[name]) for name in names},
            "required": [name.removesuffix("_") for name in names if name not in optional],
            "additionalProperties": False,
        }
