"""Broken gazetteer files: each is refused with its file and line."""

from pathlib import Path

import pytest

from mapping.errors import InputError
from mapping.gazetteer import GazetteerError, load

HEAD = """@base <https://w3id.org/spacecoop/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix sc: <https://w3id.org/spacecoop/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<country/france> a sc:Country ;
    skos:prefLabel "France"@en ;
    dcterms:source "UN M49" .

"""

BROKEN = [
    # block, line, word of the reason
    ('<organization/x> a sc:Company ;\n    skos:prefLabel "X"@en "Y"@en .', 12, "valid"),
    ('<organization/x> a sc:Compny ;\n    skos:prefLabel "X"@en .', 11, "Compny"),
    ('<organisation/x> a sc:Company ;\n    skos:prefLabel "X"@en .', 11, "organisation"),
    ('<organization/é> a sc:Company ;\n    skos:prefLabel "X"@en .', 11, "slug"),
    ('<organization/x> a sc:Company ;\n    skos:prefLabl "X"@en .', 12, "prefLabl"),
    ('<organization/x> a sc:Company ;\n    dcterms:source "x" .', 11, "prefLabel"),
    ('<organization/x> a sc:Company ;\n    skos:prefLabel "X"@en .', 11, "source"),
    ('<organization/x> a sc:Company ;\n    skos:prefLabel "X" .', 12, "language"),
    (
        '<place/x> a sc:Place ;\n    skos:prefLabel "X"@en ;\n    sc:acronym "XX"@en .',
        13,
        "language",
    ),
    (
        (
            '<place/x> a sc:Place ; skos:prefLabel "X"@en ; dcterms:source "x" ;\n'
            "    sc:country <country/narnia> ."
        ),
        12,
        "narnia",
    ),
    (
        '<place/x> a sc:Place ;\n    skos:prefLabel "X"@en ;\n    sc:orbits <country/france> .',
        13,
        "orbits",
    ),
    (
        '<place/x> a sc:Place ;\n    skos:prefLabel "X"@en ;\n    dcterms:valid "summer" .',
        13,
        "EDTF",
    ),
]


@pytest.mark.parametrize(("block", "line", "word"), BROKEN)
def test_broken_file_is_refused_with_its_line(
    tmp_path: Path, block: str, line: int, word: str
) -> None:
    (tmp_path / "things.ttl").write_text(f"{HEAD}{block}\n", encoding="utf-8")
    with pytest.raises(GazetteerError) as caught:
        load(tmp_path)
    assert isinstance(caught.value, InputError)
    assert (caught.value.file, caught.value.line) == ("things.ttl", line)
    assert str(caught.value).startswith(f"things.ttl:{line}: ")
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_entry_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEAD, encoding="utf-8")
    (tmp_path / "b.ttl").write_text(HEAD, encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"b\.ttl:7: country/france: defined in a\.ttl"):
        load(tmp_path)


@pytest.mark.parametrize("row", ["French country/france", "French\tcountry/narnia"])
def test_bad_demonym_is_refused_with_its_line(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.ttl").write_text(HEAD, encoding="utf-8")
    (tmp_path / "demonyms.tsv").write_text(f"# adjectives\n{row}\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"demonyms\.tsv:2: "):
        load(tmp_path)


def test_fingerprint_follows_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEAD, encoding="utf-8")
    first = load(tmp_path).fingerprint
    assert load(tmp_path).fingerprint == first
    (tmp_path / "a.ttl").write_text(HEAD + "# a comment\n", encoding="utf-8")
    assert load(tmp_path).fingerprint != first
