"""The encoding of a foreign file: right or asked, and never guessed in silence."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.country_names import rows
from citygraph.domain.errors import CityGraphError
from citygraph.imports import files
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.encodings import Guess, encoding_of
from citygraph.imports.files import decoded, encoding_in, lines_of
from citygraph.imports.garbled import lost_letters
from citygraph.imports.letters import LikelyNames
from conftest import citygraph, examples

TOWNS = {
    "cp1250": "Łódź Wałbrzych Rzeszów Częstochowa Plzeň Jihlava Břeclav Košice Győr Székesfehérvár Čakovec Žilina",
    "iso8859-2": "Łódź Wałbrzych Świdnica Bełchatów Częstochowa Kędzierzyn Poznań Toruń Gdańsk Leszno Żory Pułtusk",
    "cp1251": "Москва Волгоград Смоленск Тверь Псков Ярославль Казань Омск Пермь Самара Уфа Сочи",
    "koi8-r": "Москва Волгоград Смоленск Тверь Псков Ярославль Казань Омск Пермь Самара Уфа Сочи",
    "cp1252": "Besançon Münster Málaga Orléans Tübingen Göteborg Århus Würzburg Logroño Braganção Évry Köln",
    "mac-roman": "Besançon Nîmes Évry Sète Béziers Orléans Châlons Angoulême Périgueux Épinal Thônes Mâcon",
    "cp1253": "Αθήνα Πάτρα Λάρισα Βόλος Ιωάννινα Τρίκαλα Χαλκίδα Σέρρες Άργος Κομοτηνή Ξάνθη Δράμα",
    "cp1254": "İzmir Eskişehir Diyarbakır Muğla Şanlıurfa Kütahya Çorum Iğdır Tekirdağ Ağrı Nevşehir Uşak",
    "cp1257": "Šiauliai Panevėžys Kėdainiai Rīga Jūrmala Liepāja Daugavpils Rēzekne Tukums Ogrē Mažeikiai Biržai",
    "gb18030": "南京 名古屋 西安 奈良 上海 横滨 天津 神户 广州 杭州 武汉 成都",
    "big5": "臺北 東京 高雄 釜山 臺中 名古屋 臺南 新竹 基隆 嘉義 屏東 花蓮",
    "shift_jis": "札幌 広島 仙台 長崎 ポートランド ホノルル 金沢 京都 神戸 大阪 さいたま つくば",
    "euc-kr": "부산 광주 대전 인천 수원 청주 전주 포항 창원 후쿠오카 센다이 삿포로",
}
NAMES = sorted({name for row in rows("country_names.csv") for name in row["names"].split(";") if name})


def guess(data: bytes) -> Guess:
    return encoding_of("list.csv", lambda: [data])


def written(data: bytes, folder: Path) -> Path:
    (folder / "list.csv").write_bytes(data)
    return folder / "list.csv"


@examples(60)
@given(st.sampled_from(sorted(TOWNS)), st.data())
def test_a_table_of_names_is_read_right_or_asked_about(encoding: str, data: st.DataObject) -> None:
    towns = data.draw(st.lists(st.sampled_from(TOWNS[encoding].split()), min_size=2, unique=True))
    text = "city,since\r\n" + "".join(f"{town},1990\r\n" for town in towns)
    question, found = None, None
    try:
        found = guess(text.encode(encoding))
    except OpenQuestions as asked:
        (question,) = asked.questions
    if found:
        assert text.encode(encoding).decode(found.encoding) == text
        if not text.isascii():
            assert set(found.samples) <= set(towns)
            assert [text.splitlines()[line - 1].split(",")[0] for line in found.line_numbers] == list(found.samples)
    if question:
        assert len(towns) < 6
        assert len({reading.samples for reading in question.readings}) == len(question.readings) > 1
        assert all(reading.samples for reading in question.readings)


@pytest.mark.parametrize("encoding", sorted(TOWNS))
def test_twelve_names_are_enough(encoding: str) -> None:
    text = "city\n" + TOWNS[encoding].replace(" ", "\n")
    assert text.encode(encoding).decode(guess(text.encode(encoding)).encoding) == text


@examples(40)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff")),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_unicode_is_never_a_guess(text: str, encoding: str) -> None:
    text = "a" + text.replace("\x1b", "")
    with TemporaryDirectory() as scratch:
        file = written(text.encode(encoding), Path(scratch))
        found = encoding_in(file)
        assert found.samples == ()
        assert decoded(file) == text
        assert "".join(lines_of(file, found.encoding)) == text


@examples(30)
@given(
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=8),
    st.integers(0),
    st.sampled_from(["Liège", "Köln", "Malmö"]),
)
def test_a_line_in_another_encoding_is_named(names: list[str], at: int, pasted: str) -> None:
    names = ["Łódź", "Plzeň", *names]
    lines = [name.encode() for name in names]
    at %= len(lines) + 1
    lines.insert(at, pasted.encode("cp1252"))
    with pytest.raises(
        CityGraphError, match=rf"^list\.csv:{at + 1}: this line is not UTF-8, and the rest of the file is"
    ):
        guess(b"\n".join(lines))


def test_several_such_lines_are_named_together() -> None:
    with pytest.raises(CityGraphError, match=r"^list\.csv:2: the lines 2, 4 are not UTF-8"):
        guess("Łódź\n".encode() + b"Li\xe8ge\n" + "Plzeň\n".encode() + b"K\xf6ln\n")


def test_near_readings_are_shown_side_by_side(tmp_path: Path) -> None:
    file = written("city\nFarsø\n".encode("cp1252"), tmp_path)
    with pytest.raises(OpenQuestions) as asked:
        encoding_in(file)
    (question,) = asked.value.questions
    assert question.texts == ("line 2",)
    readings = {reading.option: (reading.says, reading.samples) for reading in question.readings}
    assert readings["--encoding windows-1252"] == ("Windows-1252", ("Farsø",))
    assert readings["--encoding windows-1257"] == ("Windows-1257", ("Farsų",))
    ran = citygraph("import", "table", file, "--into", tmp_path / "graph")
    assert (ran.code, (tmp_path / "graph").exists()) == (2, False)
    assert "--encoding windows-1257" in ran.err


@pytest.mark.parametrize(
    ("data", "named", "says"),
    [
        ("Łódź\nGyőr\n".encode(), "cp1252", "list.csv: this is UTF-8, and not cp1252; leave --encoding out"),
        ("A\nŁódź\n".encode("cp1250"), "ascii", "list.csv:2: this is not ascii"),
        ("A\nB\nŁódź\n".encode("cp1250"), "utf-8", "list.csv:3: this is not utf-8"),
        (b"A\n", "nope", "there is no encoding `nope`"),
        (b"A\n", "base64", "there is no encoding `base64`"),
    ],
)
def test_a_wrong_encoding_is_told(data: bytes, named: str, says: str, tmp_path: Path) -> None:
    file = written(data, tmp_path)
    for read in (lambda: decoded(file, named), lambda: list(lines_of(file, encoding_in(file, named).encoding))):
        with pytest.raises(CityGraphError) as error:
            read()
        assert str(error.value).replace(f"{tmp_path}/", "").replace("; --encoding names another", "") == says


def test_rare_letters_far_down_count(tmp_path: Path) -> None:
    """ISO 8859-15 has œ where Windows-1252 has ½."""
    text = "city\n" + "Orléans\n" * 3000 + "Sœurdres\nJœuf\nTresbœuf\n"
    assert text.encode("iso8859-15").decode(guess(text.encode("iso8859-15")).encoding) == text
    with pytest.raises((CityGraphError, OpenQuestions)):
        guess(("city\n" + "東京\n" * 3000).encode("shift_jis") + b"\x81\xff\x8f\x90\n")


def test_characters_across_blocks_and_any_line_ends(tmp_path: Path) -> None:
    text = 'x부산,광주\r대전,"인천\n인천"\r\n' * 60_000
    file = written(text.encode("euc-kr"), tmp_path)
    assert encoding_in(file).encoding == "cp949"
    assert "".join(lines_of(file, "cp949")) == text
    assert next(iter(csv.reader(lines_of(file, "cp949")))) == ["x부산", "광주"]


def test_lines_are_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    blocks = files.blocks
    monkeypatch.setattr(files, "blocks", lambda file: (read.append(len(block)) or block for block in blocks(file)))
    file = written(b"a,b\n" * 2_000_000, tmp_path)
    next(lines_of(file, "utf-8"))
    assert sum(read) <= 2 << 20


@examples(60)
@given(st.sampled_from(NAMES), st.booleans())
def test_whole_names_are_never_called_lost(name: str, loud: bool) -> None:
    assert lost_letters(name.upper() if loud else name) == ""


@examples(40)
@given(st.sampled_from([name for name in NAMES if len(name.encode()) > len(name) + 2]))
def test_utf8_that_was_read_as_another_encoding_is_told_and_repaired(name: str) -> None:
    garbled = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in name.encode())
    assert lost_letters(garbled) == f"UTF-8 was read as Windows-1252; it was {name}"


@pytest.mark.parametrize("text", ["M?nchen", "?ód?", "?????? ????", "M\ufffdnchen", "MГјnchen?ó"])
def test_lost_letters_are_told(text: str) -> None:
    assert "letters are lost" in lost_letters(text)


@pytest.mark.parametrize("text", ["Paris?", "?", "??", "https://x.example/?a=b", "Na-ch’ü", "МІТІЛІНІ", "Who? Me"])
def test_other_marks_are_no_lost_letters(text: str) -> None:
    assert lost_letters(text) == ""


def test_the_length_of_a_word_that_is_none_changes_nothing() -> None:
    short, long = (LikelyNames(set()).costs(["x" * number + "é" + "y" * number])[0] for number in (200, 3000))
    assert short == long
