"""Queries that ask another endpoint, too: what they answer, and what a bad endpoint can do."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import Any, cast

import pytest
import yaml
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import HealthCheck, assume, given, settings, strategies
from pyoxigraph import Quad, QueryResultsFormat, Store

import ontology
from service import Settings, create_app
from service.commands import serve
from service.errors import CommandError
from service.statements import query_text
from tests.conftest import end, unused_port
from tests.service.serving import ask, listening, serving

DATA = Path(__file__).parent / "data"
OXIGRAPH = str(Path(sys.executable).parent / "oxigraph")
WIKIDATA = "https://query.wikidata.org/sparql"
CASES = yaml.safe_load((DATA / "joint.yaml").read_text(encoding="utf-8"))
PREFIXES = "".join(f"PREFIX {name}: <{iri}> " for name, iri in ontology.PREFIXES.items())
PREFIXES += "PREFIX wdt: <http://www.wikidata.org/prop/direct/> "
JOIN = "SELECT * { ?m skos:exactMatch ?i SERVICE <ADDRESS> { ?i ?p ?o } }"
JSON = "application/sparql-results+json"
DEAD = "http://127.0.0.1:1/query"  # nobody listens there
HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/sparql-results+json\r\n"


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Oxigraph server with data shaped as Wikidata's."""
    folder = str(tmp_path_factory.mktemp("oxigraph"))
    loaded = [OXIGRAPH, "load", "--location", folder, "--file", str(DATA / "wikidata.ttl")]
    subprocess.run(loaded, check=True, capture_output=True, timeout=60)
    bind = f"127.0.0.1:{unused_port()}"
    arguments = [OXIGRAPH, "serve-read-only", "--location", folder, "--bind", bind]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as store:
        try:
            for _ in range(100):
                try:
                    ask(f"http://{bind}/query?query=ASK%7B%7D")
                    break
                except ConnectionError:
                    time.sleep(0.05)
            yield f"http://{bind}/query"
        finally:
            end(store)


@pytest.fixture(scope="module")
def federating(out: Path, remote: str) -> FlaskClient:
    """A client of the service that may ask that server."""
    return create_app(Settings(out=out, allow_service=(remote, DEAD))).test_client()


@pytest.fixture(scope="module")
def oracle(quads: list[Quad]) -> Store:
    """An engine that asks other endpoints by itself, over the same quads."""
    store = Store()
    store.extend(quads)
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def asked(client: FlaskClient, query: str, accept: str = JSON) -> Any:  # noqa: ANN401
    """The service's answer to a query, posted."""
    return client.post("/sparql", data={"query": query}, headers={"Accept": accept})


def rows(body: bytes) -> Counter[str]:
    """The solutions of an answer in JSON, as often as they come; blank nodes are all alike."""
    found = json.loads(body)["results"]["bindings"]
    for row in found:
        for name, term in row.items():
            blank = term["type"] == "bnode" or term["value"].startswith("urn:x-spacecoop:genid:")
            row[name] = "blank" if blank else term
    return Counter(json.dumps(row, sort_keys=True) for row in found)


@pytest.mark.parametrize("case", CASES, ids=[str(number) for number in range(len(CASES))])
def test_solutions_are_those_of_an_engine_that_asks_by_itself(
    federating: FlaskClient, remote: str, oracle: Store, case: dict[str, Any]
) -> None:
    query = case["query"].replace("REMOTE_BASE", remote.removesuffix("query"))
    query = PREFIXES + query.replace("REMOTE", f"<{remote}>")
    expected = cast(Any, oracle.query(query)).serialize(format=QueryResultsFormat.JSON)
    answer = asked(federating, query)
    assert answer.status_code == 200, answer.text
    assert rows(answer.data) == rows(expected)
    assert rows(answer.data).total() == case["rows"]


def test_other_forms_are_answered_too(federating: FlaskClient, remote: str) -> None:
    pattern = f"?m skos:exactMatch ?i SERVICE <{remote}> {{ ?i wdt:P619 ?d }}"
    assert asked(federating, f"{PREFIXES} ASK {{ {pattern} }}").get_json()["boolean"] is True
    built = f"{PREFIXES} CONSTRUCT {{ ?m wdt:P619 ?d }} WHERE {{ {pattern} }}"
    assert b"mission/svom" in asked(federating, built, "application/n-triples").data
    described = asked(federating, f"{PREFIXES} DESCRIBE ?m WHERE {{ {pattern} }}", "text/turtle")
    assert b"<https://w3id.org/spacecoop/id/mission/svom>" in described.data


