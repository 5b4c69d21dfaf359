"""How long entity pages take in a large release: `python -m tests.benchmarks.site [--facts N]`.

Makes a release of cooperations whose parties are distributed as names in texts are (a few in very
many, most in few), then asks for the pages of the ten largest hubs and of others. Prints the median
and the 95th percentile in milliseconds of processor time, and their ratio to the home page.
"""

import argparse
import gzip
import json
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import ontology
from tests.service.serving import ask, serving

BASE = ontology.DEFAULT_BASE
SC, RDF, RDFS = str(ontology.SC), str(ontology.RDF), str(ontology.RDFS)
IDENT = str(ontology.ITSRDF.taIdentRef)
DAY = "^^<http://www.w3.org/2001/XMLSchema#date>"
NUMBER = "^^<http://www.w3.org/2001/XMLSchema#integer>"
ORGANIZATIONS = 3_000
A_DOCUMENT = 20  # facts


def quads(facts: int, seed: int) -> Iterator[str]:
    """N-Quads of so many facts with reports, passages and mentions."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    weights = [1 / (rank + 1) for rank in range(ORGANIZATIONS)]
    for number in range(ORGANIZATIONS):
        iri = f"{BASE}id/organization/o{number}"
        country = f"{BASE}id/country/c{number % 60}"
        yield f"<{iri}> <{RDF}type> <{SC}Organization> <{BASE}graph/authority> ."
        yield f'<{iri}> <{RDFS}label> "Organization {number}"@en <{BASE}graph/authority> .'
        yield f"<{iri}> <{SC}country> <{country}> <{BASE}graph/authority> ."
        yield f"<{country}> <{RDF}type> <{SC}Country> <{BASE}graph/authority> ."
        yield f'<{country}> <{RDFS}label> "Country {number % 60}"@en <{BASE}graph/authority> .'
    for number in range(facts):
        parties = sorted(set(chance.choices(range(ORGANIZATIONS), weights, k=3)))
        yield from _fact(number, parties)


def _fact(number: int, parties: list[int]) -> Iterator[str]:
    slug = f"d{number // A_DOCUMENT}"
    document, graph = f"{BASE}id/document/{slug}", f"<{BASE}graph/document/{slug}>"
    cls = ("Cooperation", "Meeting", "Agreement")[number % 3]
    fact = f"<{BASE}id/{cls.lower()}/f{number}>"
    report = f"<{BASE}id/report/{slug}--f{number}>"
    begin = number % A_DOCUMENT * 200
    passage = f"<{document}#char={begin},{begin + 150}>"
    day = f"{2000 + number % 25}-{1 + number % 12:02}-{1 + number % 28:02}"
    role = {"Meeting": "participant"}.get(cls, "party")
    if number % A_DOCUMENT == 0:
        yield f"<{document}> <{RDF}type> <{SC}Document> {graph} ."
        yield f'<{document}> <{RDFS}label> "Document {slug}"@en {graph} .'
        yield f'<{document}> <{SC}date> "{day}" {graph} .'
    for name in (cls, "Fact"):
        yield f"{fact} <{RDF}type> <{SC}{name}> {graph} ."
    yield f'{fact} <{RDFS}label> "{cls} {number}"@en {graph} .'
    for name in ("earliest", "latest"):
        yield f'{fact} <{SC}{name}> "{day}"{DAY} {graph} .'
    yield f'{fact} <{SC}date> "{day}" {graph} .'
    for party in parties:
        yield f"{fact} <{SC}{role}> <{BASE}id/organization/o{party}> {graph} ."
        mention = f"<{document}#char={begin + party % 100},{begin + party % 100 + 9}>"
        yield f"{mention} <{IDENT}> <{BASE}id/organization/o{party}> {graph} ."
    yield f"{report} <{RDF}type> <{SC}Report> {graph} ."
    yield f"{report} <{SC}reportOf> {fact} {graph} ."
    yield f"{report} <{SC}inDocument> <{document}> {graph} ."
    yield f"{report} <{SC}evidence> {passage} {graph} ."
    yield f'{report} <{SC}date> "{day}" {graph} .'
    yield f'{passage} <{SC}quote> "{"They agreed to work together on this. " * 4}" {graph} .'
    yield f'{passage} <{SC}begin> "{begin}"{NUMBER} {graph} .'
    yield f"{passage} <{SC}inDocument> <{document}> {graph} ."


@dataclass(frozen=True)
class Times:
    """What answers took, in milliseconds: the pages', and that of a health request after each."""

    pages: list[float]
    health: list[float]
    largest: int  # bytes

    def __str__(self) -> str:
        page, health = _quantiles(self.pages), _quantiles(self.health)
        return (
            f"p50 {page[0]:.1f} ms, p95 {page[1]:.1f} ms, slowest {max(self.pages):.1f} ms "
            f"(/healthz: {health[0]:.1f}, {health[1]:.1f}; ratios {page[0] / health[0]:.1f}, "
            f"{page[1] / health[1]:.1f}), at most {self.largest:,} bytes"
        )


