"""In which encoding a foreign file is: what its bytes say, or a question.

Marks, zero bytes and valid UTF-8 decide. Other bytes are read in each of ``_ENCODINGS`` in which all are valid,
and the reading that looks most like names counts (:mod:`citygraph.imports.letters`), if no other comes near.
Otherwise the user is asked. docs/encodings.md has how often that is right.
"""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from citygraph.domain.countries import code_of
from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.letters import LikelyNames, is_of_one_script

Blocks = Callable[[], Iterable[bytes]]
"""Gives the blocks of a file from its start, each time it is called."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 1 << 16
_ASCII = bytes(range(128))


class _Encoding(NamedTuple):
    """A name for people and codecs, and how much rarer it is than Windows-1252, as a logarithm."""

    name: str
    rarer: float = 0.0
    several_bytes: bool = False


_ENCODINGS = (
    *(_Encoding(f"windows-{number}") for number in (1252, 1251, 1253, 1255, 1256)),
    _Encoding("cp874"),
    *(_Encoding(name, -1) for name in ("windows-1250", "windows-1254", "windows-1258")),
    *(_Encoding(name, -2) for name in ("windows-1257", "koi8-r", "koi8-u", "iso8859-2", "iso8859-15")),
    *(_Encoding(name, -3) for name in ("cp866", "iso8859-7", "iso8859-9")),
    *(_Encoding(name, -4) for name in ("mac-roman", "mac-cyrillic", "cp850")),
    *(_Encoding(name, -4) for name in ("iso8859-5", "iso8859-6", "iso8859-8", "iso8859-13")),
    *(_Encoding(name, -5) for name in ("cp437", "cp852")),
    *(_Encoding(name, -8) for name in ("mac-latin2", "mac-greek", "mac-turkish", "cp857", "cp775", "cp737")),
    *(_Encoding(name, -8) for name in ("iso8859-4", "iso8859-16")),
    *(_Encoding(name, 0, several_bytes=True) for name in ("gb18030", "cp950", "cp932", "cp949")),
    *(_Encoding(name, -1, several_bytes=True) for name in ("big5hkscs", "euc-jp")),
)  # fmt: skip
_CALLED = {"cp950": "Big5", "big5hkscs": "Big5-HKSCS", "cp932": "Shift_JIS", "cp949": "EUC-KR", "koi8-r": "KOI8-R",
           "koi8-u": "KOI8-U", "euc-jp": "EUC-JP", "gb18030": "GB18030"}  # fmt: skip

_NEAR = 5.0
"""A reading is asked about if it is at least 1/150 (e^-5) as likely as the likeliest."""
_ONE_WORD = 1.5
"""How much further ahead a reading in an encoding that is rarer than others must be if it differs in only one word; two
words share it, and so on."""
_ONE_BYTE = 7.0
"""The most that one byte can say for a reading with one letter against a reading with another."""
_HOPELESS = 60.0
_FIRST_WORDS = 40
_WORDS = 400
"""How many different words with letters beyond ASCII are compared."""
_OF_EACH_BYTE = 12
"""Lines are looked at until each byte beyond ASCII was met in so many of them."""
_CUT = re.compile(r"[\x00-\x2f:;<=>?]+")
"""Between words. No encoding has one of these within a character, except the digits of GB18030."""
_CELL = re.compile(rb'[,;\t|"]')
_BETWEEN_CELLS = frozenset(',;\t|"\r\n')


class Guess(NamedTuple):
    """An encoding. If the bytes are not Unicode, ``samples`` are up to three cells of the file as they read in it, from
    the lines ``line_numbers``; the user should see them. Otherwise, there are none."""

    encoding: str
    samples: tuple[str, ...] = ()
    line_numbers: tuple[int, ...] = ()

    def __str__(self) -> str:
        """What to say about it.

        >>> str(Guess("windows-1250", ("Łódź", "Plzeň"), (2, 3)))
        'read as Windows-1250: Łódź (line 2), Plzeň (line 3); if that is wrong, name the encoding with --encoding'
        """
        names = (f"{text} (line {line})" for text, line in zip(self.samples, self.line_numbers, strict=True))
        way_out = "if that is wrong, name the encoding with --encoding"
        return f"read as {called(self.encoding)}: {', '.join(names)}; {way_out}"


def called(encoding: str) -> str:
    """The name of an encoding, as people write it.

    >>> called("windows-1250"), called("cp932"), called("iso8859-2")
    ('Windows-1250', 'Shift_JIS', 'ISO-8859-2')
    """
    return _CALLED.get(encoding) or re.sub("^iso", "ISO-", encoding).replace("windows", "Windows").replace("mac", "Mac")


def encoding_of(where: str, blocks: Blocks) -> Guess:
    """In which encoding a file is. ``where`` is its name in messages.

    Raises:
        OpenQuestions: if several encodings come near.
        CityGraphError: if some lines are not in the encoding of the rest, or no encoding fits.
    """
    start = next(iter(blocks()), b"")
    for mark, name in _MARKS:
        if start.startswith(mark):
            return Guess(name)
    head = start[:_LOOKED_AT]
    if head.count(0) * 4 > len(head):  # one byte of each Latin letter is zero
        return Guess("utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le")
    if _is_utf8(blocks()):
        # Only the escapes tell the Japanese of old mails from ASCII.
        return Guess("iso2022-jp" if b"\x1b$B" in head else "utf-8")
    return _guessed(where, blocks, _looked_at(where, blocks))


def wrong_at(blocks: Blocks, encoding: str) -> int:
    """The first line that is not in an encoding, or 0."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for number, text in _lines(blocks()):
        line = number
        try:
            decoder.decode(text)
        except UnicodeDecodeError:
            return number
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return line
    return 0


