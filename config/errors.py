"""The root of every failure that is told to a person; it lives here because settings fail first."""


class DuoshaoError(Exception):
    """Any failure that is told to a person in one sentence.

    ``code`` names the sentence; ``details`` fill it in. ``str()`` is an English sentence for logs.
    """

    code = "error"

    def __init__(self, message: str, /, **details: object) -> None:
        super().__init__(message)
        self.details = details


class SettingsError(DuoshaoError):
    """A setting is wrong, or a data file under ``config/`` is; names the file and the line."""

    code = "settings"
