"""Calls to Milvus: with a time-out, tried again when it is away for a moment, one error else."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from config.settings import Settings
from retrieval.errors import StoreError

if TYPE_CHECKING:
    from pymilvus import MilvusClient

_TRIES = 3
_PAUSE = 0.5
_TEMPORARY = ("unavailable", "timeout", "deadline", "connect", "not ready", "rate limit")

Result = TypeVar("Result")


class Milvus:
    """A connection to one Milvus; raises ``StoreError`` where it stays away."""

    def __init__(self, place: str, settings: Settings) -> None:
        self.place = place
        self._timeout = settings.milvus_timeout
        try:
            from pymilvus import MilvusClient
        except ImportError as error:
            raise self._error("the extra is missing: pip install duoshao[milvus]") from error
        # On Milvus Lite it warns at every read of a list that the server has no clock.
        logging.getLogger("pymilvus").setLevel(logging.ERROR)
        if "://" not in place and Path(place).is_dir():
            raise self._error("is a directory")
        token = settings.milvus_token.get_secret_value() if settings.milvus_token else ""
        self.client: MilvusClient = self._repeated(
            lambda: MilvusClient(place, token=token, timeout=self._timeout)
        )

    def call(self, method: str, *arguments: Any, **options: Any) -> Any:
        """Call ``method`` of the client."""
        bound = getattr(self.client, method)
        return self._repeated(lambda: bound(*arguments, timeout=self._timeout, **options))

    def close(self) -> None:
        """Close the connection."""
        self.client.close()

    def _repeated(self, action: Callable[[], Result]) -> Result:
        from pymilvus import MilvusException

        for attempt in range(_TRIES):
            try:
                return action()
            except MilvusException as error:
                message = str(error.message)
                temporary = any(word in message.lower() for word in _TEMPORARY)
                if not temporary or attempt == _TRIES - 1:
                    raise self._error(message) from error
            except (OSError, RuntimeError, ValueError) as error:
                raise self._error(str(error)) from error
            time.sleep(_PAUSE * 2**attempt)
        raise AssertionError

    def _error(self, reason: str) -> StoreError:
        place = self.place
        if "://" in place:
            parts = urlsplit(place)
            place = f"{parts.scheme}://{parts.hostname}:{parts.port}"  # without user and password
        return StoreError(f"{place}: {reason}", path=place, reason=reason)
