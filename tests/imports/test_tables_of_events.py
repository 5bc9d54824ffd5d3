"""Tables of events with partner towns: a word for partner towns in a header makes no sister city of each event."""

from pathlib import Path

import pytest

from imported import Imported, options, questions

HEADS = {
    "Date;Event;Partner city;Venue;Status": "Event", "Datum;Veranstaltung;Partnerstadt;Ort;Status": "Veranstaltung",
    "Date;Manifestation;Ville jumelée;Lieu;État": "Manifestation", "Fecha;Evento;Ciudad hermana;Lugar;Estado": "Evento",
    "Дата;Мероприятие;Город-побратим;Место;Статус": "Мероприятие", "開催日;行事名;相手都市;開催地;状況": "行事名",
    "日期;活动名称;友好城市;举办地;状态": "活动名称", "개최일;행사명;자매도시;개최지;상태": "행사명",
}  # fmt: skip
ROWS = (
    "2018-05-10;Reception;Volgograd;Hiroshima;ended\n2019-08-16;Ceremony;Honolulu;Hiroshima;ended\n"
    "2020-08-20;Camp;Hannover;Hannover;cancelled\n2022-05-12;Concert;Volgograd;Hiroshima;ended\n"
)


@pytest.mark.parametrize("head", HEADS)
def test_the_kind_of_events_and_who_had_them_is_asked_whatever_the_partners_are_called(
    head: str, tmp_path: Path
) -> None:
    ends, kind = questions(tmp_path, f"{head}\n{ROWS}")
    assert "--set from.name=NAME" in options(ends)
    assert not any(f"from.name={HEADS[head]}" in option.replace("'", "") for option in options(ends))
    assert options(kind)[0].replace("'", "") == f"--kind delegation --map title={HEADS[head]}"
    assert "sister-city" in options(kind)[3]


@pytest.mark.parametrize("kind", ["delegation", "exchange"])
def test_two_events_with_one_town_stay_two(kind: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"Date;Event;Partner city;Venue;Status\n{ROWS}", kind=kind, pairs=["title=Event"],
                     constants=["from.name=Hiroshima"])  # fmt: skip
    titles = [tie["title"] for tie in found.ties if "Volgograd" in tie["ends"]]
    assert sorted(titles) == ["Concert", "Reception"]
    assert {tie["status"] for tie in found.ties if "Hannover" in tie["ends"]} <= {"cancelled", "unknown"}


def test_no_event_is_suspended_and_none_is_refused_for_it(tmp_path: Path) -> None:
    text = "City,Partner city,Date,Status\nBonn,Linz,2020-05-01,suspended\nBonn,Brno,2021-05-01,ended\n"
    found = Imported(tmp_path, text, kind="delegation")
    assert not found.told("refused")
    assert [what for _, what, _ in found.told("doubtful")] == ["suspended"]
    assert {(tie["status"], tie.get("notes")) for tie in found.ties} == {
        ("unknown", "register: status: suspended"), ("ended", None),
    }  # fmt: skip
