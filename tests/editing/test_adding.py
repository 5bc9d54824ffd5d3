"""Laws and examples of `add`: what is given is loaded exactly so, and everything else stays, to the byte."""

import codecs
import hashlib
import os
import pty
import random
import select
import signal
import subprocess
import sys
import time

import pytest
import yaml
from hypothesis import event, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from citygraph.cli.app import app
from citygraph.domain.model import Choice, Coordinates, CountryCode, DateText, Free, Language, MapOf, Ref, Status, Url
from citygraph.domain.terms import STATED
from citygraph.editing.adding import add_record
from citygraph.editing.draft import drafting
from citygraph.editing.fields import ADDED, POSTS, fields_of
from citygraph.editing.given import Given
from conftest import SEED, citygraph, environment, examples, with_signals, without_rights_of_root
from worlds import Loaded, files, told_worlds

TIE = "sister-city.iznik.jingdezhen"
WORDS = st.sampled_from(
    ["Osh", "奥什", 'the "Silk" Road', "a, b", "no", "010", "null", "~", "- x", "{", "#", "x: y", "a=b"]
)


def texts(holds):
    """Texts that can be given for a value, each with what it is when it is loaded."""
    match holds:
        case DateText():
            return st.sampled_from(["2019", "2020-02", "2021-03-04", "2021?"]).map(lambda text: (text, text))
        case Status():
            return st.sampled_from(STATED).map(lambda text: (text, text))
        case Ref(types):
            ids = {"city": ["c0", "c1"], "official": ["o"], "source": ["s", "t"]}
            return st.sampled_from([id for type in types for id in ids.get(type, ())]).map(lambda one: (one, one))
        case CountryCode():
            return st.sampled_from([("TR", "TR"), ("Türkiye", "TR"), ("kyrgyzstan", "KG")])
        case Coordinates():
            return st.sampled_from([("40.5,-72", [40.5, -72.0]), ("-1 0.25", [-1.0, 0.25])])
        case Language():
            return st.sampled_from(["zh", "sr-Latn"]).map(lambda text: (text, text))
        case Url():
            return st.just(("https://e.org/x",) * 2)
        case Choice(values):
            return st.sampled_from(values).map(lambda text: (text, text))
        case MapOf(key, value):
            pairs = st.tuples(texts(key).filter(lambda one: "=" not in one[0]), texts(value))
            return pairs.map(lambda pair: (f"{pair[0][0]}={pair[1][0]}", {pair[0][1]: pair[1][1]}))
    return WORDS.map(lambda text: (text, text))


NOT_DRAWN = ("kind", "between", "from", "to", "follows", "figure")
"""A random world need not have a tie that the new one could follow. A figure has the source of its record:
``test_given_evidence`` adds some."""


@st.composite
def wanted(draw):
    """A record of any type, as it is given, and what it is when it is loaded."""
    type = draw(st.sampled_from(ADDED))
    fields = {option: one for option, one in fields_of(type).items() if option not in NOT_DRAWN}
    values, record = {}, {}
    for option in draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=5)):
        one = fields[option]
        if one.path[0] == POSTS and not values.keys() & {"of"}:
            values["of"] = ["c0"]
            record.setdefault(POSTS, {})["of"] = "c0"
        several = draw(st.lists(texts(one.holds), min_size=1, max_size=2 if one.several else 1, unique_by=str))
        values[option] = [text for text, _ in several]
        here = record
        for step in one.path[:-1]:
            here = here.setdefault(step, {})
        means = [meaning for _, meaning in several]
        if isinstance(one.holds, MapOf):
            here[one.path[-1]] = {key: value for each in means for key, value in each.items()}
        else:
            here[one.path[-1]] = means if one.several else means[0]
    if type == "tie":
        values |= {"kind": ["friendship-city"], "between": ["c1", "c0"]}
    name = "" if type == "tie" else draw(st.sampled_from(["New", "Ünye", "x: y"]))
    if type == "source" and "title" in values:
        name = ""
    quote = draw(st.sampled_from(["", "its words: these"])) if type != "source" else ""
    source = "s" if quote or type == "tie" else ""
    return Given(type, name, values, id="new-one", source=source, quote=quote), record


