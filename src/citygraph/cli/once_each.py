"""The class of commands: no option that takes one value may stand there twice."""

from typing import Any

from citygraph.cli.messages import fail
from citygraph.cli.plain_numbers import PlainNumbers


class OnceEach(PlainNumbers):
    """A command that refuses an option which stands there twice and takes one value: one of the two would be lost."""

    def parse_args(self, context: Any, words: list[str]) -> list[str]:
        named = [word.partition("=")[0] for word in words if word.startswith("-")]
        if not context.resilient_parsing and len(set(named)) < len(named):
            *_, given = self.make_parser(context).parse_args(args=list(words))
            for option in given:
                takes_one = not option.multiple and not getattr(option, "is_flag", False)
                if option.param_type_name == "option" and takes_one and given.count(option) > 1:
                    raise fail(f"{option.opts[0]} stands there twice, and it takes one value")
        return super().parse_args(context, words)
