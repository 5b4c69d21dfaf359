"""How long entity pages take in a large release: `python -m tests.benchmarks.site [--facts N]`.

Builds a release of cooperations whose parties are distributed as names in texts are (a few in very
many, most in few), then asks for the pages of the ten largest hubs and of others. Prints the median
and the 95th percentile in milliseconds of processor time, and their ratio to the home page.
"""

import argparse
import gzip
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient

import ontology
from service import Settings, create_app
from service.current import Current

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


def milliseconds(client: FlaskClient, path: str) -> float:
    """How much processor time one answer takes: others at work on the machine do not count."""
    begun = time.thread_time()
    assert client.get(path).status_code == 200, path
    return (time.thread_time() - begun) * 1_000


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=45_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "releases" / "large"
        folder.mkdir(parents=True)
        with gzip.open(folder / "spacecoop.nq.gz", "wt", compresslevel=1) as out:
            lines = sum(out.write(f"{line}\n") > 0 for line in quads(given.facts, 7))
        manifest = {"id": "large", "base_iri": BASE, "documents": [], "counts": {}}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        (Path(name) / "current").symlink_to(folder)
        begun = time.perf_counter()
        app = create_app(Settings(out=Path(name)))
        current: Current = app.extensions["spacecoop"]
        assert current.opened()
        print(f"{lines:,} quads, read and indexed in {time.perf_counter() - begun:.1f} s")  # noqa: T201
        _measure(app.test_client())


def _measure(client: FlaskClient) -> None:
    home = statistics.median(milliseconds(client, "/") for _ in range(5))
    groups = {
        "ten largest hubs": [f"/page/organization/o{n}" for n in range(10)],
        "their countries": [f"/page/country/c{n}" for n in range(10)],
        "others": [f"/page/organization/o{n}" for n in range(100, 3_000, 200)],
        "two together": [f"/page/organization/o0?with=organization/o{n}" for n in range(1, 10)],
        "searches": [f"/search?q=organization+{n}" for n in range(1, 10)],
    }
    for title, paths in groups.items():
        first = [milliseconds(client, path) for path in paths]
        times = sorted(milliseconds(client, path) for path in paths for _ in range(4))
        p95 = times[int(len(times) * 0.95)]
        print(  # noqa: T201
            f"{title}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, "
            f"slowest first view {max(first):.1f} ms, p95/home {p95 / home:.1f}"
        )


if __name__ == "__main__":
    main()