@examples(40)
@given(told_worlds(), st.integers(0, 9), wanted())
def test_what_is_given_is_loaded_and_all_else_stays(tmp_path_factory, text, seed, wanted):
    folder, (given, record) = tmp_path_factory.mktemp("world"), wanted
    for name, held in files(yaml.safe_load(text), random.Random(seed) if seed else None).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(held)
    before = loaded(folder)
    held = {path: path.read_text() for path in folder.rglob("*.y*ml")}
    with drafting(folder, cache=False) as draft:
        add_record(draft, given)
        if draft.findings().errors:  # the command would refuse it
            event("refused")
            return
        draft.write()
    after = loaded(folder)
    posts = [after.pop(key) for key in after.keys() - before.keys() if key[0] == "tie" and given.type == "official"]
    new = after.pop((given.type, "new-one"))
    assert after == before
    if posts:
        assert expected(record.pop(POSTS)).items() <= expected(posts[0]).items()
        new["evidence"] = posts[0].get("evidence")
    assert expected(record).items() <= expected(new).items()
    if given.source:
        assert new["evidence"] == [{"source": "s", "quote": given.quote or None, "by": None}]
    for path, old in held.items():
        assert is_part(old, path.read_text())


def loaded(folder):
    return {(one.type, one.id): dict(one.data) for one in Loaded(folder).records}


def expected(record):
    """A record with the ends of posts called alike."""
    return {"of" if key == "to" else key: value for key, value in record.items()}


def is_part(short, long):
    """True if a text is another one with one piece put in."""
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), min(len(short), len(long)))
    end = len(short) - start
    return len(short) <= len(long) and short[start:] == long[len(long) - end :]


def test_each_key_of_a_record_can_be_given():
    assert {"since", "signed", "signed-by", "tie-title", "subject", "follows"} <= fields_of("tie").keys()
    assert {"name", "alias", "identifier", "coordinates", "part-of"} <= fields_of("city").keys()
    assert {"post", "of", "since", "until", "seen", "status"} <= fields_of("official").keys()
    assert {"author", "passage", "archive-url", "licence"} <= fields_of("source").keys()
    for type in ADDED:
        assert not fields_of(type).keys() & {"source", "quote", "by", "id", "file", "graph", "anyway"}
        assert isinstance(fields_of(type)["notes"].holds, Free)


@pytest.fixture
def world(tmp_path):
    for path in SEED.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def bytes_of(world):
    return {path.name: path.read_bytes() for path in world.rglob("*") if path.is_file()}


def added(world, *words):
    ran = citygraph("add", *words, "--graph", world)
    assert ran.code == 0, ran.out + ran.err
    return ran


def refused(world, code, *words):
    before = bytes_of(world)
    ran = citygraph("add", *words, "--graph", world)
    assert ran.code == code, ran.out + ran.err
    assert bytes_of(world) == before
    return ran


VISIT = ("tie", "--kind", "友好城市", "--between", "Iznik", "Троян", "--since", "2024")


def test_a_tie_with_a_new_source_and_then_more_evidence_for_it(world):
    before = bytes_of(world)
    new = ("--source", "https://example.org/a/", "--title", "Two: sisters", "--published", "2024-05")
    ran = added(world, *VISIT, *new, "--quote", "they are sisters now")
    assert ran.out == ""
    assert "`friendship-city.iznik.troyan` and `two-sisters` are added: sources.yaml, ties.yaml" in ran.err
    assert (world / "ties.yaml").read_text() == before["ties.yaml"].decode() + (
        "\n  - kind: friendship-city\n    between: [iznik, troyan]\n    since: 2024\n"
        "    source: two-sisters\n    quote: they are sisters now\n"
    )
    assert (world / "sources.yaml").read_text() == before["sources.yaml"].decode() + (
        '\n  two-sisters: {title: "Two: sisters", published: 2024-05, url: https://example.org/a/}\n'
    )
    ran = added(world, *VISIT, "--source", "http://www.example.org/a#top", "--quote", "they are sisters now")
    assert "nothing is new of `friendship-city.iznik.troyan`: it is there already" in ran.err
    ran = added(world, *VISIT, "--source", "article", "--status", "active")
    assert "`friendship-city.iznik.troyan` is there already, and gets status, evidence" in ran.err
    assert (
        (world / "ties.yaml")
        .read_text()
        .endswith(
            "    since: 2024\n    status: active\n    source: two-sisters\n    quote: they are sisters now\n"
            "    evidence:\n      - {source: article}\n"
        )
    )


