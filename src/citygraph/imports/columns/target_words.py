"""What a target is called in questions: nobody has to know what `from.name` is to answer one."""

from __future__ import annotations

from citygraph.imports.columns.targets import ENDS, Shape

_OF_ENDS = {
    "from": " of the place whose list this is, or where ties start",
    "to": " of the partner, or where ties lead",
    "of": " of the place where the post is held",
}
_NODES = {
    "name": "name", "key": "key", "country": "country", "region": "region", "part_of": "larger place",
    "lat": "latitude", "lon": "longitude", "coordinates": "place on the map", "type": "type", "level": "level",
    "observations.population": "population", "iso": "code", "aliases": "other names",
}  # fmt: skip
_FACTS = {
    "since": "the beginning", "until": "the end", "on": "the day", "year": "the year",
    "status": "the status", "kind": "the kind", "title": "the title", "subject": "the subject", "notes": "the notes",
    "agreement.signed": "the day of signing", "agreement.expires": "the day of expiry", "source": "the source",
    "observations.value": "the figure",
}  # fmt: skip


def in_words(target: str, shape: Shape) -> str:
    """A target in words; one without any stays as it is.

    >>> in_words("from.name", "tie"), in_words("name", "post"), in_words("since", "tie")
    ('the name of the place whose list this is, or where ties start', 'the name of the official', 'the beginning')
    >>> in_words("names.de", "node"), in_words("to.country", "tie")
    ('`names.de`', 'the country of the partner, or where ties lead')
    """
    prefix, dot, inner = target.partition(".")
    if dot and prefix in ENDS[shape] and prefix in _OF_ENDS:
        return f"the {_NODES[inner]}{_OF_ENDS[prefix]}" if inner in _NODES else f"`{target}`"
    if target in _FACTS:
        return _FACTS[target]
    of = " of the official" if shape == "post" and target in ("name", "key") else ""
    return f"the {_NODES[target]}{of}" if target in _NODES else f"`{target}`"
