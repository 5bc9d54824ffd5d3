"""What stands in the place of a name, and is none: words that say so, references to other rows, remarks.

Of a remark no city and no person is made; each is told. In doubt, the name stays, and its row is doubtful.
"""

from __future__ import annotations

from citygraph.imports.report import ImportReport
from citygraph.imports.values import names
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.joined_names import without_others
from citygraph.imports.values.missing import is_missing
from citygraph.imports.values.no_names import Letters, is_remark, letters_of, refers_elsewhere
from citygraph.imports.values.none_words import is_perhaps_a_name, says_none
from citygraph.imports.values.region_words import region_sign
from citygraph.imports.values.register_words import register_name
from citygraph.imports.values.status_stems import status_within

_SHORT = 3
"""A sign, such as `x`, needs no word in the report."""
_REMARK = "this reads like a remark, and like no name: nothing is made of it"
_TYPES = ("city", "official")


class InsteadOfNames:
    """Takes out of rows what stands in the place of a name. ``report`` has each."""

    def __init__(self, report: ImportReport) -> None:
        self._report = report

    def take_out(
        self, text: str, said: dict[str, str], forms: CellForms, target: str, where: str, type: str, is_end: bool
    ) -> None:
        """Take the name out of what a row says of a thing, if it is none. ``text`` is the cell; ``is_end`` is True for
        an end of a tie and the place of a post. A word that is a name, too, is one if the row says more of the
        partner."""
        if "name" not in said:
            if says_none(text) and len(text) > _SHORT:
                why = "this stands in the place of a name, and says that there is none, or none yet"
                self._report.tell("read", where, text, why)
            return
        if is_end and type == "city" and said.keys() == {"name"} and is_perhaps_a_name(text):
            said.clear()
            self._report.tell("doubtful", where, text, "this can say that there is none, and is taken so; with a "
                                                       "country beside it, it is the name of a place")  # fmt: skip
            return
        if type not in _TYPES:
            return
        name = said["name"]
        if target in forms.remarked:
            name = names.without_remarks(name)
        name = names.tidied(name).name
        name = without_others(name) if type == "city" else name
        capitals, letters = forms.capitals.get(target, ""), letters_of(name)
        why = self._why_none(name, letters, said, capitals, type, is_end)
        if why and (type == "official" or not _is_known(name)):
            if is_end or type == "official":
                del said["name"]
                self._report.tell("doubtful", where, text, why)
            else:
                self._report.tell("doubtful", where, text, "this reads like a remark; it stays a name")
        elif self._is_doubtful(name, letters, capitals, type, is_end):
            self._report.tell("doubtful", where, text, "it is not written like the other names of its column, and may "
                                                       "be a remark; it stays a name")  # fmt: skip

    @staticmethod
    def _why_none(
        name: str, letters: Letters, said: dict[str, str], capitals: str, type: str, is_end: bool
    ) -> str:  # fmt: skip
        """Why a text is no name; empty if it may be one."""
        if refers_elsewhere(name):
            return "this says where else to look, and is no name: nothing is made of it"
        if is_remark(name) or (letters and status_within(name)):
            return _REMARK
        if type == "official":
            _, colon, person = name.partition(":")
            is_none = (capitals and (letters == "small" or any(map(str.isdigit, name)))) or (
                colon and is_missing(person.strip(), "person")  # Acting: N.N.
            )
            return _REMARK if is_none else ""
        is_small = capitals and is_end and letters == "small" and not name.startswith(("'", "’"))
        if is_small and "country" not in said:
            return _REMARK
        return ""

    @staticmethod
    def _is_doubtful(name: str, letters: Letters, capitals: str, type: str, is_end: bool) -> bool:
        """True if a text may be no name."""
        if type == "official":
            return ":" in name or (capitals != "" and letters in ("first", "begins small"))
        if type != "city" or not capitals or not is_end:
            return False
        if letters == "first" and capitals == "each":
            return register_name(name) is None and region_sign(name) is None and not _is_known(name)
        return letters in ("small", "begins small") and not _is_known(name)


def _is_known(name: str) -> bool:
    from citygraph.domain.gazetteer import is_a_name  # few imports have such words

    return is_a_name(name)
