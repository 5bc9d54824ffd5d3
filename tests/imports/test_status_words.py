"""The words of registers for the status of a tie: none means two, and each form of a word is known."""

import csv
import re
import string
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.values.status_phrases import status_phrase
from citygraph.imports.values.statuses import status_of
from citygraph.imports.values.yes_or_no import answer, status_asked
from imported import Imported, questions


def listed() -> list[tuple[str, str]]:
    text = resources.files("citygraph.imports.values").joinpath("status_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return [(row["status"].partition(" or ")[0], word) for row in rows for word in row["words"].split(";")]


GENDERS = (
    (r"(\w+[aeio](?:d|t|s)|\w+iv)o", ("{}o", "{}a"), "es it pt"),
    (r"(\w+(?:os|in|ir|il|nn|el|ifi)é)", ("{}", "{}e"), "fr"),
    (r"([a-zżźćńółęąś]+[nt](?<!tett))y", ("{}y", "{}a", "{}e"), "pl"),
    (r"([а-яё]+)енный", ("{}ен", "{}ена", "{}ено"), "ru"),
    (r"([а-яіїє]*(?:[аіи]н|чин|тив|діюч|ен))ий", ("{}ий", "{}а", "{}е"), "uk"),
    (r"([a-zěščřžýáíéúůň]+[nt])ý", ("{}ý", "{}á"), "cs sk"),
)
"""What a word in one gender shows of its others."""


def test_no_word_means_two_statuses() -> None:
    assert [(status, word) for status, word in listed() if status_of(word) != status] == []


@given(st.text(string.punctuation + "–—†*¹² ", max_size=4))
def test_signs_alone_say_nothing(text: str) -> None:
    assert status_of(text) is None


@pytest.mark.parametrize(("form", "genders", "languages"), GENDERS)
def test_a_word_in_one_gender_is_known_in_the_others(form: str, genders: tuple[str, ...], languages: str) -> None:
    found = [(status, match[1]) for status, word in listed() if (match := re.fullmatch(form, word))]
    assert len(found) >= 2, languages
    lost = [each.format(stem) for status, stem in found for each in genders if status_of(each.format(stem)) != status]
    assert lost == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (
            "active",
            "正常;vigente;vigentes;aktivní;gültig;чинна;чинний;действующее;gällande;gyldig;obowiązujące;có hiệu lực",
        ),
        ("ended", "Left;розірвана;Wygasła;AVSLUTAD;caducada;scaduta;résiliée;istekla;päättynyt;失効;đã hết hạn"),
        ("dormant", "Sin actividad;Vilande;hvilende;недействующая;nieaktywna"),
        ("suspended", "jäädytetty;zawieszona;suspenderad;призупинена"),
        ("planned", "planerad;planlagt;запланирована;plánovaná"),
        ("proposed", "föreslagen;запропонована;proponowana"),
    ],
)
def test_words_of_registers(status: str, words: str) -> None:
    assert [word for word in words.split(";") if status_of(word) != status] == []


def test_a_word_of_members_and_of_plans_means_no_status() -> None:
    """Who has withdrawn was a member; a plan that is withdrawn never held."""
    assert status_of("Withdrawn") is None


def test_words_that_only_sound_alike_are_two() -> None:
    assert [status_of(word) for word in ("终止", "中止", "停滞", "停止")] == [
        "ended",
        "suspended",
        "dormant",
        "suspended",
    ]


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Active (Y/N)", "Y", "N"), ("Noch aktiv?", "ja", "nein"), ("Toujours actif", "oui", "non"),
        ("Vigente", "Sí", "No"), ("Em vigor", "sim", "não"), ("Ancora attivo", "sì", "no"), ("Actief", "ja", "nee"),
        ("Czy aktywna", "tak", "nie"), ("Platná", "ano", "ne"), ("Действует", "да", "нет"), ("Чинна", "так", "ні"),
        ("Aktif mi", "evet", "hayır"), ("سارية", "نعم", "لا"), ("是否有效", "是", "否"), ("有効", "はい", "いいえ"),
        ("유효여부", "예", "아니오"), ("Fortfarande aktiv", "ja", "nej"),
    ],
)  # fmt: skip
def test_a_yes_under_a_question_is_its_status_and_a_no_is_open(tmp_path: Path, header: str, yes: str, no: str) -> None:
    """What is not active may be dormant or ended: the word goes to the notes, and the report has it."""
    assert (answer(yes), answer(no), status_asked(header)) == (True, False, "active")
    found = Imported(
        tmp_path, f"City,Country,Partner,Partner country,{header}\nLyon,FR,Graz,AT,{yes}\nLille,FR,Derby,GB,{no}\n"
    )
    assert [tie["status"] for tie in found.ties] == ["unknown", "active"]
    assert [(one.outcome, one.what) for one in found.report.remarks] == [("doubtful", no)]


