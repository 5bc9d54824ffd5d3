"""Names: when two spellings are the same name, and which record a name means.

People write İznik, Iznik and IZNIK, San José and San Jose, Tel Aviv and Tel-Aviv, 景德镇 and Jingdezhen.
:func:`fold` gives all spellings of a name one key, through ASCII. :class:`NameIndex` looks names up by this key.
:func:`told_apart` says if two records with one name are two things. :func:`visible` shows text from files safely.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

_MARKS = re.compile("[\u0300-\u0362]")
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")

_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0").union(
    map(chr, range(0xFE00, 0xFE10))
)
"""What has no shape although Python takes it for printable; and all from U+E0000 on."""
_NAMED = {"\t": "\\t", "\r": "\\r", "\x1b": "\\e"}


def may_hide(text: str) -> bool:
    """False if no character of a text can be :func:`citygraph.domain.odd_characters.unseen`, as in nearly all
    texts."""
    if not text.isprintable():
        return True
    return not text.isascii() and (not _BLANK_LETTERS.isdisjoint(text) or max(text) >= "\U000e0000")


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """The key that all spellings of a name share, without case, diacritics, script, spaces, hyphens and apostrophes.

    The function is idempotent. A text without letters or digits of any script folds to itself in lower case.

    >>> fold("İZNİK") == fold("ıznik") == "iznik"
    True
    >>> fold("景德镇") == fold("jing-de-zhen")
    True
    """
    plain = text
    if not text.isascii():
        plain = _in_ascii(text)
    elif text.isalnum():  # most words; the pattern would take longer
        return text.lower()
    key = _NOT_IN_KEYS.sub("", plain.replace("&", " and ").lower())
    if key:
        return key
    folded = text.casefold().strip()
    return folded if folded == text else fold(folded)


def fold_all(texts: list[str]) -> list[str]:
    """:func:`fold` of each text, which takes less time for many at once."""
    joined = "\n".join(texts)
    if not joined.isascii():
        import unicodedata

        joined = _MARKS.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", joined)))
    lines = joined.split("\n")
    keys = re.sub(r"[^a-z0-9\n]+", "", joined.replace("&", " and ").lower()).split("\n")
    if len(lines) != len(texts):  # a text has several lines
        return list(map(fold, texts))
    return [key if key and line.isascii() else fold(text) for key, line, text in zip(keys, lines, texts, strict=True)]


def _in_ascii(text: str) -> str:
    import unicodedata

    composed = unicodedata.normalize("NFKC", text)
    # A letter with marks needs no table. A test checks that the result is that of anyascii, which takes longer to load
    # than a path takes to find.
    plain = _MARKS.sub("", unicodedata.normalize("NFD", composed))
    if plain.isascii():
        return plain
    from anyascii import anyascii

    # Letters outside the tables that NFKC knows (ı, ß, Ł, 景) go through anyascii.
    return anyascii(composed)


def ascii_letters(text: str) -> dict[str, str]:
    """The ASCII forms of those letters in a text that need a table, as ı, ß, 景: so that another program can fold as
    :func:`fold` does."""
    import unicodedata

    found = {}
    for letter in sorted(set(unicodedata.normalize("NFKC", text))):
        if not _MARKS.sub("", unicodedata.normalize("NFD", letter)).isascii():
            from anyascii import anyascii

            found[letter] = anyascii(letter)
    return found


def slug(text: str) -> str:
    """An id for a record with this name: ``Tel Aviv-Yafo`` → ``tel-aviv-yafo``. Empty if no letter has an ASCII
    form."""
    plain = text
    if not text.isascii():
        plain = _in_ascii(text)
    return _NOT_IN_KEYS.sub("-", plain.replace("'", "").lower()).strip("-")


def is_latin(text: str) -> bool:
    """True if all letters of a text are Latin, so that its id does not spell another script letter by letter."""
    if text.isascii():
        return True
    import unicodedata

    return all("LATIN" in unicodedata.name(sign, "") for sign in text if sign.isalpha())


def nearest(text: str, choices: Iterable[str], limit: int = 1, cutoff: float = 66.0) -> list[str]:
    """Those of ``choices`` that ``text`` may misspell, the nearest first, at most ``limit``.

    ``cutoff`` is the least similarity, 0 to 100 (rapidfuzz's ratio of the folded spellings). Equally near ones stay in
    the given order.
    """
    from rapidfuzz import fuzz, process

    by_key: dict[str, list[str]] = {}
    for choice in choices:
        by_key.setdefault(fold(choice), []).append(choice)
    # rapidfuzz gives equal scores in the order of its choices.
    found = process.extract(fold(text), by_key.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    return [choice for key, _, _ in found for choice in by_key[key]][:limit]


def misspelled(text: str, choices: Iterable[str]) -> list[str]:
    """Those of ``choices`` that ``text`` may be, written with a slip or two, the nearest first. A word that only looks
    like another one means something else: `inactive` is not `active`, nor `gazette-2022` `gazette-2021`.

    >>> misspelled("statut", ["status"]), misspelled("städte", ["status"]), misspelled("county", ["country"])
    (['status'], [], [])
    """
    key = fold(text)
    near = nearest(text, choices, limit=_MOST_NEAR)
    return [choice for choice in near if _may_be_a_slip(key, fold(choice))]


def _may_be_a_slip(text: str, other: str) -> bool:
    """True if few letters are amiss for the length of the two, and not the first; no digit; and in a short word none
    stands in the place of another."""
    if text == other or (text.endswith("ys") and f"{text[:-2]}ies" == other):  # citys
        return True
    if text[:1] != other[:1] or text in _OTHER_WORDS or re.findall(r"\d+", text) != re.findall(r"\d+", other):
        return False
    from rapidfuzz.distance import OSA

    length = max(len(text), len(other))
    distance = OSA.distance(text, other)
    if length < _SHORT:
        return distance == 1 and (len(text) != len(other) or sorted(text) == sorted(other))
    return distance <= 1 + length // _LONG


_MOST_NEAR = 20
_SHORT = 5
"""Of words with fewer letters most neighbours are words, too: `rule` and `role`, `past` and `post`."""
_LONG = 9
"""How many letters there are to one more slip."""
_LOOKALIKES = """
    abort accented bond bund bunds caller calmed captivity channelled cheek cheeks chick chicks chuck chucks cites
    concealed contract contracts contributions contributory corporation counties county culled cuties daring
    defecation deletion empires ender evens fellows filer filet fills films fines fires fives fixes flies followers
    forum fro grout historian holes hoods hoots hoses hysterical identities intercept interment intersect kid kids
    kin kings kinks lapel levee lever libel nodes noses noyes officer organics organisms panned par particulates
    parton party pasts pat pavement pests planner planted poets polished ports poses pots properly prosperity
    protect punished punisher quite quota relieved reprieve retriever roe score see semen seven sheen shore sighed
    signer signet sine singe singed sinned sitter sneaks snore sore spears specks spore stare states stats statue
    statues steaks stoke stole stone storey stork storm story stove stratus suspected suspenders suspense swore
    tapes teams terns tides tiers tile tiles times tire tires tithe traces trailing tries tugs unfit uni unite unity
    untie vague vale valve width wit witch
"""
_OTHER_WORDS = frozenset(_LOOKALIKES.split())
"""English words of another meaning that look like a slip in a word of the format: found by :func:`_may_be_a_slip` among
the 60,000 most frequent ones that the package wordfreq lists, without other forms of the same word."""


def did_you_mean(text: str, choices: Iterable[str]) -> str:
    """A hint with the nearest of ``choices``, or an empty one.

    >>> did_you_mean("sistr-city", ["sister-city", "contact"])
    'did you mean `sister-city`?'
    """
    near = misspelled(text, choices)
    return f"did you mean `{near[0]}`?" if near else ""


def other_way_round(tie: str) -> str | None:
    """The id of a tie with its ends the other way round; None if its id is not made from its kind and ends.

    >>> other_way_round("sister-city.b.a")
    'sister-city.a.b'
    """
    parts = tie.split(".")
    return ".".join((parts[0], parts[2], parts[1])) if len(parts) == 3 else None


class Name(NamedTuple):
    """One name of one record. ``how`` is its role: id, name, alias, a language tag, identifier. The words of ``known
    for`` and ``tag`` are searched like names, but they do not name the record."""

    id: str
    text: str
    how: str

    @property
    def key(self) -> str:
        """The key that all spellings of this name share."""
        return self.text.casefold() if self.how == "identifier" else fold(self.text)


KNOWN_FOR = "known for"
NOT_NAMES = (KNOWN_FOR, "tag")


class Match(NamedTuple):
    """A name that contains a text. ``rank`` is 0 if the text is the whole name, 1 if it is its beginning, 2 if it
    begins a word of it, 3 if it is inside a word."""

    rank: int
    name: Name


class Names(Protocol):
    """An index of all names of a world: names, aliases, language forms, ids and identifiers."""

    def lookup(self, text: str, among: Callable[[str], bool] | None = None) -> list[str]:
        """The ids of all records with the name ``text``, in order; only those for which ``among`` is true. If the text
        is exactly an id, only that id."""

    def search(self, text: str) -> Iterator[Match]:
        """Every name that contains ``text``, in any spelling."""

    def starting(self, text: str) -> Iterator[Name]:
        """The names that begin with exactly ``text``, for completion."""

    def near(self, text: str, limit: int = 5) -> list[str]:
        """The ids of the records that ``text`` may mean: first those with a name, or a word in a name, that begins with
        it, then those whose names have the most similar spelling."""

    def known_for(self, word: str | None = None) -> Iterator[Name]:
        """The words that records are known for: all of them, or one ``word`` in any spelling."""

    def __iter__(self) -> Iterator[Name]: ...


class NameIndex:
    """:class:`Names`, in memory."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_key: dict[str, list[Name]] = {}
        for name in names:
            self._by_key.setdefault(name.key, []).append(name)

    def lookup(self, text: str, among: Callable[[str], bool] | None = None) -> list[str]:
        found = [name for name in self._spelled(text) if among is None or among(name.id)]
        return settled(text, found)

    def _spelled(self, text: str) -> Iterator[Name]:
        for key, identifiers in ((fold(text), False), (text.strip().casefold(), True)):
            for name in self._by_key.get(key, ()):
                if (name.how == "identifier") == identifiers and name.how not in NOT_NAMES:
                    yield name

    def search(self, text: str) -> Iterator[Match]:
        wanted = fold(text)
        for name in self:
            rank = rank_of(name.text, wanted)
            if rank is not None:
                yield Match(rank, name)

    def starting(self, text: str) -> Iterator[Name]:
        return (name for name in self if name.text.startswith(text) and name.how not in NOT_NAMES)

    def near(self, text: str, limit: int = 5) -> list[str]:
        found = [match for match in self.search(text) if match.rank < 3 and is_name(match.name)]
        begins = sorted({match.name.key for match in found})
        named = {key for key, names in self._by_key.items() if any(is_name(name) for name in names)}
        keys = [*begins, *nearest(text, sorted(named), limit=limit * 3)]
        ids = dict.fromkeys(name.id for key in keys for name in self._by_key[key] if is_name(name))
        return list(ids)[:limit]

    def known_for(self, word: str | None = None) -> Iterator[Name]:
        names = self if word is None else self._by_key.get(fold(word), ())
        return (name for name in names if name.how == KNOWN_FOR)

    def __iter__(self) -> Iterator[Name]:
        for names in self._by_key.values():
            yield from names


def is_name(name: Name) -> bool:
    """True if it names its record in any spelling. Identifiers, ``known for`` and ``tag`` do not."""
    return name.how != "identifier" and name.how not in NOT_NAMES


def settled(text: str, found: Collection[Name]) -> list[str]:
    """The ids of names that all spell ``text``, in order. If the text is exactly an id, only that id."""
    if any(name.how == "id" and name.text == text for name in found):
        return [text]
    return sorted({name.id for name in found})


def rank_of(name: str, wanted: str) -> int | None:
    """The rank of a name for a ``wanted`` key: see :class:`Match`. None if the name does not contain it."""
    key = fold(name)
    if key == wanted:
        return 0
    if key.startswith(wanted):
        return 1
    if any(fold(word).startswith(wanted) for word in name.split()):
        return 2
    return 3 if wanted in key else None


def told_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True if two records with one name are two things: a register has different identifiers for them."""
    mine, theirs = one.get("identifiers", {}), other.get("identifiers", {})
    return any(mine[scheme] != theirs[scheme] for scheme in mine.keys() & theirs.keys())


def first_alike(several: Iterable[Mapping[str, str]]) -> Iterator[int | None]:
    """For each of several records with one name, given by its identifiers: the place of the first before it from which
    nothing tells it apart (:func:`told_apart`); None if there is none.

    The cost grows with the number of records and of different sets of schemes among them, not with that of pairs.

    >>> list(first_alike([{"wikidata": "Q1"}, {"wikidata": "Q2"}, {"wikidata": "Q2"}, {}]))
    [None, None, 1, 0]
    """
    groups: dict[frozenset[str], _OfSchemes] = {}
    for place, identifiers in enumerate(several):
        schemes = frozenset(identifiers)
        found: int | None = None
        for theirs, group in groups.items():
            if found is not None and group.begins > found:
                break  # the groups are in the order of their first records
            first = group.first(identifiers, tuple(sorted(schemes & theirs)))
            found = first if found is None else found if first is None else min(first, found)
        yield found
        groups.setdefault(schemes, _OfSchemes(place)).add(place, identifiers)


class _OfSchemes:
    """The records that have identifiers of the same schemes; ``begins`` is the place of the first of them."""

    def __init__(self, begins: int) -> None:
        self.begins = begins
        self._records: list[tuple[int, Mapping[str, str]]] = []
        self._firsts: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {}

    def add(self, place: int, identifiers: Mapping[str, str]) -> None:
        self._records.append((place, identifiers))
        for schemes, firsts in self._firsts.items():
            firsts.setdefault(_values(identifiers, schemes), place)

    def first(self, identifiers: Mapping[str, str], schemes: tuple[str, ...]) -> int | None:
        """The place of the first record that has the same identifiers of these schemes."""
        if schemes not in self._firsts:
            firsts = self._firsts[schemes] = {}
            for place, theirs in self._records:
                firsts.setdefault(_values(theirs, schemes), place)
        return self._firsts[schemes].get(_values(identifiers, schemes))


def _values(identifiers: Mapping[str, str], schemes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([identifiers[scheme] for scheme in schemes])


def isolated(text: str) -> str:
    """A text that stands in a line of others: if it has letters that run from right to left, the words around it keep
    their order."""
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT.search(text) else text


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def visible(text: str, *, keep_lines: bool = False) -> str:
    r"""The text with its unseen characters as escapes: ESC is ``\e``, a right-to-left override ``\u202e``.

    >>> print(visible("a\tb\x1b[31m"))
    a\tb\e[31m
    """
    if not may_hide(text):
        return text
    shown = text
    if may_hide(text.replace("\n", "")):
        from citygraph.domain.odd_characters import unseen

        shown = unseen().sub(lambda match: _NAMED.get(match[0]) or _escape(match[0]), text)
    return shown if keep_lines else shown.replace("\n", "\\n")


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_LONGEST = 80


def shortened(name: str, id: str) -> str:
    """A name for a line of a table: one of more than 80 characters is cut in its middle, with the id behind it.

    >>> shortened("Llan" + "fair" * 20, "llanfair")
    'Llanfairfairfairfairfairfair…airfairfairfairfairfairfair (llanfair)'
    """
    if len(name) <= _LONGEST:
        return name
    return f"{name[:28]}…{name[-27:]} ({id})"


FORMULAS = "texts that begin like a formula (with =, +, - or @); tell a spreadsheet that their columns are text"


def is_formula(text: str) -> bool:
    """True if a spreadsheet takes a text for a formula, which can fetch a page or start a program. A sign alone, and a
    number with a sign, are none.

    No table that citygraph writes changes such a text: an apostrophe before it would be part of the name for every
    other program, and for the next import. It is counted, and the user is told.

    >>> is_formula("=1+1"), is_formula("-2+3"), is_formula("-2.5"), is_formula("+")
    (True, True, False, False)
    """
    if text[:1] not in _SIGNS or len(text) < 2:
        return False
    return re.fullmatch(r"[-+]\d*\.?\d+(?:[eE][-+]?\d+)?", text, re.ASCII) is None


_SIGNS = ("=", "+", "-", "@", "\t", "\r")
