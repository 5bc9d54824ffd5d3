"""What a file leaves open, as a person sees it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citygraph.cli.open_questions import show
from citygraph.imports.asking import Question, Reading
from conftest import ROOT, citygraph, in_terminal

WORDS = st.text(st.sampled_from("ab é里\t\n[/]\x1b"), min_size=1, max_size=12)
READINGS = st.builds(Reading, WORDS, st.text("-=ab'", min_size=1, max_size=150), st.lists(WORDS, max_size=3).map(tuple))
QUESTIONS = st.builds(
    Question, st.just("a.csv"), WORDS, st.lists(READINGS, min_size=1, max_size=3).map(tuple), st.lists(WORDS).map(tuple)
)


@given(questions=st.lists(QUESTIONS, min_size=1, max_size=2), columns=st.sampled_from([40, 80, 120]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_option_stands_whole_on_a_line(
    capsys: pytest.CaptureFixture[str], questions: list[Question], columns: int
) -> None:
    """To be copied, however narrow the terminal is; and what a file holds is shown, not obeyed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        patch.setenv("NO_COLOR", "1")
        show(questions)
    shown = capsys.readouterr().err
    lines = shown.splitlines()
    for option in (reading.option for question in questions for reading in question.readings):
        assert any(line.endswith("  " + option) for line in lines), option
    assert "\x1b" not in shown
    assert lines[-1].startswith("citygraph: nothing is written")


def test_readings_stand_side_by_side() -> None:
    code, shown = in_terminal(
        "citygraph import docs/examples/members.csv --into none --kind member-of --set to.name=Net", 80, NO_COLOR="1"
    )
    assert code == 2
    assert "12/05/2008   2008-05-12           2008-12-05" in shown
    assert not (ROOT / "none").exists()


def test_the_plan_of_a_dry_run_is_a_table_or_one_line() -> None:
    """In a terminal a table; in a pipe a line on standard error, so that the report stays one table."""
    words = "import docs/examples/municipalities.csv --into none --dry-run --set country=FR"
    _, shown = in_terminal(f"citygraph {words}", 120, NO_COLOR="1")
    assert "Year          observations.population.as_of  header; it holds years    2023" in shown
    assert "(every row)   country                        set                       FR" in shown
    ran = citygraph(*words.split())
    assert ran.out == "outcome\twhere\twhat\twhy\n"
    assert "municipalities.csv: each row is a city: Code → key; Municipality → name; " in ran.err
    assert ran.code == 0
