"""What can go wrong, as a small hierarchy; the words for people are chosen in ``bot``."""

from config.errors import DuoshaoError, SettingsError

__all__ = [
    "DocumentError",
    "DuoshaoError",
    "EncodingError",
    "LimitError",
    "SettingsError",
    "StoreError",
    "StoreLockedError",
    "StoreVersionError",
    "UnknownDocumentError",
    "UnsupportedFormatError",
]


class StoreError(DuoshaoError):
    """The database cannot be used."""

    code = "store"


class StoreLockedError(StoreError):
    """Another process holds the database for longer than we wait."""

    code = "store_locked"


class StoreVersionError(StoreError):
    """The database was written by a newer version."""

    code = "store_version"


class DocumentError(DuoshaoError):
    """A document cannot be read; nothing of it is stored."""

    code = "document"


class UnsupportedFormatError(DocumentError):
    """The file is of a kind that cannot be read."""

    code = "unsupported_format"


class EncodingError(DocumentError):
    """The file's text cannot be decoded."""

    code = "encoding"


class LimitError(DocumentError):
    """The file is larger or takes longer than the settings allow."""

    code = "limit"


class UnknownDocumentError(DuoshaoError):
    """No document has this name."""

    code = "unknown_document"
