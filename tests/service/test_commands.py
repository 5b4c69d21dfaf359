"""The commands from outside, and a real server on the loopback interface."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner

from service.commands import query, serve
from service.errors import CommandError

ROOT = Path(__file__).parents[2]
SELECT = """PREFIX sc: <https://w3id.org/spacecoop/ontology#>
SELECT ?meeting WHERE { ?meeting a sc:Meeting } ORDER BY ?meeting
"""


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(query, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "meetings.rq"
    path.write_text(SELECT, encoding="utf-8")
    return path


def test_query_prints_a_table_with_names(asked: Path, out: Path) -> None:
    table = _run(str(asked), "--out", str(out))
    assert "CNES–CNSA meeting, 2021-03-09" in table
    assert "meeting" in table.splitlines()[1]


def test_query_writes_each_format(asked: Path, out: Path, tmp_path: Path) -> None:
    arguments = [str(asked), "--out", str(out), "--format"]
    assert len(json.loads(_run(*arguments, "json"))["results"]["bindings"]) == 3
    assert len(list(csv.DictReader(io.StringIO(_run(*arguments, "csv"))))) == 3
    assert _run(*arguments, "tsv").startswith("?meeting")
    described = tmp_path / "describe.rq"
    described.write_text("DESCRIBE <https://w3id.org/spacecoop/id/mission/mmx>", encoding="utf-8")
    for name, format_ in (("turtle", "turtle"), ("jsonld", "json-ld"), ("rdfxml", "xml")):
        text = _run(str(described), "--out", str(out), "--format", name)
        assert len(rdflib.Graph().parse(data=text, format=format_)) > 3


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (None, [], "cannot be read"),
        ("SELECT *\nWHERE { ?s }", [], "asked.rq:2:12: Not a SPARQL 1.1 query"),
        ("ASK { SERVICE <urn:x> {} }", [], "asked.rq:1:7: SERVICE is not allowed"),
        ("ASK {}", ["--out", "/nowhere"], "/nowhere/current: there is no release"),
        ("ASK {}", ["--format", "turtle"], "--format turtle: this form of query gives"),
    ],
)
def test_query_says_in_one_line_what_is_wrong(
    tmp_path: Path, out: Path, text: str | None, arguments: list[str], said: str
) -> None:
    path = tmp_path / "asked.rq"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(query, [str(path), "--out", str(out), *arguments])
    assert isinstance(result.exception, CommandError)
    assert result.exception.exit_code == 2
    assert said in str(result.exception)
    assert "\n" not in str(result.exception)


def test_serve_shows_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACECOOP_PORT", "8123")
    monkeypatch.setenv("SPACECOOP_PROXIES", "1")
    monkeypatch.setenv("SPACECOOP_MAX_RESULT", "8")
    arguments = ["--host", "::1", "--timeout", "2.5", "--workers", "2", "--show-config"]
    result = CliRunner().invoke(serve, arguments)
    assert result.output.splitlines() == [
        "SPACECOOP_OUT=build",
        "SPACECOOP_HOST=::1",
        "SPACECOOP_PORT=8123",
        "SPACECOOP_PROXIES=1",
        "SPACECOOP_WORKERS=2",
        "SPACECOOP_TIMEOUT=2.5",
        "SPACECOOP_MEMORY=512",
        "SPACECOOP_MAX_RESULT=8",
        "SPACECOOP_QUEUE=32",
        "SPACECOOP_LIGHT=2",
        "SPACECOOP_DISK_ABOVE=2000000",
        "SPACECOOP_DATA=",
        "SPACECOOP_STORE=",
        "SPACECOOP_ALLOW_SERVICE=",
        "SPACECOOP_UNION_DEFAULT_GRAPH=0",
    ]


def test_a_setting_that_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACECOOP_PROXIES", "many")
    result = CliRunner().invoke(serve, ["--show-config"])
    assert str(result.exception) == "SPACECOOP_PROXIES: 'many' is not a whole number"


def test_serve_without_a_release(tmp_path: Path) -> None:
    result = CliRunner().invoke(serve, ["--out", str(tmp_path)])
    assert isinstance(result.exception, CommandError)
    assert "there is no release; run `spacecoop build`" in str(result.exception)


def test_serve_on_a_port_that_is_taken(out: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(serve, ["--out", str(out), "--port", port])
    assert isinstance(result.exception, CommandError)
    assert f"port {port} on 127.0.0.1 is taken" in str(result.exception)


@pytest.fixture
def server(out: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server that the command started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    code = "from service.commands import serve; serve()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "--out", str(out), "--port", port],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.stdout.close()
        assert process.wait(timeout=20) == 0


def test_the_server_prints_its_address_and_answers(server: str, tmp_path: Path) -> None:
    assert server.startswith("http://127.0.0.1:")
    request = urllib.request.Request(
        f"{server}sparql", data=b"query=ASK%7B%7D", headers={"Accept": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert json.load(answer)["boolean"] is True
    long = f"{server}sparql?query=ASK%7B%7D{'+' * 7000}"
    with urllib.request.urlopen(long, timeout=20) as answer:
        assert answer.status == 200
    with urllib.request.urlopen(f"{server}id/mission/mmx", timeout=20) as answer:
        assert answer.url == f"{server}page/mission/mmx"
    with urllib.request.urlopen(f"{server}dump/spacecoop.ttl", timeout=20) as answer:
        assert len(rdflib.Graph().parse(data=answer.read())) > 900
    assert list(tmp_path.iterdir()) == []  # nothing is written into the home directory


def test_the_server_outlives_a_query_that_would_end_the_engine(server: str) -> None:
    body = ("query=SELECT * " + "{" * 2300 + "}" * 2300).encode()
    request = urllib.request.Request(f"{server}sparql", data=body)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    assert refused.value.code == 400
    refused.value.close()
    with urllib.request.urlopen(f"{server}readyz", timeout=20) as answer:
        assert answer.status == 200