VISIT = ("tie", "--kind", "friendship-city", "--between", "Iznik", "Troyan", "--since", "2024")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "2020"), ["since: 2021 (there) or 2020 (yours)", f"citygraph edit {TIE}", f"--id {TIE}.2"]),
        (("--status", "ended"), ["status: active (there) or ended (yours)", f"citygraph status {TIE} ended --on DATE"]),
    ],
)
def test_what_contradicts_is_refused_with_the_ways_out(world, words, said):
    ran = refused(world, 1, "tie", "--kind", "sister-city", "--between", "iznik", "jingdezhen", *words)
    assert all(one in ran.err for one in said)


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (2, ("tie",), "this is missing: --kind, --between A B, or --from A --to B"),
        (2, ("city",), "this is missing: NAME"),
        (2, ("official", "Governor", "--post", "Governor"), "this is missing: --of"),
        (2, ("tie", "--kind", "delegation", "--between", "Iznik", "Osh"), "has a direction: give --from and --to"),
        (2, ("tie", "--kind", "qqqqqqq", "--between", "Iznik", "Osh"), "citygraph kinds"),
        (2, (*VISIT, "--signed", "19.10.2021"), "--signed: `19.10.2021` is not a date; write `2021-10-19`"),
        (2, (*VISIT, "--source", "https://example.org/b"), "needs its title: --title"),
        (2, (*VISIT, "--quote", "words"), "words need their source"),
        (2, ("city", "Ünye", "--country", "Turkye"), "there is no country `Turkye`"),
        (2, ("city", "Ünye", "--coordinates", "41,1 37,3"), "with decimal points"),
        (2, ("city", "Ünye", "--name", "Ünye"), "has no `=`"),
        (2, ("city", "Ünye", "--file", "../out.yaml"), "is outside of"),
        (2, ("city", "Ünye", "--file", "out.txt"), "is no file that citygraph reads"),
        (2, ("source", "minutes.pdf"), "there is no file minutes.pdf"),
        (1, ("tie", "--kind", "sister-city", "--between", "Iznik", "Jindezhen"), "citygraph add city Jindezhen"),
        (1, ("tie", "--kind", "exchange", "--between", "Iznik", "Tel Aviv"), "citygraph add city 'Tel Aviv'"),
        (1, ("tie", "--kind", "exchange", "--between", "Iznik", "Japan"), "citygraph add country Japan"),
        (1, (*VISIT, "--source", "artcle"), "a new source is a web address or a file"),
        (1, VISIT, "--anyway writes it"),
        (1, ("city", "Ünye"), "missing-country"),
        (1, ("city", "Osh"), "--id osh-2"),
        (1, ("official", "Chen Kelong", "--post", "Governor", "--of", "jiangxi"), "--id chen-kelong"),
    ],
)
def test_what_is_wrong_or_open_is_refused(world, code, words, said):
    before = bytes_of(world)
    ran = CliRunner().invoke(app, ["add", *words, "--graph", str(world)])
    assert ran.exit_code == code, ran.output
    assert said in ran.output
    assert bytes_of(world) == before


def test_a_name_may_be_given_as_an_option(world):
    ran = citygraph("add", "city", "--name", "Lille", "--name", "zh=里尔", "--country", "FR", "--graph", world)
    assert ran.code == 0
    assert "lille:\n    name: Lille\n    names: {zh: 里尔}\n    country: FR" in (world / "cities.yaml").read_text()


def test_a_namesake_elsewhere_is_another_city_with_the_country_in_its_id(world):
    assert "`osh-us` is added" in added(world, "city", "Osh", "--country", "US").err
    assert "`osh` is there already, and gets aliases" in added(world, "city", "Ош", "--id", "osh", "--alias", "Oş").err
    assert "the id `osh` is taken" in refused(world, 2, "event", "Osh", "--id", "osh").err