@pytest.mark.parametrize("header", ["Nicht aktiv", "No longer valid?", "Aktiv oder beendet"])
def test_a_question_that_denies_or_asks_for_several_is_asked_about(tmp_path: Path, header: str) -> None:
    (question,) = questions(tmp_path, f"City,Country,Partner,Partner country,{header}\nLyon,FR,Graz,AT,ja\n")
    assert f"`{header}` has yes and no" in question.what


def test_a_header_for_the_status_asks_nothing(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,Partner,Partner country,Status\nLyon,FR,Graz,AT,ja\n")
    assert [tie["status"] for tie in found.ties] == ["unknown"]


CANCELLED = (
    "İptal",
    "annulé",
    "cancelado",
    "storniert",
    "zrušeno",
    "отменён",
    "取消",
    "annullato",
    "anulowana",
    "ملغى",
)


def test_a_word_for_cancelled_and_for_ended_is_read_by_the_dates_of_its_row(tmp_path: Path) -> None:
    rows = [f"Ulm,DE,Sibiu {number},{row}" for number, word in enumerate(CANCELLED)
            for row in (f"2005,{word} (2012)", f"1991,{word}", f",{word}")]  # fmt: skip
    rows = [
        row.replace("Sibiu", town) for row, town in zip(rows, ("Gdynia", "Brno", "Turku") * len(CANCELLED), strict=True)
    ]
    found = Imported(tmp_path, "\n".join(["City,Country,Partner town,Since,Status", *rows]) + "\n")
    told = {(*tie["ends"], tie["status"], tie.get("until")) for tie in found.ties}
    assert {(status, until) for *ends, status, until in told if "Gdynia" in str(ends)} == {("ended", "2012")}
    assert {(status, until) for *ends, status, until in told if "Gdynia" not in str(ends)} == {("unknown", None)}
    assert len(found.told("doubtful")) == 2 * len(CANCELLED)


def test_a_last_day_beside_such_a_word_decides_and_the_user_decides_first(tmp_path: Path) -> None:
    text = (
        "City,Country,Partner town,Since,Until,Status\nUlm,DE,Sibiu,1990,2001,cancelado\nUlm,DE,Brno,2002,,cancelado\n"
    )
    assert {tie["status"] for tie in Imported(tmp_path, text).ties} == {"ended", "unknown"}
    (tmp_path / "second").mkdir()
    said = Imported(tmp_path / "second", text.replace("1990,2001", "1990,"), statuses={"cancelado": "cancelled"})
    assert {tie["status"] for tie in said.ties} == {"cancelled"}


@pytest.mark.parametrize(
    ("active", "suspended", "ended", "planned", "proposed"),
    [
        ("सक्रिय", "निलंबित", "समाप्त", "नियोजित", "प्रस्तावित"),
        ("ดำเนินการอยู่", "ระงับชั่วคราว", "สิ้นสุดแล้ว", "อยู่ระหว่างเตรียมการ", "อยู่ระหว่างการเจรจา"),
        ("فعال", "تعلیق شده", "پایان یافته", "برنامه‌ریزی شده", "پیشنهادی"),
        ("აქტიური", "შეჩერებულია", "დასრულებულია", "დაგეგმილია", "შემოთავაზებული"),
        ("đang hoạt động", "tạm dừng", "đã kết thúc", "dự kiến", "đề xuất"),
        ("masih aktif", "dibekukan", "telah berakhir", "direncanakan", "diusulkan"),
    ],
)
def test_the_words_of_more_languages(active: str, suspended: str, ended: str, planned: str, proposed: str) -> None:
    said = [status_of(word) for word in (active, suspended, ended, planned, proposed)]
    assert said == ["active", "suspended", "ended", "planned", "proposed"]


@pytest.mark.parametrize(
    ("word", "status"),
    [("caducou", "ended"), ("expirou em 2010", "ended"), ("caducó", "ended"), ("scadde", "ended"),
     ("現在交流休止", "dormant"), ("現在は交流休止", "dormant"), ("目前暂停", "suspended"), ("目前已终止", "ended")],
)  # fmt: skip
def test_a_past_tense_and_a_word_of_time_without_a_space_say_how_it_stands(word: str, status: str) -> None:
    phrase = status_phrase(word)
    assert phrase is not None
    assert phrase.status == status
