"""Titles that say that someone no longer holds a post, or does not yet: such a post never reads like one in office."""

from pathlib import Path

import pytest

from imported import Imported


def post(title: str, folder: Path, status: str = "") -> Imported:
    rows = f"Ann Ode;{title};Linz;Austria;2013;{status}\nBo Ek;Mayor;Graz;Austria;2003;\n"
    return Imported(folder, f"Name;Post;City;Country;Since;Status\n{rows}", type="official")


def status_of(found: Imported, person: str) -> str:
    return next(tie.get("status", "unknown") for tie in found.ties if person in tie["ends"])


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Bürgermeister a. D.", "ended"),
        ("ehem. Vizebürgermeisterin", "ended"),
        ("designierter Bürgermeister", "planned"),
        ("ex-alcalde", "ended"),
        ("alcaldesa electa", "planned"),
        ("Former Deputy Mayor", "ended"),
        ("Mayor-elect", "planned"),
        ("Mayor (former)", "ended"),
        ("ancien maire", "ended"),
        ("były burmistrz", "ended"),
        ("бывший мэр", "ended"),
        ("экс-мэр", "ended"),
        ("前市長", "ended"),
        ("전 시장", "ended"),
    ],
)
def test_the_title_says_who_is_out_of_office_and_stays_as_it_is(title: str, status: str, tmp_path: Path) -> None:
    found = post(title, tmp_path)
    assert (status_of(found, "Ann Ode"), status_of(found, "Bo Ek")) == (status, "unknown")
    assert {tie["title"] for tie in found.ties} == {title, "Mayor"}
    assert [(what, f"`{status}`" in why) for _, what, why in found.told("read") if "title" in why] == [(title, True)]


@pytest.mark.parametrize(
    "title",
    ["Acting Mayor", "Ex officio member", "Commissioner for Former Towns", "Planned Development Commissioner",
     "Mayor of Stara Zagora", "Geschäftsführender Bürgermeister", "前田市長", "전라남도지사"],
)  # fmt: skip
def test_other_words_of_titles_say_nothing_of_the_sort(title: str, tmp_path: Path) -> None:
    assert status_of(post(title, tmp_path), "Ann Ode") == "unknown"


def test_a_row_that_says_otherwise_is_open(tmp_path: Path) -> None:
    found = post("former mayor", tmp_path, "active")
    assert status_of(found, "Ann Ode") == "unknown"
    assert any("its title is `former mayor`" in why for _, _, why in found.told("doubtful"))