def test_a_post_of_an_official_who_is_there(world):
    mayor = ("official", "Chen Kelong", "--post", "Mayor", "--of", "Jingdezhen")
    added(world, *mayor, "--source", "geonames")
    added(world, "official", "Chen Kelong", "--id", "chen-kelong", "--post", "Member", "--of", "jiangxi",
          "--seen", "2025", "--source", "article")  # fmt: skip
    posts = yaml.safe_load((world / "officials.yaml").read_text())["officials"]["chen-kelong"]["posts"]
    assert posts[0]["evidence"] == [{"source": "geonames"}]
    assert posts[1] == {"title": "Member", "of": "jiangxi", "seen": 2025, "source": "article"}


def test_a_file_as_a_source_is_known_by_its_digest(world, tmp_path_factory):
    paper = tmp_path_factory.mktemp("papers") / "the minutes.pdf"
    paper.write_bytes(b"signed")
    added(world, *VISIT, "--source", str(paper), "--title", "Minutes")
    source = yaml.safe_load((world / "sources.yaml").read_text())["sources"]["minutes"]
    digest = f"sha256:{hashlib.sha256(b'signed').hexdigest()}"
    assert source == {"title": "Minutes", "files": {"the minutes.pdf": digest}}
    moved = paper.rename(paper.with_name("other.pdf"))
    assert "nothing is new" in added(world, *VISIT, "--source", str(moved)).err


def test_a_table_gets_a_row_if_the_like_stand_there_and_it_has_the_columns(tmp_path):
    (tmp_path / "cities.csv").write_text("id,name,country\r\na,A,GB\r\nb,B,FR\r\n", newline="")
    (tmp_path / "ties.csv").write_text("kind,between,since,source\nsister-city,a; b,1987,s\n")
    (tmp_path / "s.yaml").write_text("sources:\n  s: {title: S}\n")
    added(tmp_path, "city", "C", "--country", "GB")
    assert (tmp_path / "cities.csv").read_bytes().endswith(b"b,B,FR\r\nc,C,GB\r\n")
    added(tmp_path, "tie", "--kind", "sister-city", "--between", "C", "A", "--since", "2001", "--source", "s")
    assert (tmp_path / "ties.csv").read_text().endswith("a; b,1987,s\nsister-city,c; a,2001,s\n")
    added(tmp_path, "tie", "--kind", "exchange", "--between", "C", "A", "--subject", "art", "--source", "s")
    assert yaml.safe_load((tmp_path / "ties.yaml").read_text())["ties"][0]["subject"] == ["art"]


def test_no_record_is_put_where_the_next_import_would_take_it_out(tmp_path):
    partners = tmp_path / "partners.csv"
    partners.write_text("city,country,partner,partner country\nIznik,TR,Troyan,BG\n")
    graph = tmp_path / "graph"
    assert citygraph("import", partners, "--into", graph, "--kind", "sister-city").code == 0
    added(graph, "city", "Ünye", "--country", "TR")
    assert (graph / "cities.yaml").is_file()
    assert citygraph("import", partners, "--into", graph, "--kind", "sister-city").code == 0
    assert "Ünye" in citygraph("find", "unye", "--graph", graph).out


