"""What can go wrong, as a small hierarchy; the words for people are chosen in ``bot``."""


class DuoshaoError(Exception):
    """Any failure that is told to a person in one sentence.

    ``code`` names the sentence; ``details`` fill it in. ``str()`` is an English sentence for logs.
    """

    code = "error"

    def __init__(self, message: str, /, **details: object) -> None:
        super().__init__(message)
        self.details = details


class SettingsError(DuoshaoError):
    """A setting or a data file under ``config/`` is wrong."""

    code = "settings"


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
