"""Settings from the environment and ``.env``: names, defaults, limits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import (
    AliasChoices,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
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
    milvus_token: SecretStr | None = Field(
        default=None, description="The token, or user:password, of a Milvus server."
    )
    milvus_timeout: float = Field(
        default=10.0, gt=0, description="How long one request to Milvus may take."
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
        default=20_000_000, ge=1, description="Characters of text in one document."
    )
    max_cells: int = Field(
        default=500_000, ge=1, description="Cells in the tables of one document."
    )
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
    ingest_batch: int = Field(
        default=2_000_000, ge=1, description="Characters of documents stored in one transaction."
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
        default=frozenset(),
        description="User ids, by commas, that may send and remove documents.",
    )
    allowed: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(),
        description="User and chat ids, by commas, that may ask; empty means everyone.",
    )
    questions_per_minute: int = Field(
        default=60, ge=0, description="Messages a minute from one person; 0 sets no limit."
    )
    questions_per_message: int = Field(
        default=5, ge=1, le=20, description="Questions in one message that are answered."
    )
    answer_threads: int = Field(
        default=0, ge=0, le=64, description="Threads that answer; 0 means one a processor, up to 4."
    )
    sends_per_second: int = Field(
        default=30, ge=0, description="Messages a second to Telegram over all chats; 0: no limit."
    )
    max_upload_size: int = Field(
        default=20 * _MEBIBYTE,
        ge=1,
        description="The largest document taken from a chat; Telegram hands bots up to 20 MB.",
    )
    poll_seconds: int = Field(
        default=30, ge=0, le=50, description="How long Telegram holds a request for new messages."
    )
    shutdown_seconds: float = Field(
        default=8.0, ge=0, description="How long unfinished answers may take after SIGTERM."
    )
    webhook_url: str = Field(
        default="", description="The public https address of the bot; set, Telegram calls us."
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="The webhook's secret; without it one is derived from the token."
    )
    listen: str = Field(
        default="0.0.0.0", description="The address that the web server listens on."
    )
    port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("DUOSHAO_PORT", "PORT", "port"),
        description="The web server's port in webhook mode.",
    )
    health_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port of /healthz and /metrics when polling; 0: none.",
    )
    journal_days: float = Field(
        default=3.0, gt=0, description="Days that the numbers of answered messages are kept."
    )
    memory_days: float = Field(
        default=30.0, gt=0, description="Days that talks and their answers are kept for buttons."
    )

    # logs
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="The least important kind of line in the log."
    )
    log_format: Literal["auto", "text", "json"] = Field(
        default="auto", description="Log lines as text or JSON; auto: JSON when not on a terminal."
    )

    @field_validator("admins", "allowed", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part for part in re.split(r"[\s,;，；]+", value) if part]
        for part in parts:
            if not re.fullmatch(r"-?[0-9]{1,20}", part):
                raise ValueError("must be numbers separated by commas")
        return frozenset(int(part) for part in parts)

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _case(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, str):
            return value
        return value.strip().upper() if info.field_name == "log_level" else value.strip().lower()

    @field_validator("telegram_bot_token", "webhook_secret", mode="before")
    @classmethod
    def _absent(cls, value: object) -> object:
        # An empty variable is how many hosts write "not set".
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        token = value.get_secret_value().strip()
        if not re.fullmatch(r"[!-.0-~]+", token):
            raise ValueError("must be one word without blanks or slashes, as BotFather gave it")
        return SecretStr(token)

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(
            r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()
        ):
            raise ValueError("must be 1 to 256 letters, digits, _ or -")
        return value

    @field_validator("telegram_api_base_url", "telegram_api_base_file_url", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        value = value.strip()
        if value and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", value):
            raise ValueError("must be an address that begins with http:// or https://")
        return value


def load_settings(**overrides: object) -> Settings:
    """Read the settings; raises ``SettingsError`` that names the setting and the reason."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = environment_variable(str(first["loc"][0]))
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {reason}", setting=name, reason=reason) from None


def environment_variable(name: str) -> str:
    """Return the environment variable that sets the field (or the alias) ``name``."""
    for field, information in Settings.model_fields.items():
        alias = information.validation_alias
        names = alias.choices if isinstance(alias, AliasChoices) else [alias]
        if name == field or name in names:
            return str(names[0] or f"DUOSHAO_{field.upper()}")
    return name