def test_more_bindings_than_one_batch(tmp_path: Path, publish: Any, remote: str) -> None:  # noqa: ANN401
    match = "<http://www.w3.org/2004/02/skos/core#exactMatch>"
    extra = "".join(
        f"<https://w3id.org/spacecoop/id/mission/m{number}> {match} "
        f"<http://www.wikidata.org/entity/Q{1_000_000_000 + number}> "
        "<https://w3id.org/spacecoop/graph/links> .\n"
        for number in range(120)
    )
    publish(tmp_path, "e" * 64, extra=extra)
    client = create_app(Settings(out=tmp_path, allow_service=(remote,))).test_client()
    answer = asked(client, PREFIXES + JOIN.replace("ADDRESS", remote))
    items = {row["i"]["value"][-11:] for row in answer.get_json()["results"]["bindings"]}
    assert "Q1000000001" in items
    assert len(items) == 4
    many = "SELECT * { ?s ?p ?o . ?a ?b ?c SERVICE <ADDRESS> { ?s ?d ?a } }"
    refused = asked(client, PREFIXES + many.replace("ADDRESS", remote))
    assert refused.status_code == 400
    assert "narrow them down" in refused.get_json()["detail"]


def test_both_examples_are_answered(out: Path, remote: str) -> None:
    with serving("--out", out, "--allow-service", remote) as address:
        ours = query_text("joint/wikidata-from-here").replace(WIKIDATA, remote)
        answer = ask(f"{address}/sparql", "POST", ours.encode(), QUERY)
        (row,) = json.loads(answer.body)["results"]["bindings"]
        assert row["mission"]["value"].endswith("/id/mission/svom")
        assert row["launched"]["value"] == "2024-06-22T00:00:00Z"
        assert "ETag" not in answer.headers
        theirs = query_text("joint/here-from-wikidata")
        theirs = theirs.replace("https://w3id.org/spacecoop/sparql", f"{address}/sparql")
        answer = ask(remote, "POST", theirs.encode(), QUERY)
        assert {
            row["item"]["value"][-9:] for row in json.loads(answer.body)["results"]["bindings"]
        } == {"Q16677669"}
        broken = f"{PREFIXES}\nSELECT * {{ ?s ?p ?o .\n SERVICE <{remote}> {{ ?s ?p }}\n}}"
        answer = ask(f"{address}/sparql", "POST", broken.encode(), QUERY)
        assert answer.status == 400
        assert "did not understand" in json.loads(answer.body)["detail"]
        page = ask(f"{address}/sparql", headers={"Accept": "text/html"}).text
        assert remote in page
        assert f"{address}/sparql&gt;" in page
        described = ask(f"{address}/sparql", headers={"Accept": "text/turtle"}).text
        assert "BasicFederatedQuery" in described


QUERY = {"Content-Type": "application/sparql-query", "Accept": "application/json"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "not allowed; these are: http"),
        ("SELECT * { SERVICE ?where { ?s ?p ?o } }", "SERVICE is understood as"),
        ("SELECT * { OPTIONAL { SERVICE <R> { ?s ?p ?o } } }", "SERVICE is understood as"),
        ("SELECT * { { SELECT * { SERVICE <R> { ?s ?p ?o } } } }", "SERVICE is understood as"),
        ("SELECT * { SERVICE <R> { ?s ?p ?o } SERVICE <R> { ?s ?p ?o } }", "SERVICE is understood"),
        ("SELECT * { SERVICE <R> { ?s ?p ?o SERVICE <R> { ?s ?p ?o } } }", "SERVICE is understood"),
        ("SELECT * { SERVICE <R> { ?s ?p ?o SERV\\u0049CE <R> {} } }", "SERVICE is understood as"),
        ("SELECT * { SERVICESILENT<R>{?s ?p ?o} }", "SERVICE is understood as"),
        ("SELECT * {?s ?p 1SERVICE<R>{?s ?p ?o}}", "SERVICE is understood as"),
        ("CONSTRUCT { SERVICE <R> { ?s ?p ?o } } WHERE { ?s ?p ?o }", "SERVICE is understood as"),
        ("SELECT * { SERVICE <R> }", ""),
        ("SELECT * { SERVICE <R> { ?s ?p ?o }", "ends too early"),
        ("SELECT * { SERVICE", ""),
        ("SERVICE <R> { ?s ?p ?o }", "SERVICE is understood as"),
        ("SELECT * { ?s ?p ?o OPTIONAL SERVICE <R> { ?s ?p ?o } }", ""),
        ("SELECT * { ?s ?p . SERVICE <R> { ?s ?p ?o } }", "line 1, column"),
        ("SELECT * { ?s ?p ?o \n SERVICE <R> { ?s ?p ?o } \n } LIMIT x", "line 3"),
        ("SELECT * { ?s ?p ?o OPTIONALFILTER(1) SERVICE <R> { ?s ?p ?o } }", "put spaces around"),
        ("SELECT * { SERVICE <R> { FILTER(?a<?b)SERVICE#>\n:x {} } }", ""),
        ("SELECT * { SERVICE <R> { FILTER(?a<?b#>)\n) } }", "Put a space after '<'"),
        (
            "SELECT * {" + " FILTER(1)" * 600 + " SERVICE <R> { ?s ?p ?o } }",
            "More than 500 clauses",
        ),
        ("SELECT * { SERVICE <R> " + "{" * 5_000 + "}" * 5_000 + " }", "nested more than 200"),
    ],
)
def test_what_is_no_such_query_is_refused(
    federating: FlaskClient, remote: str, query: str, said: str
) -> None:
    answer = asked(federating, query.replace("<R>", f"<{remote}>"), "*/*")
    assert answer.status_code == 400
    assert said in answer.get_json()["detail"]


