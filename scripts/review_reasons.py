"""Write into docs/review.md what the reasons of `citygraph review` say of themselves.

python scripts/review_reasons.py
"""

import re
from pathlib import Path

from citygraph.questions.review.reasons import REASONS, Reason

PAGE = Path(__file__).parents[1] / "docs/review.md"

_BLOCK = re.compile(r"(<!-- reasons -->\n).*?(<!-- /reasons -->)", re.DOTALL)


def _described(reason: Reason) -> str:
    return f"### {reason.id}\n\n{reason.about[0].upper()}{reason.about[1:]}. {reason.manual}\n\n*{reason.hint}*"


def page(text: str) -> str:
    """The page with the reasons as they are now."""
    reasons = "\n\n".join(map(_described, REASONS.values()))
    return _BLOCK.sub(lambda block: f"{block[1]}\n{reasons}\n\n{block[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
