"""``duoshao eval``: how many answers are right, and which are not."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.declaration import Command
from bot.session import Session

if TYPE_CHECKING:
    from retrieval.evaluation import Report


@click.command("eval", cls=Command)
@click.argument("gold", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--failures", is_flag=True)
@click.option("--squad", is_flag=True)
@click.pass_context
def command(
    ctx: click.Context, gold: tuple[str, ...], as_json: bool, failures: bool, squad: bool
) -> int:
    """Measure the answers to the questions of the gold files."""
    from bot.evaluation_report import failure_lines, report_object, report_table

    session = ctx.ensure_object(Session)
    report = _measure(session, [Path(one) for one in gold], squad=squad)
    if as_json:
        from bot.answer_json import to_line

        print(to_line(report_object(report, failures=failures)))
        return 0
    session.output.print(report_table(report, session.lang))
    for sentence in _abstentions(report, session):
        print(sentence)
    if failures:
        for line in failure_lines(report, session.lang):
            session.output.print(line)
    return 0


def _measure(session: Session, paths: list[Path], *, squad: bool) -> Report:
    from retrieval.evaluation import evaluate, read_gold, squad_engine

    with ExitStack() as stack:
        if squad:
            session.note("eval.reading")
            engine, questions = stack.enter_context(squad_engine(paths, session.settings))
        else:
            questions = [question for path in paths for question in read_gold(path)]
            engine = stack.enter_context(session.engine(seed=True))
        session.note("eval.asking", count=len(questions))
        return evaluate(engine, questions)


def _abstentions(report: Report, session: Session) -> list[str]:
    shares = (
        ("eval.abstention_precision", report.abstention_precision),
        ("eval.abstention_recall", report.abstention_recall),
    )
    return [session.text(key, percent=f"{share:.1%}") for key, share in shares if share is not None]