def test_without_a_list_no_other_endpoint_is_asked(client: FlaskClient, remote: str) -> None:
    answer = asked(client, f"SELECT * {{ SERVICE <{remote}> {{ ?s ?p ?o }} }}")
    assert answer.status_code == 400
    assert "SERVICE is not allowed" in answer.get_json()["detail"]


def table(*bindings: Mapping[str, object], names: str = "i p o") -> bytes:
    """A reply that holds a table."""
    body = json.dumps({"head": {"vars": names.split()}, "results": {"bindings": bindings}})
    return HEAD + b"\r\n" + body.encode()


URI = {"type": "uri", "value": "http://www.wikidata.org/entity/Q48756"}
REPLIES = {
    "cut": (HEAD + b'Content-Length: 99\r\n\r\n{"head":{},', 502),
    "ended": (HEAD + b'\r\n{"head":{"vars":[]}, error: timeout', 502),
    "html": (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}", 502),
    "failed": (b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno", 502),
    "busy": (b"HTTP/1.1 429 Busy\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n", 502),
    "moved": (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", 502),
    "no http": (b"garbage\r\n\r\n", 502),
    "nothing": (b"", 502),
    "huge": (HEAD + b"\r\n" + b" " * 9_000_000, 502),
    "many": (table(*[{"i": URI, "o": {"type": "literal", "value": "x" * 900}}] * 1_200), 502),
    "no table": (HEAD + b'\r\n{"head":{},"boolean":true}', 502),
    "no json": (HEAD + b"\r\n{]}", 502),
    "deep": (HEAD + b'\r\n{"head":' + b"[" * 99_999 + b"}", 502),
    "no IRI": (table({"i": {"type": "uri", "value": "http://x> } } #"}}), 502),
    "no language": (table({"o": {"type": "literal", "value": "x", "xml:lang": "e> ."}}), 502),
    "no name": (table(names="o } #"), 502),
    "unnamed": (table({"z": URI}), 502),
    "refused": (b"HTTP/1.1 400 Bad\r\nContent-Length: 5\r\n\r\nwrong", 400),
    "good": (table({"i": URI, "o": {"type": "literal", "value": '" } } #\\\n\x00\u2028'}}), 200),
}


@pytest.mark.parametrize(("reply", "status"), REPLIES.values(), ids=REPLIES)
def test_a_bad_reply_is_its_senders_fault(out: Path, reply: bytes, status: int) -> None:
    def send(connection: socket) -> None:
        with suppress(OSError):  # it has heard enough
            connection.sendall(reply)

    with listening(send) as url:
        client = create_app(Settings(out=out, timeout=5, allow_service=(url,))).test_client()
        answer = asked(client, PREFIXES + JOIN.replace("ADDRESS", url))
        silent = asked(
            client, PREFIXES + JOIN.replace("SERVICE", "SERVICE SILENT").replace("ADDRESS", url)
        )
    assert answer.status_code == status, answer.text
    assert silent.status_code == 200
    if status == 200:
        (row,) = answer.get_json()["results"]["bindings"]
        assert row["o"]["value"] == '" } } #\\\n\x00\u2028'
    else:
        assert answer.mimetype == "application/problem+json"
        assert url in answer.get_json()["detail"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert len(silent.get_json()["results"]["bindings"]) == 3


def test_a_thousand_typed_values_are_no_complex_query(out: Path) -> None:
    day = {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#date"}
    reply = table(*[{"i": URI, "o": {**day, "value": f"{n}-01-01"}} for n in range(1_000, 3_000)])
    with listening(lambda connection: connection.sendall(reply)) as url:
        client = create_app(Settings(out=out, allow_service=(url,))).test_client()
        answer = asked(client, PREFIXES + JOIN.replace("ADDRESS", url))
    assert answer.status_code == 200, answer.text
    assert len(answer.get_json()["results"]["bindings"]) == 2_000


@pytest.mark.parametrize("drop", [b"\r\n", b"X: y\r\n"], ids=["body", "head"])
def test_an_endpoint_that_drips_is_given_up(out: Path, drop: bytes) -> None:
    def drip(connection: socket) -> None:
        try:
            connection.sendall(HEAD + drop)
            for _ in range(30):
                connection.sendall(drop)
                time.sleep(0.1)
        except OSError:
            pass

    with listening(drip) as url:
        client = create_app(Settings(out=out, timeout=1, allow_service=(url,))).test_client()
        answer = asked(client, PREFIXES + JOIN.replace("ADDRESS", url))
    assert answer.status_code == 504
    assert f"<{url}> took more than 1 seconds" in answer.get_json()["detail"]


def test_the_list_holds_addresses_only() -> None:
    result = CliRunner().invoke(serve, ["--allow-service", "file:///etc/passwd"])
    assert isinstance(result.exception, CommandError)
    assert "--allow-service" in str(result.exception)
    shown = CliRunner().invoke(
        serve,
        ["--show-config"],
        env={"SPACECOOP_ALLOW_SERVICE": "http://a.example/ http://b.example/"},
    )
    assert "SPACECOOP_ALLOW_SERVICE=http://a.example/ http://b.example/" in shown.output


# What a group may hold beside a SERVICE; each may bind, need or only narrow what the others do.
ELEMENTS = [
    "?m skos:exactMatch ?i .", "?m a sc:Mission .", "?m rdfs:label ?l .", "?m sc:country ?c .",
    "OPTIONAL { ?m sc:country ?c }", "OPTIONAL { ?m rdfs:label ?l }", "OPTIONAL { ?i wdt:P137 ?o }",
    "OPTIONAL { ?other skos:exactMatch ?o }", "OPTIONAL { ?m skos:exactMatch ?i }",
    "FILTER (BOUND(?l))", "FILTER (!BOUND(?c))", "FILTER (LANG(?l) = 'en')", "FILTER (?n > 30)",
    "FILTER EXISTS { ?m sc:country ?c }", "FILTER NOT EXISTS { ?other skos:exactMatch ?o }",
    "MINUS { ?m a sc:Organization }", "MINUS { ?a skos:exactMatch ?o }",
    "BIND (STRLEN(STR(?l)) AS ?n)", "BIND (wd:Q48756 AS ?o)", "BIND (?i AS ?k)",
    "VALUES ?o { wd:Q48756 wd:Q179103 }", "VALUES (?i ?c) { (wd:Q16677669 UNDEF) (UNDEF UNDEF) }",
    "{ ?m skos:exactMatch ?o } UNION { ?m skos:exactMatch ?i }",
    "{ SELECT DISTINCT ?i { ?m skos:exactMatch ?i } }",
]  # fmt: skip
ASKED = [
    "?i wdt:P137 ?o", "?i rdfs:label ?l", "?i wdt:P137 ?o OPTIONAL { ?i wdt:P571 ?c }",
    "?i ?p ?o FILTER (ISIRI(?o))", "VALUES (?i ?l) { (UNDEF 'x') (wd:Q48756 UNDEF) }", "",
]  # fmt: skip


@settings(max_examples=40, derandomize=True, suppress_health_check=[*HealthCheck])
@given(
    elements=strategies.lists(strategies.sampled_from(ELEMENTS), max_size=4, unique=True),
    pattern=strategies.sampled_from(ASKED),
    place=strategies.integers(0, 4),
)
def test_any_group_joins_as_an_engine_that_asks_by_itself_does(
    federating: FlaskClient,
    remote: str,
    oracle: Store,
    elements: list[str],
    pattern: str,
    place: int,
) -> None:
    group = [*elements[:place], f"SERVICE <{remote}> {{ {pattern} }}", *elements[place:]]
    query = f"{PREFIXES} SELECT * {{ {' '.join(group)} }}"
    try:
        found = cast(Any, oracle.query(query)).serialize(format=QueryResultsFormat.JSON)
    except SyntaxError:  # BIND of a variable that is bound already
        assume(False)
    answer = asked(federating, query)
    assert answer.status_code == 200, answer.text
    assert rows(answer.data) == rows(found)
