"""sqlite-utils without pandas: it loads pandas, where that is installed, only to know its types.

That costs more than a second and 100 MB, which a question at the command line has not got.
"""

from __future__ import annotations

import sys

_ABSENT = "pandas" not in sys.modules
if _ABSENT:
    sys.modules["pandas"] = None  # type: ignore[assignment]
try:
    from sqlite_utils import Database, Migrations
finally:
    if _ABSENT:
        del sys.modules["pandas"]

__all__ = ["Database", "Migrations"]
