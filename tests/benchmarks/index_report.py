"""The measurements as a Markdown table and an SVG plot."""

from __future__ import annotations

from math import log10
from pathlib import Path

_COLUMNS = (
    ("build_s", "build s", "{:.1f}"),
    ("build_cpu_s", "of it CPU s", "{:.1f}"),
    ("disk_mb", "disk MB", "{:.0f}"),
    ("open_ms", "open ms", "{:.1f}"),
    ("ready_ms", "first answer after ms", "{:.1f}"),
    ("open_mb", "MB open", "{:.0f}"),
    ("asked_mb", "MB asked", "{:.0f}"),
    ("p50_ms", "p50 ms", "{:.2f}"),
    ("p95_ms", "p95 ms", "{:.2f}"),
    ("add_ms", "100 new found in ms", "{:.0f}"),
    ("agree", "first ten as BM25Plus", "{:.0%}"),
)
_COLOURS = ("#c0392b", "#7f8c8d", "#2980b9", "#8e44ad", "#16a085", "#d35400", "#2c3e50")
_BEGIN, _END = "<!-- index peers: begin -->", "<!-- index peers: end -->"


def write_report(results: list[dict], folder: Path) -> None:
    """Put the table into ``benchmarks.md`` of ``folder`` and the plot beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "benchmarks.md"
    text = page.read_text(encoding="utf-8") if page.exists() else f"{_BEGIN}\n{_END}\n"
    before, _, rest = text.partition(_BEGIN)
    after = rest.partition(_END)[2]
    page.write_text(f"{before}{_BEGIN}\n{_tables(results)}{_END}{after}", encoding="utf-8")
    (folder / "index_peers.svg").write_text(_plot(results), encoding="utf-8")


def _tables(results: list[dict]) -> str:
    lines = []
    for size in sorted({result["size"] for result in results}):
        lines += [f"\n**{size:,} paragraphs**\n"]
        lines.append("| index | " + " | ".join(title for _, title, _ in _COLUMNS) + " |")
        lines.append("|---|" + "---:|" * len(_COLUMNS))
        for result in results:
            if result["size"] == size:
                cells = [_cell(result, key, form) for key, _, form in _COLUMNS]
                lines.append(f"| {result['peer']} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n\n"


def _cell(result: dict, key: str, form: str) -> str:
    if key not in result:
        if "p50_ms" not in result:
            return "–"
        return "rebuild" if key == "add_ms" else "the same"  # index that another built
    return form.format(result[key])


def _plot(results: list[dict]) -> str:
    """Median time of a question against the number of paragraphs, both logarithmic."""
    width, height, left, bottom, top, right = 720, 420, 70, 50, 20, 170
    measured = [r for r in results if "p50_ms" in r]
    sizes = sorted({r["size"] for r in measured})
    low = log10(min(r["p50_ms"] for r in measured)) - 0.1
    high = log10(max(r["p50_ms"] for r in measured)) + 0.1
    span = max(log10(sizes[-1]) - log10(sizes[0]), 1e-9)

    def x(size: float) -> float:
        return left + (log10(size) - log10(sizes[0])) / span * (width - left - right)

    def y(value: float) -> float:
        share = (log10(value) - low) / (high - low)
        return height - bottom - share * (height - bottom - top)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for exponent in range(int(low) - 1, int(high) + 2):
        if low <= exponent <= high:
            at = y(10**exponent)
            parts.append(
                f'<path d="M{left} {at:.1f}H{width - right}" stroke="#ddd"/>'
                f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">'
                f"{10**exponent:g} ms</text>"
            )
    for size in sizes:
        parts.append(
            f'<text x="{x(size):.1f}" y="{height - bottom + 22}" text-anchor="middle">'
            f"{size:,}</text>"
        )
    middle = (left + width - right) / 2
    parts.append(f'<text x="{middle}" y="{height - 8}" text-anchor="middle">paragraphs</text>')
    ends: list[tuple[float, float, str, str]] = []
    for number, peer in enumerate(dict.fromkeys(r["peer"] for r in measured)):
        colour = _COLOURS[number % len(_COLOURS)]
        points = sorted((r["size"], r["p50_ms"]) for r in measured if r["peer"] == peer)
        line = " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in points)
        thickness = 3 if number == 0 else 1.5
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="{thickness}"/>'
        )
        for size, value in points:
            parts.append(f'<circle cx="{x(size):.1f}" cy="{y(value):.1f}" r="3" fill="{colour}"/>')
        size, value = points[-1]
        label = f"{peer} {value:.0f} ms" if value >= 100 else f"{peer} {value:.2g} ms"
        ends.append((y(value), x(size), colour, label))
    lowest = 0.0
    for height_of_end, right_end, colour, label in sorted(ends):
        lowest = max(height_of_end, lowest + 15)
        parts.append(
            f'<text x="{right_end + 8:.1f}" y="{lowest + 4:.1f}" fill="{colour}">{label}</text>'
        )
    return "\n".join([*parts, "</svg>\n"])
