"""Kinds of values that several settings have."""

import re
from collections.abc import Callable
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

from quarterdeck.kit.hosts import canonical_place


def split_commas(value: object) -> object:
    """Accept `a,b` as well as a JSON list, as the requirement documents write both."""
    if not isinstance(value, str):
        return value
    inner = value.strip().removeprefix("[").removesuffix("]")
    return tuple(part.strip().strip("\"'") for part in inner.split(",") if part.strip())


def each_is(what: str, is_one: Callable[[str], object]) -> AfterValidator:
    """Refuse a list of which `is_one` raises `ValueError` for a part, saying that each must be `what`."""

    def check(values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            try:
                is_one(value)
            except ValueError:
                raise ValueError(f"each must be {what}") from None
        return values

    return AfterValidator(check)


def an_origin(value: str) -> None:
    if value != "*" and not re.fullmatch(r"https?://[a-z0-9.:\[\]-]+", value):
        raise ValueError


def an_address(value: str) -> str:
    """Accept an http or https address without user, query and fragment; empty stays empty."""
    if value and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?", value):
        raise ValueError("must be an address such as https://login.example.org")
    return value


IssuerAddress = Annotated[str, Field(max_length=300), AfterValidator(an_address)]
CommaList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_commas)]
Networks = Annotated[CommaList, each_is("a network such as 10.0.0.0/8", ip_network)]
Places = Annotated[CommaList, each_is("host:port, IPv6 in brackets", canonical_place)]
Origins = Annotated[CommaList, each_is("an origin such as https://deck.example.org", an_origin)]
Port = Annotated[int, Field(ge=0, le=65_535)]
PerMinute = Annotated[int, Field(ge=1, le=1_000_000)]
PerHour = Annotated[int, Field(ge=1, le=100_000_000)]
