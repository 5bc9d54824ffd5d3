"""Make docs/checks.md from the rules and their examples.

python scripts/checks_manual.py
"""

from pathlib import Path

from citygraph.folder.checks import MANUAL

HEAD = """\
# What `citygraph check` finds

Each mistake has a code that never changes, so you can look it up, count it and search for it. An **error** is always
wrong. A **warning** needs a second look; `citygraph check --strict` makes it an error. If it is to stay as it is, write
that [under `accepted`](format.md#accepted), with the reason. An error costs as little as possible: a figure, a key or a
tie. citygraph loads the rest of the folder and answers from it. A folder can have
[checks of its own](format.md#checks).

Some mistakes have one sure way out. [`citygraph check --fix`](writing.md#mistakes-with-one-way-out) takes it: the last
column of the table shows for which codes, and the text of the code says when.

`citygraph check --explain CODE` shows the part of this page that is about one code. Each example is a whole file with
only this mistake, and a test runs it. (`scripts/checks_manual.py` makes this page.)

"""


def manual() -> str:
    """The page."""
    rules = MANUAL.values()
    parts = [HEAD, "| code | severity | `--fix` |\n| --- | --- | --- |\n"]
    parts += [f"| [`{rule.code}`](#{rule.code}) | {rule.severity} | {'some' if rule.fix else ''} |\n" for rule in rules]
    for rule in rules:
        text = rule.explanation
        if isinstance(rule.example, bytes):
            text += " (The example is in Latin-1.)"
        parts.append(f"\n## {rule.code}\n\n*{rule.severity}* · {text}\n")
        if rule.example:
            kind = rule.file.rpartition(".")[2]
            if kind != "yaml":
                parts.append(f"\nIn a file `{rule.file}`:\n")
            parts.append(f"\n```{kind}\n{rule.example_text.rstrip()}\n```\n")
    return "".join(parts)


if __name__ == "__main__":
    (Path(__file__).parents[1] / "docs/checks.md").write_text(manual(), encoding="utf-8")
