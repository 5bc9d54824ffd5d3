"""Remarks in sentences: what says that a tie rests or has ended never stands beside *active* in silence, and what is
about another thing changes nothing."""

from itertools import product
from pathlib import Path

import pytest

from imported import Imported

TOWNS = ("Graz", "Sibiu", "Gdynia", "Brno", "Turku", "Bergen", "Porto", "Leeds")
HOSTS = ("Lyon", "Ulm", "Derby", "Malmö", "Trieste", "Poznań", "Tampere", "Košice")
PAIRS = list(product(HOSTS, TOWNS))
OVER = (
    "The partnership was dissolved by the council in 2014.", "Die Partnerschaft wurde 2014 aufgelöst.",
    "wegen des Krieges ausgesetzt", "Le jumelage a été suspendu en 2022", "Suspendido por la guerra en 2022",
    "Il gemellaggio è stato interrotto nel 2010", "samarbetet avslutades 2010", "aftalen ophørte i 2010",
    "yhteistyö päättyi 2010", "umowa wygasła w 2010 r.", "spolupráce ukončena v roce 2010",
    "kapcsolat megszűnt 2010-ben",
    "сарадња прекинута 2010.", "партньорството е прекратено", "действие соглашения приостановлено",
    "Співпрацю припинено у 2022", "η συνεργασία διακόπηκε το 2010", "2010'da sona erdi", "تم إنهاء الاتفاقية عام 2010",
    "ההסכם הסתיים ב-2010", "2010年に提携解消", "已于2010年解除", "chấm dứt năm 2010", "berakhir tahun 2010",
    "contact lost, dormant since 2005", "Erste Partnerschaft der Stadt. Die Partnerschaft ruht seit 2022.",
)  # fmt: skip
PLANS = (
    "planned for summer 2027",
    "signing planned in 2027",
    "Unterzeichnung für 2027 geplant",
    "trwają rozmowy, umowa",
)
OF_OTHER_THINGS = (
    "founded by a dissolved society", "The former mayor signed it", "visited the suspended railway in Wuppertal",
    "planned city of the 18th century", "ancienne capitale du duché", "visite prévue en juin",
    "Bürgerreise 2025 geplant",
    "youth exchange suspended in 2020 due to Covid", "renewed 2010 after suspension", "not dissolved",
    "first partnership",
    "school exchange ended 2005", "renamed from Karl-Marx-Stadt", "Krieg beendet 1945", "signed after the war ended",
    "旧市街が有名", "交流20周年", "Partnerschaft mit Festakt verlängert, nicht beendet",
)  # fmt: skip


def read(folder: Path, notes: tuple[str, ...], status: str) -> tuple[Imported, list[str]]:
    rows = [f'{host};{town};1990;{status};"{note}"' for (host, town), note in zip(PAIRS, notes, strict=False)]
    found = Imported(folder, "\n".join(["City;Partner town;Since;Status;Notes", *rows]) + "\n")
    statuses = {frozenset(tie["ends"]): tie["status"] for tie in found.ties}
    return found, [statuses[frozenset(pair)] for pair, _ in zip(PAIRS, notes, strict=False)]


@pytest.mark.parametrize("status", ["", "active"])
def test_what_rests_or_has_ended_is_never_active_in_silence(status: str, tmp_path: Path) -> None:
    found, statuses = read(tmp_path, OVER, status)
    assert [note for note, one in zip(OVER, statuses, strict=True) if one == "active"] == []
    told = {where for outcome in ("doubtful", "read") for where, _, _ in found.told(outcome)}
    assert [note for row, note in enumerate(OVER, 2) if f"register.csv:{row}" not in told] == []


def test_what_may_be_about_a_part_of_a_tie_is_told_and_the_row_is_kept(tmp_path: Path) -> None:
    notes = ("Kooperation der Feuerwehren eingestellt", "The partnership with Jaffna was ended")
    found, statuses = read(tmp_path, notes, "active")
    assert statuses == ["active", "active"]
    assert [what for _, what, _ in found.told("doubtful")] == list(notes)


def test_a_plan_in_a_remark_is_told_where_the_row_has_no_status(tmp_path: Path) -> None:
    found, statuses = read(tmp_path, PLANS, "")
    assert statuses == ["planned", "planned", "planned", "proposed"]
    assert [what for _, what, _ in found.told("read") if what in PLANS] == list(PLANS)


@pytest.mark.parametrize("status", ["", "active"])
def test_remarks_about_other_things_change_nothing(status: str, tmp_path: Path) -> None:
    found, statuses = read(tmp_path, OF_OTHER_THINGS, status)
    assert set(statuses) == {status or "unknown"}
    assert not found.told("doubtful")