def is_utf8_beyond_ascii(blocks: Blocks) -> bool:
    """If a file is UTF-8 and nothing simpler."""
    return not all(block.isascii() for block in blocks()) and _is_utf8(blocks())


def _is_utf8(blocks: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in blocks:
            if not block.isascii() or decoder.getstate()[0]:
                decoder.decode(block)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


# ------------------------------------------------------------------ bytes that are not Unicode


class _LinesSeen(NamedTuple):
    """What was looked at: the bytes beyond ASCII that the file ``used``, and some lines that have all of them."""

    used: bytes
    lines: list[tuple[int, bytes]]


def _looked_at(where: str, blocks: Blocks) -> _LinesSeen:
    """Some lines of a file that is not UTF-8.

    Raises:
        CityGraphError: if most of it is UTF-8.
    """
    met: Counter[int] = Counter()
    lines: list[tuple[int, bytes]] = []
    other: list[int] = []
    valid = 0
    is_cut_off = False
    for number, line in _lines(blocks()):
        is_cut_off = False
        if line.isascii():
            continue
        if valid or len(other) < 5000:
            try:
                line.decode("utf-8")
                valid += 1
            except UnicodeDecodeError as error:
                other.append(number)
                is_cut_off = error.reason == "unexpected end of data"
        beyond = set(line.translate(None, _ASCII))
        if any(met[byte] < _OF_EACH_BYTE for byte in beyond):
            met.update(beyond)
            lines.append((number, line))
    # By chance, one in ten Chinese names of two characters is valid UTF-8; of other names, hardly any.
    if valid * 2 >= len(other):
        if is_cut_off and len(other) == 1:
            what = "the file ends within a letter of UTF-8, so it is cut off; get it again, or take this line out"
            raise CityGraphError(f"{where}:{other[0]}: {what}")
        raise CityGraphError(_mixed(where, other))
    return _LinesSeen(bytes(sorted(met)), lines)


def _mixed(where: str, other: list[int]) -> str:
    numbers = ", ".join(map(str, other[:5])) + (f" and {len(other) - 5:,} more" if len(other) > 5 else "")
    this, these = ("this line is", "it") if len(other) == 1 else (f"the lines {numbers} are", "them")
    return (
        f"{where}:{other[0]}: {this} not UTF-8, and the rest of the file is; type {these} again in an editor that "
        "writes UTF-8, or name the encoding of all lines with --encoding"
    )


def _lines(blocks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, with their ends, and their numbers. What is longer than a block comes in pieces."""
    number, rest = 1, b""
    for block in blocks:
        *whole, rest = (rest + block).splitlines(keepends=True) or [b""]
        for line in whole:
            yield number, line
            number += 1
        if len(rest) > 1 << 20:
            yield number, rest
            rest = b""
    if rest:
        yield number, rest


class _Attempt(NamedTuple):
    """An encoding, and how likely each word is in it."""

    encoding: _Encoding
    costs: list[float]

    @property
    def likely(self) -> float:
        return sum(self.costs) + self.encoding.rarer


def _guessed(where: str, blocks: Blocks, seen: _LinesSeen) -> Guess:
    candidates = _candidates(seen)
    raw = _words(_joined(seen).decode("latin-1"))
    best: list[_Attempt] = []
    for candidate in candidates:
        if best and _ahead(best[0], candidate, raw) > _NEAR:
            continue
        if candidate.encoding.several_bytes and wrong_at(blocks, candidate.encoding.name):
            continue
        best.append(candidate)
    if not best:
        way_out = "is it a table? Name its encoding with --encoding, or save it as UTF-8"
        raise CityGraphError(f"{where}:{seen.lines[0][0]}: this is not UTF-8, and no other encoding fits; {way_out}")
    if len(best) == 1:
        places = _samples(seen, [best[0]])
        return Guess(best[0].encoding.name, tuple(texts[0] for _, texts in places), tuple(line for line, _ in places))
    best = best[:3]
    places = _samples(seen, best)
    readings = [
        Reading(called(each.encoding.name), f"--encoding {each.encoding.name}", tuple(texts[at] for _, texts in places))
        for at, each in enumerate(best)
    ]
    what = f"this is not UTF-8, and {len(best)} encodings read like names; which one is right?"
    raise OpenQuestions([Question(where, what, tuple(readings), tuple(f"line {line}" for line, _ in places))])


def _ahead(best: _Attempt, other: _Attempt, raw: list[str]) -> float:
    """How much more likely one reading is than another, as a logarithm. What one byte says counts up to a limit,
    however often it says it: in a language that nobody has counted, one letter can look wrong in each word."""
    each = [a - b for a, b in zip(best.costs, other.costs, strict=True)]
    ahead = best.encoding.rarer - other.encoding.rarer
    if best.encoding.several_bytes or other.encoding.several_bytes:
        return ahead + sum(each)
    beyond = bytes(range(128, 256))
    here, there = beyond.decode(best.encoding.name, "replace"), beyond.decode(other.encoding.name, "replace")
    bounds = {
        chr(byte): _ONE_BYTE if _could_be(a, b) else math.inf
        for byte, a, b in zip(beyond, here, there, strict=True)
        if a != b
    }
    said: dict[str, float] = {}
    different = 0
    for word, more in zip(raw, each, strict=True):
        differing = bounds.keys() & set(word)
        different += bool(differing)
        for byte in differing:
            said[byte] = said.get(byte, 0.0) + more / len(differing)
        if not differing:
            ahead += more
    if best.encoding.rarer and different:
        ahead -= _ONE_WORD / different
    return ahead + sum(min(more, bounds[byte]) for byte, more in said.items())


def _could_be(letter: str, other: str) -> bool:
    """If both letters may stand in one place, in some language."""
    return (
        letter.isalpha()
        and other.isalpha()
        and letter.isupper() == other.isupper()
        and is_of_one_script(letter + other)
    )


def _candidates(seen: _LinesSeen) -> list[_Attempt]:
    """The encodings in which the lines are valid, the likeliest first; of those that read the same, the most usual."""
    sample = _joined(seen)
    readings: dict[str, _Encoding] = {}
    for encoding in sorted(_ENCODINGS, key=lambda each: -each.rarer):
        try:
            if not encoding.several_bytes:
                seen.used.decode(encoding.name)
            readings.setdefault(sample.decode(encoding.name), encoding)
        except UnicodeDecodeError:
            continue
    names = LikelyNames(_countries(seen))
    words = {encoding: _words(text) for text, encoding in readings.items()}
    first = {each: sum(names.costs(some[:_FIRST_WORDS])) + each.rarer for each, some in words.items()}
    hopeful = [each for each in words if first[each] > max(first.values()) - _HOPELESS]
    return sorted((_Attempt(each, names.costs(words[each])) for each in hopeful), key=lambda one: -one.likely)


def _joined(seen: _LinesSeen) -> bytes:
    return b"".join(line if line.endswith((b"\n", b"\r")) else line + b"\n" for _, line in seen.lines)


def _words(text: str) -> list[str]:
    """Different words with letters beyond ASCII. They are the same bytes in each reading, so that readings compare."""
    return list(dict.fromkeys(word for word in _CUT.split(text) if not word.isascii()))[:_WORDS]


def _countries(seen: _LinesSeen) -> set[str]:
    cells = {cell for _, line in seen.lines for cell in _CELL.split(line.strip()) if cell.isascii() and len(cell) < 40}
    return {code for cell in cells if not (len(cell) == 2 and cell.islower()) and (code := code_of(cell.decode()))}


def _samples(seen: _LinesSeen, candidates: list[_Attempt]) -> list[tuple[int, list[str]]]:
    """Up to three cells that have letters beyond ASCII, and read differently if there are several candidates: the line,
    and how it reads in each."""
    found: list[tuple[int, list[str]]] = []
    for number, line in sorted(seen.lines, key=lambda each: each[0] == 1):  # the header only if there is nothing else
        cut = [re.split(f"({_CUT.pattern})", line.decode(each.encoding.name)) for each in candidates]
        for at in range(0, min(map(len, cut)), 2):
            same = len({parts[at] for parts in cut}) == 1
            if cut[0][at].isascii() or (same and len(candidates) > 1):
                continue
            cells = [_cell_around(parts, at) for parts in cut]
            if cells not in [texts for _, texts in found]:
                found.append((number, cells))
                if len(found) == 3:
                    return found
            break
    return found


def _cell_around(parts: list[str], at: int) -> str:
    """The whole cell of a word. ``parts`` are words, with what stands between them."""
    first, last = at, at
    while first and _BETWEEN_CELLS.isdisjoint(parts[first - 1]):
        first -= 2
    while last + 1 < len(parts) and _BETWEEN_CELLS.isdisjoint(parts[last + 1]):
        last += 2
    return "".join(parts[first : last + 1]).strip()[:60]
