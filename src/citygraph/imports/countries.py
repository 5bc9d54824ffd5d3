"""The countries that rows name: by name in any language, by code, or as the user's mapping file says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from citygraph.domain.countries import country_name, did_you_mean_country
from citygraph.domain.country_codes import CodeSort, country_of
from citygraph.domain.country_names import meanings, settled, stated


class CountryReading(NamedTuple):
    """What a text says about a country: its ``code``, if it is clear; if it ``is_ambiguous``; its ``name`` as given;
    and a ``remark`` for the report, if there is something to say. It ``is_doubtful`` if the name may be misspelled."""

    code: str
    name: str
    is_ambiguous: bool = False
    is_doubtful: bool = False
    remark: str = ""


class CountryNames:
    """Reads the names of countries. ``said`` are the user's own names with their codes."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = said

    def read(self, text: str, sort: CodeSort | None, beside: Collection[str] = ()) -> CountryReading:
        """What a text says. ``sort`` is the sort of codes that its column holds, if it holds codes; ``beside`` are the
        other names in its column, which may decide an ambiguous one."""
        if "?" in text and text not in self._said:
            why = "the file doubts it; no country is written; a mapping file can give one under `countries:`"
            return CountryReading("", text, is_ambiguous=True, remark=why)
        if code := self._said.get(text) or country_of(text, sort):
            place = stated(text)
            return CountryReading(code, text, remark=place.why if place and place.sort == "part" else "")
        if code := settled(text, beside):
            return CountryReading(code, text, remark=f"{code} ({country_name(code)}), as the other countries here show")
        if codes := meanings(text):
            which = " or ".join(f"{code} ({country_name(code)})" for code in codes)
            why = f"it can be {which}; no country is written; a mapping file can give one under `countries:`"
            return CountryReading("", text, is_ambiguous=True, remark=why)
        place = stated(text)
        hint = "" if place else did_you_mean_country(text)
        why = "no code for this country, so it gets a record; a mapping file can give a code under `countries:`"
        remark = place.why if place else why + (f"; {hint}" if hint else "")
        return CountryReading("", text, is_doubtful=bool(hint), remark=remark)
