"""A title that tells of ties, above or below the header, in a language that citygraph knows or not."""

from pathlib import Path

import pytest

from imported import Imported, options, questions

BELOW = [
    ("Miasto,Państwo,Rok", ",Miasta partnerskie: Kraków,", "Kraków"),
    ("Nr,Stadt,Land", ",Partnerstädte der Stadt Bonn,", "Bonn"),
    ("Ville,Pays,Année", "Jumelages de la ville de Tours,,", "Tours"),
    ("City,Country,Year", "Sister Cities of Denver,,", "Denver"),
    ("都市,国,年", "札幌市の姉妹都市,,", "札幌市"),
    ("Πόλη,Χώρα,Έτος", "ΔΗΜΟΣ ΠΑΤΡΕΩΝ – ΔΙΕΘΝΕΙΣ ΣΧΕΣΕΙΣ,,", ""),
]


@pytest.mark.parametrize(("header", "title", "owner"), BELOW)
def test_a_title_below_the_header_is_no_row(header: str, title: str, owner: str, tmp_path: Path) -> None:
    rows = "Bordeaux,France,1993\nLeipzig,Germany,1973\nOxford,UK,1980\n"
    rows = rows if not header.startswith("Nr") else "1,Bordeaux,France\n2,Leipzig,Germany\n3,Oxford,UK\n"
    read = Imported(tmp_path, f"{header}\n{title}\n{rows}")
    assert [what for _, what, _ in read.told("left out")] == [title.strip(",")]
    assert sorted(read.cities) == sorted(filter(None, ["Bordeaux", "Leipzig", "Oxford", owner]))
    assert len(read.ties) == (3 if owner else 0)


