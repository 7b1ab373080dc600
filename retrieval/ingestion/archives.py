"""Archives: several documents of one file, which belong together in the collection too."""

from __future__ import annotations

from functools import cached_property

from retrieval.collection import Collection
from retrieval.ingestion.sources import Source

_SUFFIX = ".zip"


def member_hash(content_hash: str, number: int, count: int) -> str:
    """Return the content hash of a member: the archive's, and which of how many it is.

    An archive of which only some members are stored can so be told from a whole one.
    """
    return f"{content_hash}/{number}:{count}"


def member_hashes(content_hash: str, count: int) -> list[str]:
    """Return the content hashes of all members of an archive."""
    return [member_hash(content_hash, number, count) for number in range(1, count + 1)]


def archive_of(name: str) -> str | None:
    """Return the name of the archive that the document ``name`` came out of, if of any."""
    end = name.lower().find(_SUFFIX + "/")
    return name[: end + len(_SUFFIX)] if end >= 0 else None


class StoredArchives:
    """Which stored documents came out of which archive, as of the first question."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def members(self, source: Source) -> tuple[str, ...]:
        """Return the names of the documents that came out of ``source``."""
        if not source.name.lower().endswith(_SUFFIX):
            return ()
        return tuple(self._members.get(source.name, ()))

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        members: dict[str, list[str]] = {}
        for document in self._collection.documents():
            archive = archive_of(document.name)
            if archive is not None:
                members.setdefault(archive, []).append(document.name)
        return members
