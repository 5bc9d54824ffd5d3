"""The words of tables of trade and traffic for the direction of a flow, in many languages."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from citygraph.domain.names import fold

FlowDirection = Literal["out", "in", "other"]
"""What a row says of a flow: it leads ``out`` of the first end or ``in`` to it, or is a flow of another sort, as a
re-export or the sum of both."""

_WORDS: dict[FlowDirection, str] = {
    "in": """
        import|imports|imported|general import|general imports|imports for consumption|inbound|incoming|arrival|arrivals
        einfuhr|einfuhren|importe|eingang|versendungseingang|wareneingang
        importation|importations|arrivées|importación|importaciones|importação|importações|importazione|importazioni
        invoer|import towarów|przywóz|импорт|ввоз|імпорт|ввезення|ithalat|الواردات|واردات|استيراد|进口|進口|輸入|수입
        dovoz|behozatal|import zboží|importuri|införsel|indførsel|innførsel|tuonti|εισαγωγές|εισαγωγή|nhập khẩu|impor
    """,
    "out": """
        export|exports|exported|domestic export|domestic exports|outbound|outgoing|departure|departures
        ausfuhr|ausfuhren|exporte|ausgang|warenausgang
        exportation|exportations|exportación|exportaciones|exportação|exportações|esportazione|esportazioni
        uitvoer|eksport|wywóz|экспорт|вывоз|експорт|вивезення|ihracat|الصادرات|صادرات|تصدير|出口|輸出|수출
        vývoz|kivitel|exporturi|utförsel|udførsel|utførsel|vienti|εξαγωγές|εξαγωγή|xuất khẩu|ekspor
    """,
    "other": """
        re export|re exports|reexport|reexports|re import|re imports|reimport|reimports|foreign export|foreign exports
        transit|total|total trade|both|balance|trade balance
        wiederausfuhr|wiedereinfuhr|durchfuhr|réexportation|réexportations|réimportation|réimportations
        reexportación|reexportaciones|reimportación|reimportaciones|reexportação|reexportações|reimportação|reimportações
        riesportazione|riesportazioni|wederuitvoer|doorvoer|reeksport|реэкспорт|реимпорт|транзит|реекспорт|реімпорт
        再出口|轉口|转口|再輸出|再進口|再輸入|재수출|재수입|transit ticaret|إعادة تصدير|إعادة التصدير
    """,
}
_MEASURE = re.compile(r"\s*[(\[,].*")
"""How it is measured: ``Imports (CIF)``, ``Export, FOB``."""


@cache
def _by_word() -> dict[str, FlowDirection]:
    return {
        _plain(word): direction
        for direction, lines in _WORDS.items()
        for line in lines.split("\n")
        for word in line.split("|")
        if word.strip()
    }


def flow_direction(text: str) -> FlowDirection | None:
    """The direction that a word means; None if it is no such word.

    >>> flow_direction("Imports (CIF)"), flow_direction("Ausfuhr"), flow_direction("Re-export"), flow_direction("Graz")
    ('in', 'out', 'other', None)
    """
    return _by_word().get(_plain(_MEASURE.sub("", text)))


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("-", " ").split())
