"""A Wikidata of our own on loopback: the query service is an Oxigraph server with data of the same
shape, the API a small server before it that can also be slow, busy and wrong.

Forms: https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format and
https://www.wikidata.org/w/api.php?action=help&modules=wbgetentities .
"""

import json
import re
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

from tests.conftest import PATIENCE, end, unused_port

OXIGRAPH = str(Path(sys.executable).parent / "oxigraph")
PREFIXES = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pr: <http://www.wikidata.org/prop/reference/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix psv: <http://www.wikidata.org/prop/statement/value/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <http://www.wikidata.org/entity/statement/> .
@prefix schema: <http://schema.org/> .
@prefix v: <http://www.wikidata.org/value/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdref: <http://www.wikidata.org/reference/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATE = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T00:00:00Z/(\d+)")


@dataclass
class Claim:
    """A statement: "Q5", a date as QuickStatements writes it, or "" for an unknown value."""

    number: str
    value: str
    rank: str = "Normal"


@dataclass
class Thing:
    """An item; ``leads_to`` another one where it was merged, and "deleted" where it is gone."""

    labels: dict[str, str]
    types: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    leads_to: str = ""
    revision: int = 1


World = dict[str, Thing]
# What a request is answered instead, once: status, headers and body, or a function that answers.
Fault = tuple[int, Mapping[str, str], bytes] | Callable[["Handler"], None]


def turtle(world: World) -> str:
    """The world as the query service has it."""
    numbers = {claim.number for thing in world.values() for claim in thing.claims}
    lines = [PREFIXES, *map(_property, sorted(numbers))]
    for item, thing in world.items():
        if thing.leads_to == "deleted":
            continue
        if thing.leads_to:
            lines.append(f"wd:{item} owl:sameAs wd:{thing.leads_to} .")
            continue
        lines += [f"wd:{item} rdfs:label {_text(n, tag)} ." for tag, n in thing.labels.items()]
        lines.append(f"wd:{item} schema:version {thing.revision} .")
        for kind in thing.types:
            iri = f"wd:Q9000{sum(map(ord, kind))}"
            lines.append(f"wd:{item} wdt:P31 {iri} . {iri} rdfs:label {_text(kind, 'en')} .")
        lines += [_statement(item, n, claim) for n, claim in enumerate(thing.claims)]
    return "\n".join(lines)


def _property(number: str) -> str:
    return (
        f"wd:{number} a wikibase:Property ; wikibase:directClaim wdt:{number} ;"
        f" wikibase:claim p:{number} ; wikibase:statementProperty ps:{number} ;"
        f" wikibase:statementValue psv:{number} ; wikibase:qualifier pq:{number} ."
    )


def _statement(item: str, place: int, claim: Claim) -> str:
    node, number = f"s:{item}-{place}", claim.number
    told = f"wd:{item} p:{number} {node} . {node} wikibase:rank wikibase:{claim.rank}Rank ."
    told += f" {node} prov:wasDerivedFrom wdref:{item}-{place} ."
    told += f" wdref:{item}-{place} pr:P854 <https://elsewhere.example/{item}> ."
    told += f' {node} pq:P1427 wd:Q90001 . {node} pq:P585 "1999-01-01T00:00:00Z"^^xsd:dateTime .'
    if found := DATE.fullmatch(claim.value):
        year, month, day, precision = found.groups()
        day = f'"{year}-{max(month, "01")}-{max(day, "01")}T00:00:00Z"^^xsd:dateTime'
        told += f" {node} ps:{number} {day} ; psv:{number} v:{item}-{place} ."
        told += f" wd:{item} wdt:{number} {day} . v:{item}-{place} a wikibase:TimeValue ;"
        told += f" wikibase:timeValue {day} ; wikibase:timePrecision {precision} ."
    elif claim.value:
        told += f" {node} ps:{number} wd:{claim.value} . wd:{item} wdt:{number} wd:{claim.value} ."
    else:
        told += f" {node} ps:{number} <http://www.wikidata.org/.well-known/genid/{item}> ."
    return told


def _text(text: str, language: str) -> str:
    return f"{json.dumps(text, ensure_ascii=False)}@{language}"


