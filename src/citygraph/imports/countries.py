"""The countries that rows name: by name in any language, by code, or as the user's mapping file says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from citygraph.domain.countries import code_of, did_you_mean_country


class CountryReading(NamedTuple):
    """What a text says about a country: its ``code``, if it is clear; if it ``is_ambiguous``; its ``name`` as given;
    and a ``remark`` for the report, if there is something to say."""

    code: str
    name: str
    is_ambiguous: bool = False
    remark: str = ""


class CountryNames:
    """Reads the names of countries. ``said`` are the user's own names with their codes."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = said

    def read(self, text: str, sort: str) -> CountryReading:
        """What a text says. ``sort`` is the sort of codes that its column holds, if it holds codes."""
        if code := self._said.get(text) or code_of(text):
            return CountryReading(code, text)
        hint = did_you_mean_country(text)
        why = "no code for this country, so it gets a record; a mapping file can give a code under `countries:`"
        return CountryReading("", text, False, why + (f"; {hint}" if hint else ""))
