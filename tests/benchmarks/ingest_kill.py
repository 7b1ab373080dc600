"""Kill ingestions at random moments and count what is left: python ingest_kill.py [MOMENTS]."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from ingestion_process import kill_at_random, start, summaries, write_files


def main():
    moments = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        folder = write_files(work / "files", 40, 60)
        start(work / "whole.db", folder, "whole").communicate()
        expected = summaries(work / "whole.db")
        killings = kill_at_random(work, folder, moments, moments, expected)
    print(
        f"killed {killings.moments} times: no document yet {killings.none}, "
        f"some {killings.some}, all {killings.every}; all whole, every database finished, "
        f"no process left behind"
    )


if __name__ == "__main__":
    main()