class Wikibase(ThreadingHTTPServer):
    """The servers; ``asked`` are the requests so far, ``most`` how many there were at once."""

    daemon_threads = True

    def __init__(self, store: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store, self.world = store, cast(World, {})
        self.faults: deque[Fault] = deque()
        self.asked: list[tuple[str, Mapping[str, str], dict[str, str]]] = []
        self.most = self._now = 0
        self.gate: Callable[[], object] = lambda: None
        self.counting = threading.Lock()

    @property
    def address(self) -> str:
        """Where they listen."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def options(self) -> tuple[str, ...]:
        """The options of commands that ask them."""
        return "--api", f"{self.address}/w/api.php", "--sparql", f"{self.address}/sparql"

    def hold(self, world: World) -> None:
        """Let this be what they know, and forget what was asked."""
        self.world, self.most = world, 0
        self.faults.clear()
        self.asked.clear()
        data = turtle(world).encode()
        headers = {"Content-Type": "text/turtle"}
        put = Request(f"{self.store}/store?default", data, headers, method="PUT")
        with urlopen(put, timeout=30):
            pass

    @contextmanager
    def counted(self) -> Iterator[None]:
        """One more request at once."""
        with self.counting:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            yield
        finally:
            with self.counting:
                self._now -= 1


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    server: Wikibase

    def do_GET(self) -> None:
        """A request of the API."""
        self._handle({n: v[0] for n, v in parse_qs(urlsplit(self.path).query).items()})

    def do_POST(self) -> None:
        """A query."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._handle({n: v[0] for n, v in parse_qs(body).items()})

    def _handle(self, fields: dict[str, str]) -> None:
        with self.server.counted():
            with self.server.counting:
                self.server.asked.append((self.path, dict(self.headers), fields))
                fault = self.server.faults.popleft() if self.server.faults else None
            self.server.gate()
            if callable(fault):
                fault(self)
            elif fault:
                self.answer(*fault)
            elif "query" in fields:
                self._queried(fields["query"])
            else:
                told = getattr(self, fields["action"])(fields)
                self.answer(200, {"Content-Type": "application/json"}, json.dumps(told).encode())

    def answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_response(self, code: int, message: str | None = None) -> None:
        """The status line alone: dates are for tests to choose."""
        self.send_response_only(code, message)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def wbgetentities(self, fields: dict[str, str]) -> dict[str, Any]:
        """Items by number."""
        ids = fields["ids"].split("|")
        assert len(ids) <= 50, "the API gives no more at once"
        return {"entities": {q: self._entity(q, fields) for q in ids}, "success": 1}

    def _entity(self, item: str, fields: dict[str, str]) -> dict[str, Any]:
        thing = self.server.world.get(item)
        if thing is None or thing.leads_to == "deleted":
            return {"id": item, "missing": ""}
        told: dict[str, Any] = {"type": "item", "id": item}
        if thing.leads_to:
            told |= {"id": thing.leads_to, "redirects": {"from": item, "to": thing.leads_to}}
            thing = self.server.world[thing.leads_to]
        props = fields["props"].split("|")
        languages = fields.get("languages", "en").split("|")
        if "info" in props:
            told["lastrevid"] = thing.revision
        if "labels" in props:
            told["labels"] = {
                tag: {"language": tag, "value": name}
                for tag, name in thing.labels.items()
                if tag in languages
            }
        if "aliases" in props:
            aliases = {
                tag: [{"language": tag, "value": name} for name in names]
                for tag, names in thing.aliases.items()
                if tag in languages
            }
            told["aliases"] = aliases or []  # as the API says that there is none
        return told

    def wbsearchentities(self, fields: dict[str, str]) -> dict[str, Any]:
        """Items by label or alias."""
        found = []
        for item, thing in self.server.world.items():
            names = [thing.labels.get("en", ""), *thing.aliases.get("en", [])]
            wanted = fields["search"].casefold()
            hits = [name for name in names if name.casefold().startswith(wanted)]
            if hits and not thing.leads_to:
                match = {"type": "label" if hits[0] == names[0] else "alias", "language": "en"}
                found.append({"id": item, "label": names[0], "match": {**match, "text": hits[0]}})
        return {"searchinfo": {"search": fields["search"]}, "search": found, "success": 1}

    def _queried(self, query: str) -> None:
        headers = {
            "Content-Type": "application/sparql-query",
            "Accept": str(self.headers["Accept"]),
        }
        with urlopen(Request(f"{self.server.store}/query", query.encode(), headers)) as found:
            self.answer(200, {"Content-Type": str(found.headers["Content-Type"])}, found.read())


@contextmanager
def running() -> Iterator[Wikibase]:
    """Both servers, until the block ends."""
    bind = f"127.0.0.1:{unused_port()}"
    with subprocess.Popen(
        [OXIGRAPH, "serve", "--bind", bind],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as store:
        try:
            _wait(bind, store)
            with Wikibase(f"http://{bind}") as server:
                thread = threading.Thread(target=server.serve_forever, args=(0.05,))
                thread.start()
                try:
                    yield server
                finally:
                    server.shutdown()
                    thread.join()
        finally:
            end(store)


def _wait(bind: str, store: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and store.poll() is None:
        try:
            with urlopen(f"http://{bind}/query?query=ASK%20%7B%7D", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the Oxigraph server does not answer")
