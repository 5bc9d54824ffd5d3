"""The cache: a snapshot is believed only as it was written, by its owner; and what leaves the cache is citygraph's."""

import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.flips import measured
from bench.kill import CASES, Point, Trial
from citygraph.store import cache as cache_module
from citygraph.store.cache import last_used
from citygraph.store.cache_folder import SIGNATURE, TAG, is_whole, may_be_believed, place_of
from citygraph.world import World
from conftest import ROOT, citygraph, examples, need

OSH = "cities:\n  osh: {name: Osh, country: KG}\n  iznik: {name: Iznik, country: TR}\n"
A_DAY = 86_400


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, that is not there yet."""
    monkeypatch.setenv("CITYGRAPH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def osh(tmp_path: Path, cache: Path) -> Path:
    """A small folder with a snapshot."""
    return written(tmp_path / "graph")


def written(folder: Path) -> Path:
    """A small folder, asked once."""
    folder.mkdir()
    (folder / "a.yaml").write_text(OSH)
    assert names(folder) == ["Iznik", "Osh"]
    return folder


def names(folder: Path) -> list[str]:
    """What the folder answers."""
    return sorted(str(node["name"]) for node in World(folder).view.nodes.values())


def remarks(folder: Path) -> list[str]:
    """What a person is told beside the right answer."""
    world = World(folder)
    assert world.name("osh") == "Osh"
    return world.remarks


@contextmanager
def limited_memory() -> Iterator[None]:
    """Whoever reads a file that has no end fails soon."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def snapshot_of(folder: Path) -> Path:
    """The snapshot of a folder."""
    (snapshot,) = place_of(folder).glob("*.sqlite")
    return snapshot


@pytest.fixture
def days_unused(monkeypatch: pytest.MonkeyPatch) -> dict[Path, float]:
    """For how many days each place was not used. The system lets nobody set the times by which citygraph knows."""
    days: dict[Path, float] = {}
    monkeypatch.setattr(cache_module, "last_used", lambda place: last_used(place) - days.get(place, 0) * A_DAY)
    return days


# ---------------------------------------------------------------- whole to the last bit