def test_a_file_that_must_not_change_is_named(world):
    (world / "cities.yaml").chmod(0o444)
    ran = subprocess.run(
        [*without_rights_of_root(), sys.executable, "-m", "citygraph", "add", "city", "Ünye", "--country", "TR",
         "--graph", world], env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert f"{world / 'cities.yaml'}: this file is protected against writing" in ran.stderr


# ------------------------------------------------------------------ in a terminal


def talk(world, words, dialogue):
    """Run `add` in a terminal, answering each prompt when it is seen: the exit code and all that was seen."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*with_signals(signal.SIG_DFL), sys.executable, "-m", "citygraph", "add", *words, "--graph", world],
        stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
        env=environment(TERM="dumb", NO_COLOR="1", INPUTRC="/dev/null"),
        preexec_fn=take_terminal,
    )  # fmt: skip
    os.close(follower)
    seen, at = "", 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    for prompt, answer in [*dialogue, (None, "")]:
        while prompt is None or prompt not in seen[at:]:
            assert select.select([leader], [], [], 60)[0], f"no {prompt} in {seen}"
            try:
                chunk = decoder.decode(os.read(leader, 65536))  # a read may end within a letter
            except OSError:  # the other side has closed
                chunk = decoder.decode(b"", final=False)
                decoder.reset()
            if not chunk and not decoder.getstate()[0]:
                assert prompt is None, f"no {prompt} in {seen}"
                break
            seen += chunk.replace("\r\n", "\n")
        at = len(seen)
        time.sleep(0.02)  # readline sets the terminal once it has shown its prompt
        os.write(leader, answer.encode()) if answer else None
    os.close(leader)
    return process.wait(), seen


def take_terminal():
    """Make the terminal that of this process, so that Ctrl-C is sent to it."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_a_terminal_asks_field_by_field_completes_and_shows_the_record(world):
    code, seen = talk(world, ["tie"], [
        ("kind: ", "sister-c\t\n"), ("A: ", "Izn\t\n"), ("B: ", "Troyn\n"), ("B: ", "Troyan\n"),
        ("since: ", "2.5.2024\n"), ("since: ", "2024-05-02\n"), ("status: ", "\n"), ("source", "https://e.org/x\n"),
        ("title: ", "A title\n"), ("publisher: ", "\n"), ("published: ", "2024\n"), ("quote", "their words\n"),
        ("write it? [Y/n] ", "\n"),
    ])  # fmt: skip
    assert code == 0, seen
    assert "`sister-city` reads: A is a sister city of B" in seen
    assert "did you mean\n  troyan" in seen
    assert "write `2024-05-02`" in seen
    assert "  a-title: {title: A title, published: 2024, url: https://e.org/x}" in seen
    assert (
        (world / "ties.yaml")
        .read_text()
        .endswith("    between: [iznik, troyan]\n    since: 2024-05-02\n    source: a-title\n    quote: their words\n")
    )


def test_a_terminal_takes_a_title_as_a_new_source_and_asks_again_for_an_unknown_city(world):
    code, seen = talk(world, ["tie", "--kind", "exchange", "--between", "Iznik", "Troyn"], [
        ("B: ", "Troyan\n"), ("since: ", "2024\n"), ("status: ", "\n"),
        ("source", "A letter\n"), ("new one? [y/N] ", "\n"), ("source", "A letter\n"), ("new one? [y/N] ", "y\n"),
        ("publisher: ", "\n"), ("published: ", "2024\n"), ("quote", "\n"), ("write it? [Y/n] ", "\n"),
    ])  # fmt: skip
    assert code == 0, seen
    assert "did you mean\n  troyan" in seen
    assert "reads: A" not in seen, "the first one is known"
    assert "title: A letter, published: 2024" in (world / "sources.yaml").read_text()
    assert "between: [iznik, troyan]" in (world / "ties.yaml").read_text()


@pytest.mark.parametrize(("answer", "code"), [("\n", 1), ("y\n", 0)])
def test_a_terminal_asks_whether_to_write_what_check_would_warn_of(world, answer, code):
    before = bytes_of(world)
    ended, seen = talk(world, ["city", "Ünye"], [
        ("country: ", "\n"), ("id [unye]: ", "\n"), ("source", "\n"), ("write it anyway? [y/N] ", answer),
        *([("write it? [Y/n] ", "\n")] if code == 0 else []),
    ])  # fmt: skip
    assert (ended, "warning[missing-country]" in seen) == (code, True), seen
    assert (bytes_of(world) == before) == bool(code)


@pytest.mark.parametrize(
    ("last", "code"), [(("write it? [Y/n] ", "n\n"), 1), (("id [unye]: ", "\x04"), 1), (("id [unye]: ", "\x03"), 130)]
)
def test_a_no_the_end_and_ctrl_c_write_nothing(world, last, code):
    before = bytes_of(world)
    dialogue = [("country: ", "Türkiye\n"), ("id [unye]: ", "\n"), ("source", "\n"), ("write it? [Y/n] ", "")]
    at = next(n for n, (prompt, _) in enumerate(dialogue) if prompt == last[0])
    ended, seen = talk(world, ["city", "Ünye"], [*dialogue[:at], last])
    assert ended == code, seen
    assert "GeoNames has places of this name:\n  TR  Ünye, " in seen
    assert bytes_of(world) == before


def test_a_terminal_asks_nothing_if_nothing_is_missing_and_shows_what_it_writes(world):
    code, seen = talk(world, ["city", "Ünye", "--country", "TR"], [])
    assert (code, seen.replace("citygraph: `unye` is added: cities.yaml\n", "")) == (
        0, "cities.yaml:\n\n  unye: {name: Ünye, country: TR}\n",
    )  # fmt: skip