def _quantiles(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def measured(address: str, paths: list[str], rounds: int = 6) -> Times:
    """Ask for pages one by one, first views included, by turns with a health request."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    times = Times([], [], 0)
    for path in paths * rounds:
        for asked, spent in ((path, times.pages), ("/healthz", times.health)):
            begun = time.perf_counter()
            connection.request("GET", asked)
            answer = connection.getresponse()
            body = answer.read()
            spent.append((time.perf_counter() - begun) * 1_000)
            assert answer.status == HTTPStatus.OK, asked
            times = replace(times, largest=max(times.largest, len(body)))
    connection.close()
    return times


def pages(folder: Path) -> dict[str, list[str]]:
    """Paths of pages by what they have in common; hubs are what most quads lead to."""
    base = re.escape(str(json.loads((folder / "manifest.json").read_text())["base_iri"]))
    named = re.compile(rf"> <{base}id/([a-z]+)/([a-z0-9-]+)> <\S+ \.$")
    counts: Counter[tuple[str, str]] = Counter()
    with gzip.open(folder / "spacecoop.nq.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if found := named.search(line):
                counts[found[1], found[2]] += 1
    facts = ("meeting", "agreement", "milestone", "contribution", "cooperation", "membership")
    ordered = [f"{kind}/{slug}" for (kind, slug), _ in counts.most_common()]
    entities = [path for path in ordered if not path.startswith((*facts, "document", "report"))]
    hubs = [path for path in entities if path.startswith(("organization", "country", "person"))]
    step = max(1, len(entities) // 40)
    chosen = {
        "ten largest hubs": [f"/page/{path}" for path in entities[:10]],
        "other entities": [f"/page/{path}" for path in entities[10::step]],
        "two together": [f"/page/{hubs[0]}?with={path}" for path in hubs[1:10]],
        "since a year": [f"/page/{path}?since=2015" for path in hubs[:10]],
        "one class": [f"/page/{path}?class=meeting" for path in hubs[:10]],
        "partners": [f"/page/{path}?list=partners" for path in hubs[:10]],
        "facts": [f"/page/{path}" for path in ordered if path.startswith(facts)][:40],
        "documents": [f"/page/{path}" for path in ordered if path.startswith("document")][:40],
        "searches": [f"/search?q={path.partition('/')[2]}" for path in entities[:20]],
    }
    return {title: paths for title, paths in chosen.items() if paths}


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=50_000)
    parser.add_argument("--out", type=Path, help="measure the release of a build in its place")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        out = given.out or Path(name)
        if not given.out:
            print(f"{invented(out, given.facts):,} quads")  # noqa: T201
        begun = time.perf_counter()
        with serving("--out", out) as address:
            while ask(f"{address}/readyz").status != HTTPStatus.OK:
                time.sleep(0.1)
            print(f"ready after {time.perf_counter() - begun:.1f} s")  # noqa: T201
            for title, paths in pages(out / "current").items():
                print(f"{title}: {measured(address, paths)}")  # noqa: T201


def invented(out: Path, facts: int) -> int:
    """Make a release of so many facts; says how many quads it has."""
    folder = out / "releases" / "large"
    folder.mkdir(parents=True)
    with gzip.open(folder / "spacecoop.nq.gz", "wt", compresslevel=1) as file:
        lines = sum(file.write(f"{line}\n") > 0 for line in quads(facts, 7))
    manifest = {"id": "large", "base_iri": BASE, "documents": [], "counts": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (out / "current").symlink_to(folder)
    return lines


if __name__ == "__main__":
    main()
