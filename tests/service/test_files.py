"""`serve --data`: any RDF files as a dataset, and what is wrong with one that cannot be served."""

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from service.commands import serve
from service.errors import CommandError
from tests.service.serving import ROOT, ask, serving

FILES = {
    "a.ttl": "@prefix : <http://x.example/> . :turtle :p 1 ; :knows [ :p 2 ] .",
    "b.nt": "<http://x.example/ntriples> <http://x.example/p> _:b .",
    "c.rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="http://x.example/rdfxml" '
        'xmlns:x="http://x.example/" x:p="3"/></rdf:RDF>'
    ),
    "d.jsonld": '{"@id": "http://x.example/jsonld", "http://x.example/p": 4}',
    "e.nq": (
        "<http://x.example/nquads> <http://x.example/p> _:b <http://x.example/g> .\n"
        '<http://x.example/nquads> <http://x.example/p> "default" .'
    ),
    "f.trig": (
        "@prefix : <http://x.example/> . :trig :p 6 . "
        ":g { :trig :p 6 , 7 } :h { :trig :p 6 . <relative> :p 8 }"
    ),
}
DEFAULT = ["turtle", "ntriples", "rdfxml", "jsonld", "nquads", "trig"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file in each format, the last one compressed."""
    folder = tmp_path_factory.mktemp("files")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "g.ttl.gz").write_bytes(gzip.compress(b"<urn:gzip> <urn:p> 9 ."))
    return folder


@pytest.fixture(scope="module")
def files(folder: Path) -> Iterator[str]:
    """A server of those files."""
    with serving("--data", *sorted(folder.iterdir())) as address:
        yield address


def _value(address: str, query: str, **parameters: str) -> str:
    """The only value of the only solution."""
    answer = ask(f"{address}/sparql?{urlencode({'query': query, **parameters})}")
    assert answer.status == 200, answer.text
    (row,) = json.loads(answer.body)["results"]["bindings"]
    return str(row["n"]["value"])


def _count(address: str, pattern: str, **parameters: str) -> int:
    return int(_value(address, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", **parameters))


@pytest.mark.parametrize("name", [*DEFAULT, "gzip"])
def test_every_format_is_read(files: str, name: str) -> None:
    iri = "urn:gzip" if name == "gzip" else f"http://x.example/{name}"
    assert _count(files, f"<{iri}> ?p ?o") == (2 if name == "turtle" else 1)


def test_quads_are_in_their_graphs_and_the_default_graph_is_not_their_union(files: str) -> None:
    assert _count(files, "?s ?p ?o") == len(DEFAULT) + 1 + 2
    assert _count(files, "GRAPH ?g { ?s ?p ?o }") == 5
    assert _count(files, "GRAPH <http://x.example/g> { ?s ?p ?o }") == 3
    assert _count(files, "?s ?p ?o", **{"default-graph-uri": "http://x.example/h"}) == 2


def test_blank_nodes_of_two_files_are_two(files: str) -> None:
    query = "<http://x.example/ntriples> ?p ?b . GRAPH ?g { <http://x.example/nquads> ?q ?b }"
    assert _count(files, query) == 0


def test_blank_nodes_are_named_alike_after_another_start(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("[ <urn:p> _:x ] . <urn:s> <urn:p> ( 1 [] ) , _:x .", "utf-8")
    shutil.copy(tmp_path / "a.ttl", tmp_path / "b.ttl")
    url = f"sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o'})}"
    answers = []
    for mode in ("--debug", "--workers=1"):
        with serving(mode, "--data", tmp_path / "a.ttl", tmp_path / "b.ttl") as address:
            answers.append(ask(f"{address}/{url}", headers={"Accept": "text/csv"}))
    assert len({answer.headers["X-Spacecoop-Release"] for answer in answers}) == 1
    assert len({answer.body for answer in answers}) == 1
    assert answers[0].text.count("\n") == 1 + 2 * 7


def test_relative_iris_are_resolved_against_the_file(files: str, folder: Path) -> None:
    query = "SELECT (STR(?s) AS ?n) { GRAPH ?g { ?s ?p 8 } }"
    assert _value(files, query) == (folder / "relative").as_uri()


def test_a_union_counts_each_triple_once(folder: Path) -> None:
    with serving("--data", folder / "f.trig", "--union-default-graph") as address:
        assert _count(address, "?s ?p ?o") == 3
        assert _count(address, "GRAPH ?g { ?s ?p ?o }") == 4
        description = ask(f"{address}/sparql", headers={"Accept": "text/turtle"}).text
        assert "UnionDefaultGraph" in description


def test_there_are_no_pages_and_the_answer_says_why(files: str) -> None:
    home = ask(f"{files}/", headers={"Accept": "text/html"})
    assert (home.status, home.headers.get_content_type()) == (200, "text/html")
    assert "/page/" not in home.text
    for path in ("/healthz", "/readyz", "/static/icon.svg"):
        assert ask(files + path).status == 200
    for path in ("/page/document", "/report", "/dump/spacecoop.ttl", "/.well-known/void"):
        answer = ask(files + path)
        assert answer.status == 404
        assert "there are no pages here, only /sparql" in json.loads(answer.body)["detail"]


def test_only_a_union_calls_itself_one(files: str) -> None:
    description = ask(f"{files}/sparql", headers={"Accept": "text/turtle"}).text
    assert "UnionDefaultGraph" not in description
    assert "<http://x.example/g>" in description


def test_a_description_of_many_graphs_says_that_it_is_not_of_all(tmp_path: Path) -> None:
    quads = [f"<urn:s> <urn:p> <urn:o> <urn:g{i}> ." for i in range(1_001)]
    (tmp_path / "many.nq").write_text("\n".join(quads), encoding="utf-8")
    with serving("--data", tmp_path / "many.nq") as address:
        answer = ask(f"{address}/sparql?format=nt").text
    assert "The first 1,000 of 1,001 named graphs are listed here." in answer
    assert answer.count("description#name>") == 1_000


def test_links_in_results_lead_to_where_they_say(files: str) -> None:
    query = "SELECT * { VALUES ?x { <https://w3id.org/spacecoop/ontology#Fact> } }"
    page = ask(f"{files}/sparql?{urlencode({'query': query, 'format': 'html'})}").text
    assert 'href="https://w3id.org/spacecoop/ontology#Fact"' in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ttl", b"@prefix : <urn:> .\n\n:a :b xx .", "a.ttl:3:7: is not Turtle: xx"),
        ("a.nt", b"<urn:a> <urn:b> <urn:c> <urn:d> .", "a.nt:1:25: is not N-Triples"),
        ("a.nq", b"<urn:a> <urn:b> <urn:c>", "a.nq:1:24: is not N-Quads"),
        ("a.trig", b'<urn:a> <urn:b> "\xff" .', "a.trig:1:18: is not TriG"),
        ("a.rdf", b"<rdf:RDF>\n<x/>", "a.rdf:1:9: is not RDF/XML: Unknown prefix"),
        ("a.jsonld", b'{"@id":\n"urn:a"', "a.jsonld:2:8: is not JSON-LD"),
        ("a.json", b'{"@context":\n "http://127.0.0.1:1/"}', "nothing is fetched"),
        ("a.ttl.gz", b"plain", "a.ttl.gz: cannot be read (Not a gzipped file"),
        ("a.ttl.gz", gzip.compress(b"<urn:a>" * 9, mtime=0)[:-9], "a.ttl.gz: cannot be read"),
        ("a.csv", b"a,b", "a.csv: ends in none of .ttl, .trig"),
        ("a.ttl", None, "a.ttl: cannot be read (No such file or directory)"),
    ],
)
def test_a_bad_file_is_one_line_with_its_place(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    good = tmp_path / "good.ttl"
    good.write_bytes(b"<urn:a> <urn:b> <urn:c> .")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = CliRunner().invoke(serve, ["--data", str(good), str(tmp_path / name)])
    assert isinstance(result.exception, CommandError)
    assert str(result.exception).startswith(f"{tmp_path}")
    assert said in str(result.exception)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["some.ttl"], "RDF files come after --data"),
        (["--data", "/nowhere/some.ttl"], "/nowhere/some.ttl: cannot be read"),
    ],
)
def test_the_command_ends_with_one_line_and_without_a_build(
    arguments: list[str], said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "spacecoop", "serve", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert said in line
