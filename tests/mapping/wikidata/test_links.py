"""``spacecoop wikidata links``, ``candidates`` and ``mixnmatch`` on the shipped documents."""

import csv
import gzip
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from pyoxigraph import RdfFormat, Triple, parse

from mapping.errors import InputError
from ontology import OWL, SKOS, VOID, WD
from tests.mapping.wikidata.running import printed, run

BASE = "https://w3id.org/spacecoop/id/"


@cache
def triples(release: Path) -> frozenset[Triple]:
    dump = gzip.decompress((release / "spacecoop.nq.gz").read_bytes())
    return frozenset(quad.triple for quad in parse(dump, RdfFormat.N_QUADS))


def matches(found: frozenset[Triple], predicate: str) -> set[tuple[str, str]]:
    return {(str(t.subject), str(t.object)) for t in found if t.predicate.value == predicate}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_links_are_printed_as_the_release_has_them(release: Path, out: Path) -> None:
    assert printed(out, "links") == (release / "wikidata.sssom.tsv").read_text(encoding="utf-8")


def test_the_head_of_the_table_is_yaml_and_declares_every_prefix(out: Path) -> None:
    lines = printed(out, "links").splitlines()
    head = yaml.safe_load("\n".join(line[1:] for line in lines if line.startswith("#")))
    assert head["license"].startswith("https://creativecommons.org/publicdomain/zero/")
    found = rows("\n".join(line for line in lines if not line.startswith("#")))
    used = {
        row[cell].partition(":")[0]
        for row in found
        for cell in ("subject_id", "predicate_id", "object_id", "mapping_justification")
    }
    assert used == set(head["curie_map"])


def test_a_linkset_describes_each_sort_of_link(release: Path) -> None:
    void = frozenset(q.triple for q in parse((release / "void.ttl").read_bytes(), RdfFormat.TURTLE))
    sorts = dict(matches(void, str(VOID.linkPredicate)))
    sizes = dict(matches(void, str(VOID.triples)))
    for part, predicate in sorts.items():
        assert sizes[part] == count(matches(triples(release), predicate.strip("<>")))
    assert set(sorts.values()) == {f"<{SKOS.exactMatch}>", f"<{SKOS.closeMatch}>"}


def test_the_summary_counts_what_is_published(release: Path, out: Path) -> None:
    titles, *lines = (line.split() for line in printed(out, "links", "--summary").splitlines())
    assert titles == "kind entities linked share mentions linked share near not found".split()
    *kinds, whole = ({0: cells[0], **dict(enumerate(cells[1:], 1))} for cells in lines)
    exact = matches(triples(release), str(SKOS.exactMatch))
    assert whole[2] == str(len(exact))
    assert whole[7] == str(len(matches(triples(release), str(SKOS.closeMatch)))) == "1"
    for place in (1, 2, 4, 5, 7, 8):
        assert sum(int(row[place]) for row in kinds) == int(whole[place])
    assert whole[3] == f"{len(exact) / int(whole[1]):.0%}"
    (countries,) = (row for row in kinds if row[0] == "country")
    assert (countries[1], countries[3]) == (countries[2], "100%")


def test_same_as_is_a_linkset_of_its_own_and_not_published(release: Path, out: Path) -> None:
    made = frozenset(
        quad.triple for quad in parse(printed(out, "links", "--same-as").encode(), RdfFormat.TURTLE)
    )
    exact = matches(triples(release), str(SKOS.exactMatch))
    assert matches(made, str(OWL.sameAs)) == exact
    assert matches(made, str(VOID.triples)) == {
        ("<https://w3id.org/spacecoop/.well-known/void#wikidata-same-as>", count(exact))
    }
    assert not matches(triples(release), str(OWL.sameAs))


def count(found: set[tuple[str, str]]) -> str:
    return f'"{len(found)}"^^<http://www.w3.org/2001/XMLSchema#integer>'


def test_candidates_have_no_link_and_are_ranked(release: Path, out: Path) -> None:
    found = rows(printed(out, "candidates"))
    linked = {subject for subject, _ in matches(triples(release), str(SKOS.exactMatch))}
    assert not {f"<{BASE}{row['path']}>" for row in found} & linked
    assert "mission/insight" not in {row["path"] for row in found}  # near enough to have an item
    ranks = [(-int(row["mentions"]), -int(row["documents"]), row["path"]) for row in found]
    assert ranks == sorted(ranks)
    assert printed(out, "candidates", "--limit", 3).splitlines()[1:] == [
        "\t".join(row.values()) for row in found[:3]
    ]


def test_a_candidate_has_its_context_and_where_to_look(out: Path) -> None:
    found = {row["path"]: row for row in rows(printed(out, "candidates"))}
    group = found["organization/isecg"]
    assert "ISECG" in group["first_sentence"]
    assert group["not_found"] == "yes"
    assert found["person/jean-yves-le-gall"]["not_found"] == ""
    for row in found.values():
        address = urlsplit(row["search"])
        assert address.hostname == "www.wikidata.org"
        assert parse_qs(address.query)["search"] == [row["label"]]
        names = [row["label"], *row["other_names"].split(" | ")]
        sentence = row["first_sentence"].casefold()
        assert not sentence or any(name.casefold() in sentence for name in names), row


def test_the_catalogue_for_mixnmatch_guesses_nothing(release: Path, out: Path) -> None:
    found = rows(printed(out, "mixnmatch"))
    assert list(found[0]) == ["id", "name", "desc", "url", "type", "q", "autoq"]
    assert {row["type"] for row in found} == {row["autoq"] for row in found} == {""}
    assert {(f"<{row['url']}>", f"<{WD}{row['q']}>") for row in found if row["q"]} == matches(
        triples(release), str(SKOS.exactMatch)
    )
    assert len({row["id"] for row in found}) == len(found)


@pytest.mark.parametrize("command", ["links", "candidates", "mixnmatch", "quickstatements"])
def test_without_a_release_it_is_said_how_to_make_one(command: str, tmp_path: Path) -> None:
    result = run(command, "--out", tmp_path)
    assert isinstance(result.exception, InputError)
    assert "spacecoop build" in str(result.exception)
    assert result.stdout == ""
