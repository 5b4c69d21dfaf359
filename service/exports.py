"""A page taken along: its facts as a table, its citation, its statements for Wikidata."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response
from pyoxigraph import NamedNode

from service import formats
from service.errors import NotFoundError
from service.facts import Report, Teller
from service.gathering import gather, within
from service.index import Index
from service.names import EXACT_MATCH, local, sc
from service.release import Release
from service.statements import Statements, construct, described
from service.views import index, release, subject

blueprint = Blueprint("exports", __name__)

COLUMNS = (
    "fact", "class", "label", "date", "status", "document", "title", "published", "quote",
)  # fmt: skip
AT_ONCE = 200  # facts read together
_ESCAPED = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "&%$#_{}"},
            "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip


@blueprint.get("/data/<kind>/<slug>.csv")
def table(kind: str, slug: str) -> Response:
    """The facts of an entity or document, or a fact: a row for each document that reports one."""
    current, known = release(), index()
    node = subject(current, kind, slug)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerows(_rows(current, known, _facts(current, known, kind, node)))
    return formats.conditional(
        Response(out.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    )


@blueprint.get("/cite/<kind>/<slug>.<extension>")
def citation(kind: str, slug: str, extension: str) -> Response:
    """How to cite the page: `.bib` (BibTeX), `.ris`, `.json` (CSL-JSON)."""
    current = release()
    node = subject(current, kind, slug)
    writers = {
        "bib": ("application/x-bibtex; charset=utf-8", _bibtex),
        "ris": ("application/x-research-info-systems; charset=utf-8", _ris),
        "json": ("application/vnd.citationstyles.csl+json", _csl),
    }
    if extension not in writers:
        raise NotFoundError(f"There is no citation .{extension[:20]} here.")
    content_type, write = writers[extension]
    title = " ".join(current.label(node.value).split())
    body = write(f"{kind}-{slug}", title, node.value, current.id[:16])
    return formats.conditional(Response(body, content_type=content_type))


@blueprint.get("/quickstatements/<kind>/<slug>.txt")
def quickstatements(kind: str, slug: str) -> Response:
    """What the release proposes to Wikidata about an entity, for QuickStatements."""
    current = release()
    node = subject(current, kind, slug)
    own = Statements(construct(current.store, "names", entity=node))
    lines = proposed(current, own.links(node.value, EXACT_MATCH))
    if not lines:
        raise NotFoundError("There is nothing to propose to Wikidata about this.")
    return formats.conditional(
        Response("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")
    )


def proposed(current: Release, items: Sequence[str]) -> list[str]:
    """The lines of the release's statements for Wikidata that concern items, by their IRIs."""
    known = _proposals(current.path / "quickstatements.txt")
    return [line for item in items for line in known.get(local(item), ())]


@lru_cache(maxsize=2)
def _proposals(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            for item in dict.fromkeys(line.split("\t")[:3:2]):
                found[item].append(line)
    return found


def _facts(current: Release, known: Index, kind: str, node: NamedNode) -> Sequence[int]:
    if node.value in known.places:
        return [known.places[node.value]]
    if kind == "document":
        told = within(current, known, node.value).statements.instances("Fact")
        return sorted(known.places[iri] for iri in told if iri in known.places)
    if kind == "report":
        of = Statements(described(current.store, [node.value])).links(node.value, sc("reportOf"))
        return [known.places[iri] for iri in of if iri in known.places]
    return known.concerning(node.value)


def _rows(current: Release, known: Index, facts: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for begin in range(0, len(facts), AT_ONCE):
        teller: Teller = gather(current, known, facts[begin : begin + AT_ONCE], newest=None)
        for fact in teller.facts():
            for report in fact.reports:
                yield (fact.iri, fact.cls, fact.label, *_told(current, report))


def _told(current: Release, report: Report) -> tuple[str, ...]:
    quotes = " … ".join(quote.text for quote in report.quotes)
    document = f"{current.base}id/{report.document.href.removeprefix('/page/')}"
    return (
        report.edtf, ", ".join(report.status), document, report.document.text, report.order, quotes,
    )  # fmt: skip


def _bibtex(key: str, title: str, iri: str, version: str) -> str:
    escaped = "".join(_ESCAPED.get(sign, sign) for sign in title)
    return (
        f"@misc{{spacecoop-{key},\n  title = {{{{{escaped}}}}},\n"
        f"  howpublished = {{spacecoop}},\n  version = {{{version}}},\n  url = {{{iri}}}\n}}\n"
    )


def _ris(_key: str, title: str, iri: str, version: str) -> str:
    lines = ("TY  - DATA", f"TI  - {title}", "PB  - spacecoop", f"ET  - {version}", f"UR  - {iri}")
    return "\r\n".join((*lines, "ER  - ", ""))


def _csl(key: str, title: str, iri: str, version: str) -> str:
    item = {
        "id": f"spacecoop-{key}", "type": "entry", "title": title, "container-title": "spacecoop",
        "version": version, "URL": iri,
    }  # fmt: skip
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
