"""One run of the program: its language, its settings, and the engine that it opens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot import messages

if TYPE_CHECKING:
    from rich.console import Console

    from config.settings import Settings
    from retrieval.engine import Engine


@dataclass
class Session:
    """What the options common to all commands say; settings are read when first needed."""

    lang: str = messages.DEFAULT_LANGUAGE
    database: Path | None = None
    debug: bool = False

    @cached_property
    def settings(self) -> Settings:
        """The settings, with ``--database`` over them; raises ``SettingsError``."""
        from config.settings import load_settings

        overrides = {} if self.database is None else {"database": self.database}
        return load_settings(**overrides)

    @cached_property
    def output(self) -> Console:
        """Standard output; plain, and with lines left whole, where it is no terminal."""
        from bot.terminal import make_console

        return make_console(sys.stdout)

    @cached_property
    def notes(self) -> Console:
        """Standard error, for progress and notes."""
        from bot.terminal import make_console

        return make_console(sys.stderr)

    def text(self, key: str, /, **details: object) -> str:
        """Return the sentence ``key`` in the language of this run."""
        return messages.text(key, self.lang, **details)

    def note(self, key: str, /, **details: object) -> None:
        """Write the sentence ``key`` to standard error."""
        print(self.text(key, **details), file=sys.stderr, flush=True)

    @property
    def has_collection(self) -> bool:
        """Whether there is something to open: looking must not make an empty database."""
        return bool(self.settings.milvus) or self.settings.database.exists()

    @contextmanager
    def engine(self, *, seed: bool) -> Iterator[Engine]:
        """Open the engine for the length of a ``with`` block.

        With ``seed`` a database that does not exist yet is filled first, with a note that says so.
        """
        from retrieval.engine import Engine

        if seed and not self.has_collection:
            folder = self.settings.documents_folder
            if folder is None:
                self.note("session.seeding")
            else:
                self.note("session.filling", folder=folder)
        engine = Engine.open(self.settings.database, seed=seed, settings=self.settings)
        try:
            yield engine
        finally:
            engine.close()