@examples(60)
@given(data=st.data())
def test_no_flipped_bit_is_believed(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        tmp_path = tmp_path_factory.mktemp("flips")
        patch.setenv("CITYGRAPH_CACHE", str(tmp_path / "cache"))
        folder = written(tmp_path / "graph")
        snapshot = snapshot_of(folder)
        assert is_whole(snapshot)
        held = bytearray(snapshot.read_bytes())
        bit = data.draw(st.integers(0, 8 * len(held) - 1) | st.integers(0, 8 * 100 - 1), label="bit")
        held[bit // 8] ^= 1 << bit % 8
        snapshot.write_bytes(held)
        assert not is_whole(snapshot)
        assert names(folder) == ["Iznik", "Osh"]
        assert snapshot_of(folder) != snapshot


def test_a_large_snapshot_is_read_as_a_whole_once_a_day_and_when_it_was_touched(
    osh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time_machine

    looks: list[Path] = []

    def look(path: Path, copy: Path | None = None) -> bool:
        looks.append(path)
        return is_whole(path, copy)

    monkeypatch.setattr("citygraph.store.cache_folder.is_whole", look)
    monkeypatch.setattr("citygraph.store.cache_folder._ALWAYS_READ", 0)
    monkeypatch.setattr("citygraph.store.cache_folder.GRANULARITY", 0)
    monkeypatch.setattr("time.monotonic_ns", lambda: 30 * A_DAY * 10**9)
    snapshot = snapshot_of(osh)
    snapshot.touch()
    time.sleep(0.02)  # the clock of the file system ticks
    assert [may_be_believed(snapshot) for _ in range(3)] == [True] * 3
    assert len(looks) == 1
    before = snapshot.stat()
    held = bytearray(snapshot.read_bytes())
    held[-1] ^= 1
    snapshot.write_bytes(held)
    os.utime(snapshot, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not may_be_believed(snapshot)
    held[-1] ^= 1
    snapshot.write_bytes(held)
    time.sleep(0.02)
    looks.clear()
    assert [may_be_believed(snapshot) for _ in range(3)] == [True] * 3
    assert len(looks) == 1
    with time_machine.travel(time.time() + 1.1 * A_DAY):
        assert may_be_believed(snapshot)
    assert len(looks) == 2
    monkeypatch.setattr("time.monotonic_ns", lambda: 0)  # the computer has just started
    assert may_be_believed(snapshot)
    assert len(looks) == 3


def test_damage_that_no_seal_shows_does_not_outlive_an_update(osh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citygraph.store.snapshot.may_be_believed", lambda _: True)
    snapshot = snapshot_of(osh)
    held = snapshot.read_bytes()
    snapshot.write_bytes(held.replace(b"Iznik", b"Iznyk"))
    (osh / "b.yaml").write_text("cities:\n  bursa: {name: Bursa, country: TR}\n")
    assert names(osh) == ["Bursa", "Iznik", "Osh"]


@pytest.mark.parametrize("below", [True, False])
def test_a_few_bits_that_bench_flips_flips(below: bool, cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    shutil.copytree(ROOT / "graph", folder)
    for name, outcomes in measured(folder, flips=3, seed=1, below=below).items():
        assert outcomes == {"right, from a new snapshot": 3}, name


# ---------------------------------------------------------------- whose it is


def test_nobody_else_can_read_or_change_what_is_kept(tmp_path: Path, cache: Path) -> None:
    before = os.umask(0)
    try:
        folder = written(tmp_path / "graph")
        (folder / "b.yaml").write_text("cities:\n  bursa: {name: Bursa, country: TR}\n")
        assert "Bursa" in names(folder)
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (cache, *cache.rglob("*"))}
    assert set(modes.values()) == {0o700, 0o600}, modes
    assert all((mode == 0o700) == path.is_dir() for path, mode in modes.items())


def _planted(snapshot: Path, text: str = "Uzgen") -> bytes:
    """A sound snapshot of other files."""
    other = snapshot.with_name("planted")
    shutil.copy(snapshot, other)
    with closing(sqlite3.connect(other)) as database, database:
        database.execute("UPDATE _nodes SET name = ? WHERE name = 'Osh'", (text,))
    from citygraph.store.cache_folder import write_checksum

    write_checksum(other)
    held = other.read_bytes()
    other.unlink()
    return held


def _by_anybody_in_the_group(snapshot: Path) -> None:
    snapshot.write_bytes(_planted(snapshot))
    snapshot.chmod(0o620)


def _by_anybody(snapshot: Path) -> None:
    snapshot.write_bytes(_planted(snapshot))
    snapshot.parent.chmod(0o777)


def _through_a_link(snapshot: Path) -> None:
    elsewhere = snapshot.parent.parent.parent / "elsewhere.sqlite"
    elsewhere.write_bytes(_planted(snapshot))
    snapshot.unlink()
    snapshot.symlink_to(elsewhere)


@pytest.mark.parametrize("plant", [_by_anybody_in_the_group, _by_anybody, _through_a_link])
def test_a_planted_snapshot_is_not_believed_and_is_replaced(plant: Callable[[Path], None], osh: Path) -> None:
    snapshot = snapshot_of(osh)
    plant(snapshot)
    assert remarks(osh) == []
    assert not snapshot_of(osh).is_symlink()
    assert names(osh) == ["Iznik", "Osh"]
    assert stat.S_IMODE(snapshot.parent.stat().st_mode) == 0o700
    assert World(osh).snapshot == snapshot_of(osh)


def test_what_another_user_has_put_there_is_not_believed(osh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = snapshot_of(osh)
    snapshot.write_bytes(_planted(snapshot))
    me = os.geteuid()
    monkeypatch.setattr("os.geteuid", lambda: me + 1)
    world = World(osh)
    assert (world.name("osh"), world.snapshot) == ("Osh", None)
    (remark,) = world.remarks
    assert remark.startswith(f"{snapshot.parent} belongs to another user")
    assert "CITYGRAPH_CACHE" in remark


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_snapshot_of_another_user_in_a_folder_of_ones_own_is_replaced(osh: Path) -> None:
    snapshot = snapshot_of(osh)
    snapshot.write_bytes(_planted(snapshot))
    os.chown(snapshot, 1234, 1234)
    assert remarks(osh) == []
    assert snapshot_of(osh).stat().st_uid == os.geteuid()


@pytest.mark.parametrize("what", ["a folder", "a link", "a file"])
def test_a_place_that_is_not_ours_is_left_alone_and_a_line_says_so(what: str, tmp_path: Path, osh: Path) -> None:
    place = place_of(osh)
    shutil.rmtree(place)
    of_others = tmp_path / "others"
    of_others.mkdir()
    (of_others / "1.sqlite").write_text("mine")
    if what == "a folder":
        of_others.rename(place)
    elif what == "a link":
        place.symlink_to(of_others)
    else:
        place.write_text("mine")
    before = sorted((path, path.is_file() and path.read_bytes()) for path in tmp_path.rglob("*"))
    (remark,) = remarks(osh)
    assert remark.startswith(f"{place} {'has no tag' if what == 'a folder' else 'is no folder'}")
    if what == "a folder":
        assert citygraph("find", "osh", "--graph", osh).err == f"citygraph: {remark}\n"
    assert sorted((path, path.is_file() and path.read_bytes()) for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize("size", [0, 50])
def test_a_tag_that_was_half_written_is_written_again(size: int, osh: Path) -> None:
    place = place_of(osh)
    tag = (place / TAG).read_bytes()
    (place / TAG).write_bytes(tag[:size])
    if size:  # killed at once; else the power failed, perhaps later
        snapshot_of(osh).unlink()
    (osh / "a.yaml").write_text(OSH.replace("Iznik", "Nicaea"))
    world = World(osh)
    assert (world.name("iznik"), world.remarks, (place / TAG).read_bytes()) == ("Nicaea", [], tag)


def _link_to_something_empty(tag: Path) -> None:
    (tag.parents[2] / "empty").touch()
    tag.symlink_to("../../empty")


def _link_to_a_tag(tag: Path) -> None:
    tag.with_name("real").write_bytes(SIGNATURE)
    tag.symlink_to("real")


ODD_TAGS: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a link without an end": lambda tag: tag.symlink_to("/dev/zero"),
    "a link to something empty": _link_to_something_empty,
    "a link to a tag": _link_to_a_tag,
    "a folder": Path.mkdir,
    "some MB": lambda tag: tag.write_bytes(SIGNATURE + b"x" * (1 << 22)),
}


@pytest.mark.parametrize("is_new", [False, True], ids=["beside a snapshot", "alone"])
@pytest.mark.parametrize("odd", ODD_TAGS)
def test_a_tag_that_is_no_small_file_of_ones_own_is_not_opened(
    tmp_path: Path, osh: Path, odd: str, is_new: bool
) -> None:
    place = place_of(osh)
    if is_new:
        snapshot_of(osh).unlink()
    (place / TAG).unlink()
    ODD_TAGS[odd](place / TAG)
    (osh / "a.yaml").write_text(OSH.replace("Iznik", "Nicaea"))
    with limited_memory():
        assert cache_module.all_kept() == []
        (remark,) = remarks(osh)
    assert remark.startswith(f"{place} has no tag of citygraph's")
    assert names(osh) == ["Nicaea", "Osh"]
    assert not (tmp_path / "empty").exists() or (tmp_path / "empty").read_bytes() == b""


@pytest.mark.parametrize("name", ["00012", "0", "٣", "9" * 200])
def test_a_file_with_another_number_than_we_write_is_not_ours(osh: Path, name: str) -> None:
    other = place_of(osh) / f"{name}.sqlite"
    other.write_text("mine")
    (osh / "a.yaml").write_text(OSH.replace("Iznik", "Nicaea"))
    assert names(osh) == ["Nicaea", "Osh"]
    cache_module.clear()
    assert [path.name for path in place_of(osh).glob("*.sqlite")] == [other.name]
    assert names(osh) == ["Nicaea", "Osh"]
    assert sorted(path.name for path in place_of(osh).glob("*.sqlite")) == sorted(["1.sqlite", other.name])


# ---------------------------------------------------------------- what leaves the cache


def test_clear_leaves_the_files_of_other_programs(tmp_path: Path, cache: Path, osh: Path) -> None:
    place = place_of(osh)
    like_ours = cache / place.name.replace("graph", "app")
    mine = [cache / "app" / "1.sqlite", cache / "app" / "building-1", like_ours / "1.sqlite", like_ours / "building-2"]
    mine += [cache / "notes.sqlite", place / "notes.txt", like_ours / TAG]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("Signature: 8a477f597d28d172789f06886806bc55\n" if path.name == TAG else "mine")
    (cache / "app-00000000-00000000").symlink_to(tmp_path / "elsewhere")
    for word in ("prune", "clear"):
        assert citygraph("cache", word, *(("--older-than", "0") if word == "prune" else ())).code == 0
        assert not list(place.glob("*.sqlite"))
        assert all(path.exists() for path in mine)
        assert names(osh) == ["Iznik", "Osh"]
    (place / "notes.txt").unlink()
    ran = citygraph("cache", "clear")
    assert ran.err.startswith("citygraph: removed 1 snapshot in ")
    assert not place.exists()


def test_the_list_says_what_is_of_no_more_use(tmp_path: Path, osh: Path) -> None:
    gone = written(tmp_path / "gone")
    shutil.rmtree(gone)
    today = time.strftime("%Y-%m-%d")
    ran = citygraph("cache")
    assert [line.split("  ")[-2:] for line in ran.out.splitlines()] == [
        [str(gone), "(the folder is gone)"], [f"used {today}", str(osh)]
    ]  # fmt: skip
    ran = citygraph("cache", "prune")
    assert ran.err.startswith("citygraph: removed 1 snapshot in ")
    assert citygraph("cache").out.endswith(f"{osh}\n")
    assert citygraph("cache", "prune", "--older-than", "0").err.startswith("citygraph: removed 1 snapshot")
    assert citygraph("cache").out == ""


def test_prune_goes_by_the_last_use(tmp_path: Path, osh: Path, days_unused: dict[Path, float]) -> None:
    other = written(tmp_path / "other")
    days_unused |= {place_of(other): 31, place_of(osh): 29}
    assert [kept.folder for kept in cache_module.prune(30)] == [str(other)]
    assert [kept.folder for kept in cache_module.all_kept()] == [str(osh)]


def test_a_build_keeps_the_cache_in_bounds(
    tmp_path: Path, osh: Path, days_unused: dict[Path, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [written(tmp_path / name) for name in ("b", "c", "d")]
    days_unused |= {place_of(folder): days for days, folder in enumerate([osh, *folders], 1)}
    shutil.rmtree(folders[0])
    size = snapshot_of(osh).stat().st_size
    monkeypatch.setattr(cache_module, "MOST_BYTES", int(2.5 * size))
    last = written(tmp_path / "e")
    assert [kept.folder for kept in cache_module.all_kept()] == [str(folder) for folder in (folders[1], last, osh)]
    monkeypatch.setattr(cache_module, "MOST_BYTES", 0)
    very_last = written(tmp_path / "f")
    assert [kept.folder for kept in cache_module.all_kept()] == [str(very_last)]
    monkeypatch.setattr(cache_module, "keep_in_bounds", pytest.fail)
    assert names(very_last) == ["Iznik", "Osh"], "a warm answer looks at nobody else's"


def test_what_a_killed_build_leaves_goes_with_the_next_but_not_what_is_being_built(tmp_path: Path, osh: Path) -> None:
    place = place_of(osh)
    left, users = place / "building-1-17", place / "building-mine"
    for folder in (left, users):  # process 1 runs everywhere, but does not build
        folder.mkdir()
        (folder / "new.sqlite").write_text("half")
    with cache_module.building_in(place) as mine:
        assert not left.exists()
        (osh / "a.yaml").write_text(OSH.replace("Iznik", "Nicaea"))
        assert "Nicaea" in names(osh)
        assert mine.exists()
        cache_module.clear()
        assert mine.exists()
    assert names(osh) == ["Nicaea", "Osh"]
    assert [path for path in place.iterdir() if path.name.startswith("building")] == [users]
    assert (users / "new.sqlite").read_text() == "half"


def test_a_point_at_which_bench_kill_kills_an_update(tmp_path: Path) -> None:
    may = shutil.which("strace") and subprocess.run(["strace", "-qq", "true"], capture_output=True).returncode == 0
    need(may, "strace, or the right to use it,")
    (update,) = (case for case in CASES if case.name == "update")
    trial = Trial(update, tmp_path.resolve() / "world")
    assert Point("link", 1) in trial.points()
    assert trial.tried(Point("link", 1)) == []


# ---------------------------------------------------------------- several programs


def test_two_programs_of_one_version_do_not_build_in_turns(tmp_path: Path, cache: Path, osh: Path) -> None:
    other = tmp_path / "checkout"
    shutil.copytree(ROOT / "src/citygraph", other / "src/citygraph", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", other)
    (other / "src/citygraph/domain/names.py").touch()
    for _ in range(3):
        for source in (ROOT / "src", other / "src"):
            ran = citygraph("find", "osh", "--graph", osh, PYTHONPATH=str(source), PYTHONSAFEPATH="1")
            assert ran.out.endswith("osh\tOsh\tcity\tKG\tOsh\tname\n"), ran
    kept = [(path.parent.name.rpartition("-")[0], path.name) for path in cache.rglob("*.sqlite")]
    assert len({place for place, _ in kept}) == 1
    # A second one of each is there if the first was built so soon after the files that their stamps were noted again.
    assert [name in ("1.sqlite", "2.sqlite") for _, name in kept] == [True, True]


def test_of_one_folder_three_programs_keep_a_snapshot(osh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [place_of(osh)]
    for number in range(5):
        for module in ("build", "cache_folder", "snapshot"):
            monkeypatch.setattr(f"citygraph.store.{module}.program", lambda number=number: f"program {number}")
        time.sleep(0.02)  # the clock of the file system ticks
        assert names(osh) == ["Iznik", "Osh"]
        places.append(place_of(osh))
    assert [place.exists() for place in places] == [False] * 3 + [True] * 3
