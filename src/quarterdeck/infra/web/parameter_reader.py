"""Reads the path, query, header and cookie parameters of one dependency.

FastAPI looks at the type of each parameter for every request. What it finds is kept here for plain values; anything
else, and anything wrong, is left to its own function, so that errors are its own to the letter.
"""

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_validation_alias, request_params_to_args
from fastapi.params import Param
from pydantic import BaseModel

Source = Callable[[Request], Mapping[str, Any]]
PLAIN_DEFAULTS = (str, int, float, bool, type(None))
CONTAINERS = (list, tuple, set, frozenset, dict)


class ParameterReader:
    """Reads parameters of one kind, such as those of the query."""

    def __init__(self, fields: Sequence[Any], source: Source) -> None:
        self._fields = fields
        self._source = source
        self._plain = [_plain(each) for each in fields] if all(_is_plain(each) for each in fields) else None

    def read(self, request: Request, values: dict[str, Any]) -> list[Any]:
        """Add what was given, or the defaults, to `values`; returns the errors."""
        received = self._source(request)
        if self._plain is not None and self._read_plain(received, values):
            return []
        read, errors = request_params_to_args(self._fields, received)
        values.update(read)
        return errors

    def _read_plain(self, received: Mapping[str, Any], values: dict[str, Any]) -> bool:
        """Tell whether all went well; otherwise the errors are still to be found."""
        for name, alias, required, default, validate, loc in self._plain or ():
            value = received.get(alias)
            if value is None:
                if required:
                    return False
                values[name] = default
                continue
            values[name], errors = validate(value, {}, loc=loc)
            if errors:
                return False
        return True


def readers_of(dependant: Dependant) -> Iterator[ParameterReader]:
    for fields, source in (
        (dependant.path_params, _path),
        (dependant.query_params, _query),
        (dependant.header_params, _headers),
        (dependant.cookie_params, _cookies),
    ):
        if fields:
            yield ParameterReader(fields, source)


def _path(request: Request) -> Mapping[str, Any]:
    return request.path_params


def _query(request: Request) -> Mapping[str, Any]:
    return request.query_params


def _headers(request: Request) -> Mapping[str, Any]:
    return request.headers


def _cookies(request: Request) -> Mapping[str, Any]:
    return request.cookies


def _plain(field: Any) -> tuple[str, str, bool, Any, Callable[..., Any], tuple[str, str]]:
    info, alias = field.field_info, get_validation_alias(field)
    return field.name, alias, info.is_required(), field.default, field.validate, (info.in_.value, alias)


def _is_plain(field: Any) -> bool:
    info = field.field_info
    return (
        isinstance(info, Param)
        and (info.validation_alias is None or isinstance(info.validation_alias, str))
        and not field.config
        and not info.validate_default
        and (info.is_required() or isinstance(field.default, PLAIN_DEFAULTS))
        and _is_scalar(info.annotation)
    )


def _is_scalar(annotation: Any) -> bool:
    """Tell whether one text gives the whole value; containers take several, and models many parameters."""
    origin = get_origin(annotation)
    if origin is Literal:
        return True
    if origin is Annotated:
        return _is_scalar(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return all(_is_scalar(each) for each in get_args(annotation))
    return isinstance(annotation, type) and not issubclass(annotation, (*CONTAINERS, BaseModel))
