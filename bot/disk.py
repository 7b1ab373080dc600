"""Whether what is written to a folder is likely to outlive the process's machine or container."""

from __future__ import annotations

import os
from pathlib import Path

_IN_MEMORY_OR_LAYER = frozenset({"tmpfs", "ramfs", "overlay", "aufs", "overlayfs", "squashfs"})


def is_likely_ephemeral(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Tell whether ``folder`` is in memory, in a container's own layer, or on a dyno's disk.

    A volume mounted into a container has a file system of its own and is not one of these. Where
    the system does not tell its mounts, the answer is no.
    """
    if "DYNO" in os.environ:  # a Procfile platform that throws its disks away at every start
        return True
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    target = folder.resolve()
    best, kind = -1, ""
    for line in lines:
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        if target.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind in _IN_MEMORY_OR_LAYER
