"""Settings from the environment and ``.env``: names, defaults, limits."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config.errors import SettingsError

_MEBIBYTE = 1 << 20


class Settings(BaseSettings):
    """Everything an operator may set; sizes are bytes and times seconds unless the name says so."""

    model_config = SettingsConfigDict(
        env_prefix="DUOSHAO_",
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    # where things are
    database: Path = Field(
        default_factory=lambda: user_data_path("duoshao", appauthor=False) / "duoshao.db",
        description="The SQLite file that holds the documents and their index.",
    )
    cache_folder: Path = Field(
        default_factory=lambda: user_cache_path("duoshao", appauthor=False),
        description="A private folder for what can be made again, such as the segmenter's tables.",
    )
    documents_folder: Path | None = Field(
        default=None, description="A folder that a new database is filled from, in place of seeds/."
    )
    milvus: str = Field(
        default="",
        description="A file name (Milvus Lite) or URI (server, cluster) to keep the index in.",
    )

    # answering
    max_question_length: int = Field(
        default=500, ge=1, description="Characters of a question that are read."
    )
    index_cache: int = Field(
        default=32 * _MEBIBYTE, ge=0, description="Memory for decoded postings of frequent words."
    )
    busy_timeout: float = Field(
        default=30.0, gt=0, description="How long to wait for another process that writes."
    )

    # reading documents
    max_file_size: int = Field(
        default=256 * _MEBIBYTE, ge=1, description="The largest file that is read."
    )
    max_text_length: int = Field(
        default=50_000_000, ge=1, description="Characters of text in one document."
    )
    max_cells: int = Field(default=500_000, ge=1, description="Cells in the tables of one document.")
    max_archive_size: int = Field(
        default=512 * _MEBIBYTE, ge=1, description="All files of an archive, unpacked."
    )
    max_archive_files: int = Field(default=10_000, ge=1, description="Files in one archive.")
    parser_memory: int = Field(
        default=1024 * _MEBIBYTE, ge=1, description="Memory of the process that parses a file."
    )
    parser_seconds: float = Field(
        default=300.0, gt=0, description="Processor time of the process that parses a file."
    )
    ingest_processes: int = Field(
        default=0, ge=0, description="Processes that read and segment; 0 means one a processor."
    )

    # Telegram
    telegram_bot_token: SecretStr | None = Field(
        default=None, validation_alias="TELEGRAM_BOT_TOKEN", description="The bot's token."
    )
    telegram_api_base_url: str = Field(
        default="https://api.telegram.org/bot",
        validation_alias="TELEGRAM_API_BASE_URL",
        description="The Bot API server; the token is appended.",
    )
    telegram_api_base_file_url: str = Field(
        default="https://api.telegram.org/file/bot",
        validation_alias="TELEGRAM_API_BASE_FILE_URL",
        description="Where the Bot API server's downloads are; the token is appended.",
    )
    admins: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="User ids that may send and remove documents."
    )
    allowed: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="User and chat ids that may ask; empty means everyone."
    )


def load_settings(**overrides: object) -> Settings:
    """Read the settings; raises ``SettingsError`` that names the setting and the reason."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"setting {name}: {first['msg']}", setting=name, reason=first["msg"]
        ) from None
