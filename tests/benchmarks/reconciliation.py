"""Names matched a second, and how many: `python -m tests.benchmarks.reconciliation [--names N]`.

Makes a release of the gazetteer, but for every fifth entity, and of invented people; then posts
names in batches of 50, spelt as people spell them. Prints names a second of processor time, and for
each way of spelling how many in a hundred are matched rightly, are matched with something else,
and have what is meant as the first candidate. Of names not in the release any match is wrong.
"""

import argparse
import gzip
import json
import random
import string
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

import ontology
from service import Settings, create_app
from service.names import ALT_LABEL, LABEL, PREF_LABEL, A, sc
from service.reconcile.requests import BATCH

ROOT = Path(__file__).parents[2]
PEOPLE = Path(__file__).parent / "archive" / "world" / "people.yaml"
BASE = ontology.DEFAULT_BASE
NAMING = (PREF_LABEL, ALT_LABEL, sc("acronym"))
GRAPH = NamedNode(f"{BASE}graph/authority")
LONG = 8  # letters that a name has at least where a letter in it is made wrong

Spell = Callable[[str, random.Random], str]
Names = Mapping[str, list[str]]


def gazetteer() -> list[Quad]:
    """What the gazetteer says of things that have names."""
    found = []
    for path in sorted((ROOT / "mapping" / "gazetteer").glob("*.ttl")):
        if path.stem == "concepts":
            continue
        read = parse(path.read_bytes(), RdfFormat.TURTLE, base_iri=f"{BASE}id/")
        for triple in read:
            found.append(Quad(triple.subject, triple.predicate, triple.object, GRAPH))
            if triple.predicate == PREF_LABEL:
                found.append(Quad(triple.subject, LABEL, triple.object, GRAPH))
    return found


def people(number: int, chance: random.Random) -> Iterator[Quad]:
    """So many invented people."""
    areas = list(yaml.safe_load(PEOPLE.read_text(encoding="utf-8"))["areas"].values())
    for count in range(number):
        area, other = chance.choice(areas), chance.choice(areas)
        first, last = chance.choice(area["given"]), chance.choice(area["family"])
        name = Literal(f"{first} {last}-{chance.choice(other['family'])}", language="en")
        person = NamedNode(f"{BASE}id/person/p{count}")
        yield Quad(person, A, sc("Person"), GRAPH)
        yield Quad(person, LABEL, name, GRAPH)
        yield Quad(person, PREF_LABEL, name, GRAPH)


def named(quads: list[Quad]) -> Names:
    """What each thing is called."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        one, name = quad.subject, quad.object
        if quad.predicate in NAMING and isinstance(one, NamedNode) and isinstance(name, Literal):
            found[one.value].append(name.value)
    return found


def slip(name: str, chance: random.Random) -> str:
    """The name with one letter left out, doubled, changed or swapped with the next."""
    places = [n for n in range(1, len(name) - 1) if name[n].isalpha() and name[n + 1].isalpha()]
    if len(name) < LONG or not places:
        return name
    at = chance.choice(places)
    other = chance.choice(string.ascii_lowercase)
    middle = chance.choice(["", name[at] * 2, other, None])
    if middle is None:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + middle + name[at + 1 :]


def unaccented(name: str, _: random.Random) -> str:
    """The name without accents, in lower case, with hyphens for spaces or the reverse."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return plain.replace("-", " ") if "-" in plain else plain.replace(" ", "-", 1)


def turned(name: str, _: random.Random) -> str:
    """The last word first."""
    *others, last = name.split()
    return ", ".join([last, " ".join(others)]) if others else name


SPELT: Mapping[str, Spell] = {
    "as it is": lambda name, _: name,
    "case, accents, hyphens": unaccented,
    "order of words": turned,
    "one slip": slip,
    "two slips": lambda name, chance: slip(slip(name, chance), chance),
}


def ask(client: FlaskClient, names: list[str]) -> tuple[list[tuple[str, bool]], float]:
    """(first candidate, whether it is matched) of each name, and seconds of processor time."""
    found, spent = [], 0.0
    for start in range(0, len(names), BATCH):
        some = names[start : start + BATCH]
        queries = json.dumps({str(n): {"query": name} for n, name in enumerate(some)})
        begun = time.thread_time()
        answer = client.post("/reconcile", data={"queries": queries})
        spent += time.thread_time() - begun
        told = answer.get_json()
        for n in range(len(some)):
            best = (told[str(n)]["result"] or [{"id": "", "match": False}])[0]
            found.append((best["id"], best["match"]))
    return found, spent


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=10_000, help="asked for, in all")
    parser.add_argument("--people", type=int, default=5_000, help="invented, in the release")
    given = parser.parse_args()
    chance = random.Random(7)  # noqa: S311 - the same each time
    known = gazetteer()
    called = named(known)
    absent = {iri for number, iri in enumerate(sorted(called)) if number % 5 == 0}
    kept = [quad for quad in known if str(quad.subject).strip("<>") not in absent]
    kept += people(given.people, chance)
    with tempfile.TemporaryDirectory() as out:
        client, seconds = _served(Path(out), kept)
        print(f"{len(named(kept)):,} entities, read and indexed in {seconds:.1f} s")  # noqa: T201
        _measure(client, called, absent, given.names, chance)


def _served(out: Path, quads: list[Quad]) -> tuple[FlaskClient, float]:
    folder = out / "releases" / "names"
    folder.mkdir(parents=True)
    body = serialize(quads, format=RdfFormat.N_QUADS) or b""
    (folder / "spacecoop.nq.gz").write_bytes(gzip.compress(body, 1))
    manifest = {"id": "names", "base_iri": BASE, "documents": [], "counts": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (out / "current").symlink_to(folder)
    begun = time.perf_counter()
    client = create_app(Settings(out=out)).test_client()
    client.get("/reconcile")
    return client, time.perf_counter() - begun


def _measure(
    client: FlaskClient, called: Names, absent: set[str], number: int, chance: random.Random
) -> None:
    bearers = Counter(name for names in called.values() for name in set(names))
    pairs = [(iri, n) for iri, names in sorted(called.items()) for n in names if bearers[n] == 1]
    held = [pair for pair in pairs if pair[0] not in absent]
    groups = {title: (held, spell) for title, spell in SPELT.items()}
    groups["not held"] = ([pair for pair in pairs if pair[0] in absent], SPELT["as it is"])
    groups["not held, one slip"] = (groups["not held"][0], slip)
    total = spent = 0.0
    for title, (some, spell) in groups.items():
        chosen = chance.choices(some, k=number // len(groups))
        texts = [spell(name, chance) for _, name in chosen]
        answers, seconds = ask(client, texts)
        total, spent = total + len(texts), spent + seconds
        ids = [iri.removeprefix(f"{BASE}id/").replace("/", ":") for iri, _ in chosen]
        right = sum(match and best == one for (best, match), one in zip(answers, ids, strict=True))
        first = sum(best == one for (best, _), one in zip(answers, ids, strict=True))
        wrong = [
            f"{text} -> {best}"
            for text, (best, match), one in zip(texts, answers, ids, strict=True)
            if match and best != one
        ]
        shares = (100 * count / len(texts) for count in (right, len(wrong), first))
        print("{}: matched {:.1f}, wrongly {:.1f}, first {:.1f}".format(title, *shares))  # noqa: T201
        for line in dict.fromkeys(wrong[:5]):
            print(f"    {line}")  # noqa: T201
    print(f"{total:,.0f} names, {total / spent:,.0f} a second")  # noqa: T201


if __name__ == "__main__":
    main()
