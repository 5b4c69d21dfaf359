"""An archive on disk: documents, what they say, damaged files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mapping.gazetteer import Gazetteer
from tests.benchmarks.archive.formats import as_html, as_pdf
from tests.benchmarks.archive.gold import annotation
from tests.benchmarks.archive.mutations import mutated, names
from tests.benchmarks.archive.releases import Archive, Release
from tests.benchmarks.archive.world import World

# Files of megabytes: every one of them would make the archive unlike any other.
_RARE = {"five-megabytes": 0.05, "huge-attribute": 0.3, "many-elements": 0.3, "deep-html": 0.5}


@dataclass(frozen=True)
class Order:
    """How many releases of which seed, and which share of them how; ``gold``: what they say too."""

    count: int
    seed: int = 1
    mutate: float = 0.0
    html: float = 0.0
    pdf: float = 0.0
    gold: bool = False


@dataclass
class Written:
    """How much was written."""

    whole: int = 0
    damaged: int = 0
    words: int = 0


def write(out: Path, order: Order, gazetteer: Gazetteer) -> Written:
    """Write an archive to a folder, which may exist; the same order gives the same files."""
    world = World.of(gazetteer, order.seed)
    archive, written = Archive(world), Written()
    folders = [out / name for name in ("documents", "damaged", "gold")]
    for folder in folders[: 3 if order.gold else 2]:
        folder.mkdir(parents=True, exist_ok=True)
    for number in range(order.count):
        release = archive.release(number)
        random = world.random("file", number)
        if random.random() < order.mutate:
            name = random.choice(names())
            while random.random() > _RARE.get(name, 1):
                name = random.choice(names())
            suffix, raw = mutated(name, release.text, random)
            (out / "damaged" / f"{name}-{number:06}{suffix}").write_bytes(raw)
            written.damaged += 1
            continue
        file = f"{release.name}{_suffix(random.random(), order)}"
        (out / "documents" / file).write_bytes(_raw(release, file))
        if order.gold:
            told = annotation(release, f"documents/{file}")
            (out / "gold" / f"{release.name}.json").write_text(told, encoding="utf-8")
        written.whole += 1
        written.words += release.text.count(" ") + release.text.count("\n")
    return written


def _suffix(share: float, order: Order) -> str:
    if share < order.html:
        return ".html"
    return ".pdf" if share < order.html + order.pdf else ".txt"


def _raw(release: Release, file: str) -> bytes:
    if file.endswith(".html"):
        return as_html(release.title, release.date, release.text)
    return as_pdf(release.text) if file.endswith(".pdf") else release.text.encode()
