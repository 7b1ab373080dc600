"""Which files an ingestion reads, under which names, in which order."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

# Part of every content hash: a newer way of reading makes unchanged files be read again.
READING_VERSION = 1

# Files that come and go beside documents: hidden, of an editor or a download under way, SQLite's.
_PASSING = re.compile(
    r"\..*|~\$.*|.*~|.*\.(?:part|partial|crdownload|download|tmp|swp)|.*-(?:wal|shm|journal)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read; ``name`` is what its document is called.

    ``explicit`` files were named by a person, the others were found in a folder.
    """

    path: Path
    name: str
    explicit: bool = True


def document_name(path: Path) -> str:
    """Return the name of the document that ``path`` holds: the path as given, with slashes."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def find_sources(
    paths: Iterable[Path | Source], *, on_error: Callable[[OSError], None] | None = None
) -> Iterator[Source]:
    """Yield each file once, those of folders recursively in order of their names.

    Hidden files and folders within a folder are left out, and files that come and go. A path that
    does not exist is yielded like a file, so that reading it says so; a folder within a folder
    that cannot be listed too, unless ``on_error`` takes the error.
    """
    seen: set[str] = set()
    for given in paths:
        for source in (given,) if isinstance(given, Source) else _expand(given, on_error):
            if source.name not in seen:
                seen.add(source.name)
                yield source


def _expand(path: Path, on_error: Callable[[OSError], None] | None) -> Iterator[Source]:
    if not path.is_dir():
        yield Source(path, document_name(path))
        return
    unlisted: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=on_error or unlisted.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not _PASSING.fullmatch(name) and file.is_file():
                yield Source(file, document_name(file), explicit=False)
    for error in unlisted:
        yield Source(Path(error.filename), document_name(Path(error.filename)))


def seeds_folder() -> tuple[Source, ...]:
    """Return the documents that a new installation answers from, under their plain file names."""
    # seeds/ is a namespace package: a folder without Python in it, perhaps at several places.
    found = {child.name: Path(str(child)) for child in files("seeds").iterdir()}
    return tuple(
        Source(path, name)
        for name, path in sorted(found.items())
        if path.is_file() and not name.startswith((".", "README")) and path.suffix != ".py"
    )


def hash_file(path: Path) -> str:
    """Return the content hash of a file; raises ``OSError``."""
    digest = blake2b(digest_size=20)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return f"{READING_VERSION}:{digest.hexdigest()}"
