"""What the title of an official says of how the post stands: *former mayor*, *Bürgermeister a. D.*, *mayor-elect*."""

from __future__ import annotations

import re
from functools import lru_cache

from citygraph.domain.names import fold
from citygraph.domain.tie_rules import by_status
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import tells_of_persons
from citygraph.imports.values.status_phrases import kind_and_status
from citygraph.imports.values.statuses import status_of
from citygraph.imports.values.statuses_of_kinds import in_words_for_ties


@lru_cache(maxsize=1 << 12)
def status_in_title(title: str) -> str:
    """The status that a title gives to its post: that of one who no longer holds it, or does not yet; else empty.

    >>> status_in_title("ehem. Bürgermeister"), status_in_title("Mayor-elect"), status_in_title("前市長")
    ('ended', 'planned', 'ended')
    >>> status_in_title("Mayor"), status_in_title("Ex officio member"), status_in_title("Commissioner for Former Towns")
    ('', '', '')
    """
    if fold(title).startswith("ex officio"):
        return ""
    if title[:1] in _NO_LONGER and (post := meaning_of(title[1:].strip())) and post.thing == "person":
        return "ended"
    words = [word for word in _BETWEEN.split(in_words_for_ties(title, "posts")) if word]
    own = [word for word in _BETWEEN.split(title) if word]
    plain = " ".join(words)
    found = kind_and_status(plain)
    if words == own and (found is None or not tells_of_persons(found.name or title)):
        return ""
    ends = [" ".join(words[:number]) for number in (1, 2)] + [" ".join(words[-number:]) for number in (1, 2, 3)]
    status = next(filter(None, map(status_of, ends)), "")
    stage = by_status(status)
    return status if status and (stage.is_over or (stage.is_plan and words != own)) else ""


_BETWEEN = re.compile(r"[\s()\[\],;–—-]+")
_NO_LONGER = tuple("前元原전")
"""Before a title without a space, or with one in Korean."""
