"""``duoshao ask``: one question, one answer."""

from __future__ import annotations

import click

from bot import streams
from bot.commands.declaration import Command, UsageProblem
from bot.session import Session


@click.command("ask", cls=Command)
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--explain", is_flag=True)
@click.pass_context
def command(ctx: click.Context, question: tuple[str, ...], as_json: bool, explain: bool) -> int:
    """Answer the question; status 0 when answered, 1 when not."""
    session = ctx.ensure_object(Session)
    asked = streams.readable(" ".join(question))
    if not asked.strip():
        raise UsageProblem("usage.empty_question", ctx)
    with session.engine(seed=True) as engine:
        answer = engine.ask(asked, explain=explain)
        if as_json:
            from bot.answer_json import answer_object, to_line

            print(to_line(answer_object(answer, explain=explain)))
        else:
            from bot.evidence import table_note
            from bot.terminal import answer_lines

            for line in answer_lines(answer, session.lang, table_note(engine, answer)):
                session.output.print(line)
            if explain:
                from bot.explanation import explanation

                for line in explanation(answer, session.lang):
                    session.output.print(line)
    return 0 if answer.answered else 1