@pytest.mark.parametrize("lone", ["Berlin", "New York", "Free City of Danzig"])
def test_a_name_alone_below_the_header_is_refused(lone: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Country,Year\n{lone},,\nUlm,Germany,1990\nBonn,Germany,1991\n")
    assert [what for _, what, _ in found.told("refused")] == [lone]


@pytest.mark.parametrize(
    ("header", "twins", "other"),
    [
        ("Miasto,Rodzaj,Państwo", "bliźniacze", "partnerskie"),
        ("Πόλη,Είδος,Χώρα", "Αδελφοποίηση", "Πρωτόκολλο συνεργασίας"),
        ("City,Type,Country", "Sister City", "Friendship City"),
        ("Stadt,Art,Land", "Städtepartnerschaft", "Projekt"),
        ("Stad,Typ,Land", "Vänort", "Projekt"),
    ],
)
def test_words_for_twinning_in_a_column_ask_whose_the_partners_are(
    header: str, twins: str, other: str, tmp_path: Path
) -> None:
    column = header.partition(",")[0]
    rows = f"Lyon,{twins},France\nTurin,{twins},Italy\nOulu,{other},Finland\nBrno,{other},Czechia\n"
    first = options(questions(tmp_path, f"{header}\n{rows}")[0])[0].replace("'", "")
    assert first == f"--set from.name=NAME --map to.name={column}"


@pytest.mark.parametrize(
    ("title", "owner"),
    [
        ("บ้านพี่เมืองน้องของกรุงเทพมหานคร", "กรุงเทพมหานคร"),
        ("เมืองพี่เมืองน้องของเชียงใหม่", "เชียงใหม่"),
        ("Danh sách địa phương kết nghĩa với TP. Đà Nẵng", "Đà Nẵng"),
        ("Sister cities of Delhi", "Delhi"),
    ],
)
def test_the_partners_of_one_place_are_the_first_reading(title: str, owner: str, tmp_path: Path) -> None:
    rows = "Oakland,USA,Abc\nKawasaki,Japan,Abc\nDaegu,South Korea,Def\nSakai,Japan,Def\n"
    found = options(questions(tmp_path, f"{title},,\nQqq,Www,Zzz\n{rows}")[0])
    assert owner in found[0]
    assert found[0].endswith("--map to.name=Qqq")
    assert not any("Zzz" in option for option in found)


def test_dates_of_thailand_in_words_are_read_by_their_calendar(tmp_path: Path) -> None:
    header = "เมือง,เมืองพี่เมืองน้อง,วันที่ลงนาม,สถานะ"
    text = f"{header}\nกรุงเทพมหานคร,ปักกิ่ง,19 กุมภาพันธ์ 2505,มีผล\nกรุงเทพมหานคร,มอสโก,7 มิ.ย. 2542,ระงับชั่วคราว\n"
    assert options(questions(tmp_path, text)[0])[0] == "--calendar buddhist"
    found = Imported(tmp_path, text, calendar="buddhist")
    assert [(tie["agreement"]["signed"], tie["status"]) for tie in found.ties] == [
        ("1962-02-19", "active"), ("1999-06-07", "suspended"),
    ]  # fmt: skip


LISTS = [
    "Tampereen ystävyyskaupungit", "Partnerstädte von Ulm", "Miasta partnerskie Gdyni", "Örebros vänorter:",
    "Szeged testvérvárosai", "Города-побратимы Казани", "札幌市の姉妹都市",
]  # fmt: skip


@pytest.mark.parametrize("title", LISTS)
def test_a_title_above_a_list_is_offered_as_a_title(title: str, tmp_path: Path) -> None:
    text = f"{title}\n\nBergen, Norway (1946)\nBrasov, Romania (1969?)\nLinz, Austria\n"
    (question,) = questions(tmp_path, text, "list.txt")
    assert [reading.says for reading in question.readings] == ["it is a title", "it is the header"]
    said = {"constants": ["from.name=Oulu"], "pairs": ["to.name=1"]}
    found = Imported(tmp_path, text, "list.txt", no_header=True, kind="sister-city", **said)
    assert [what for _, what, _ in found.told("left out")] == [title]
    assert found.cities["Brasov"] == "RO"
    assert [tie.get("notes", "").rpartition(": ")[2] for tie in found.ties] == ["1946", "1969?", ""]


def test_the_owner_in_the_title_of_a_list_is_offered(tmp_path: Path) -> None:
    text = "Sister Cities of Denver\n\nBrest, France (1948)\nTakayama, Japan\nNairobi, Kenya\n"
    (question,) = questions(tmp_path, text, "list.txt", no_header=True)
    assert options(question)[0] == "--no-header --set from.name=Denver --set from.country=US --map to.name=1"


def test_a_list_that_begins_with_a_name_has_no_title(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "Bergen, Norja (1946)\nBrasov, Romania (1969)\nOulu, Suomi\n", "list.txt")
    assert [reading.option for reading in question.readings] == ["--header-row 1", "--no-header"]


@pytest.mark.parametrize(("title", "file", "rows"), [
    ("Twin towns of Denver", "oslo-partners.csv", ""),  # the name of the file has another town
    ("Twin towns of Denver", "list.csv", "Denver,US,1990\n"),  # the list has it itself
    ("Twin towns of Denver – Oslo", "list.csv", ""),
    ("Twin towns of Newtownville", "list.csv", ""),  # GeoNames has no such town
    ("Towns of Denver and elsewhere: twin towns", "list.csv", ""),
])  # fmt: skip
def test_whose_partners_it_is_stays_open_unless_the_title_is_clear(
    title: str, file: str, rows: str, tmp_path: Path
) -> None:
    text = f"{title},,\nCity,Country,Since\nLyon,France,1968\nLeeds,UK,1970\n{rows}"
    (question,) = questions(tmp_path, text, file)
    assert "--set from.name=NAME --map to.name=City" in options(question)


def test_the_title_says_whose_partners_a_column_has(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Partnerstädte von Bonn,,\nPartnerstadt,Land,Amt\nOxford,UK,Amt 1\nBudafok,HU,Amt 2\n",
                     "bonn.csv", pairs=["notes=Amt"])  # fmt: skip
    assert found.pairs == {frozenset({"Bonn", "Oxford"}), frozenset({"Bonn", "Budafok"})}
    assert found.cities["Bonn"] == "DE"


def test_notes_come_from_further_columns_than_the_one_that_is_named(tmp_path: Path) -> None:
    text = "Stadt,Partnerstadt,Amt,Bemerkung\nBonn,Oxford,Amt 1,\nBonn,Budafok,Amt 2,ruht seit 2012\n"
    found = Imported(tmp_path, text, pairs=["notes=Amt"])
    assert {tie["ends"]: tie["status"] for tie in found.ties} == {
        ("Bonn", "Budafok"): "dormant",
        ("Bonn", "Oxford"): "unknown",
    }
