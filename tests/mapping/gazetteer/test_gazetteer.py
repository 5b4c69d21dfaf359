"""The shipped gazetteer, seen from outside: what it holds, and whom it answers with."""

import re
from importlib.resources import files
from itertools import combinations

import pytest
from pyoxigraph import Literal, NamedNode

import ontology
from mapping.gazetteer import Entry, authority, load, ties
from mapping.gazetteer.reading import CLASSES, NAMES, PROPERTIES
from mapping.gazetteer.validity import span

GAZETTEER = load()
BASE = "https://example.org/base/"
SC = str(ontology.SC)


def test_every_file_contributes_entries() -> None:
    folder = files("mapping.gazetteer")
    for file in folder.iterdir():
        if file.name.endswith(".ttl"):
            text = file.read_text(encoding="utf-8")
            subjects = re.findall(r"^<(\S+)> a ", text, re.MULTILINE)
            assert subjects, file.name
            assert subjects == sorted(subjects), f"{file.name} is not sorted by subject"
            assert set(subjects) <= GAZETTEER.entries.keys()


def test_several_hundred_entries_of_every_kind() -> None:
    assert len(GAZETTEER.entries) > 700
    assert {entry.kind for entry in GAZETTEER.entries.values()} == CLASSES.keys()


def test_every_entry_has_a_label_and_a_source() -> None:
    for path, entry in GAZETTEER.entries.items():
        assert entry.path == path
        assert entry.label.strip() == entry.label != ""
        assert entry.sources, path
        assert all(source.strip() for source in entry.sources), path


def test_no_entry_repeats_a_name_in_the_same_role() -> None:
    for entry in GAZETTEER.entries.values():
        assert len(entry.names) == len(set(entry.names)), entry.path


def test_every_reference_has_an_entry() -> None:
    for entry in GAZETTEER.entries.values():
        for name, target in entry.properties:
            assert target in GAZETTEER.entries, f"{entry.path} {name} {target}"
    assert set(GAZETTEER.demonyms.values()) <= GAZETTEER.entries.keys()


def test_classes_and_properties_are_those_of_the_ontology() -> None:
    terms = {str(subject) for subject in ontology.load().subjects()}
    names = {name for classes in CLASSES.values() for name in classes} - {"Concept"}
    used = {SC + name for name in names} | {p for p in (*NAMES, *PROPERTIES) if p.startswith(SC)}
    assert used <= terms


def test_superclasses_stand_behind_the_class() -> None:
    assert GAZETTEER.entries["organization/cnes"].types == ("SpaceAgency", "Organization", "Agent")
    assert set(GAZETTEER.entries["country/france"].types) == {"Country", "Agent", "Place"}


def test_names_of_one_agency() -> None:
    cnes = GAZETTEER.entries["organization/cnes"]
    assert (cnes.label, cnes.short) == ("National Centre for Space Studies", "CNES")
    assert ("Centre national d'études spatiales", "fr") in {
        (n.text, n.language) for n in cnes.names
    }
    assert cnes.country == "country/france"


def test_every_tie_is_listed_with_its_reason() -> None:
    text = (files("mapping.gazetteer") / "ties.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert all(reason for _, _, reason in rows)
    assert {name: tuple(paths.split()) for name, paths, _ in rows} == ties(GAZETTEER)


@pytest.mark.parametrize("word", ["hope", "may", "insight", "group", "march", "spirit", "dawn"])
def test_common_words_are_no_plain_names(word: str) -> None:
    plain = {
        name.text.casefold()
        for entry in GAZETTEER.entries.values()
        for name in entry.names
        if name.sort != "acronym"
    }
    assert word not in plain


AGENCIES = [
    ("country/australia", "2015", None),  # no agency yet; CSIRO is a research organization
    ("country/australia", "2018", None),  # founded within the year
    ("country/australia", "2018-07", "australian-space-agency"),
    ("country/australia", "2020", "australian-space-agency"),
    ("country/south-korea", "2020", "kari"),
    ("country/south-korea", "2024-05-26", "kari"),
    ("country/south-korea", "2024-05-27", "kasa"),
    ("country/south-korea", "2024", None),  # both
    ("country/south-korea", "2025", "kasa"),
    ("country/south-korea", None, None),  # no date, two candidates
    ("country/france", None, "cnes"),
    ("country/france", "2021-03-09", "cnes"),
    ("country/germany", "2020-06-09", "dlr"),
    ("country/japan", "2002", "nasda"),
    ("country/japan", "2018-03-03", "jaxa"),
    ("country/united-kingdom", "2009", "bnsc"),
    ("country/spain", "2024-01/2024-06", "aee"),
    ("country/luxembourg", "2020-06-09", "luxembourg-space-agency"),
    ("country/new-zealand", "2020-06-09", "new-zealand-space-agency"),
    ("country/united-arab-emirates", "2020-06-09", "uaesa"),
    ("country/israel", "2020-06-09", "israel-space-agency"),
    ("country/italy", "2020-06-09", "asi"),
    ("country/rwanda", "2022-12-13", "rwanda-space-agency"),
    ("region/europe", "2020-06-09", "esa"),
    ("region/africa", "2022-12-13", None),
    ("country/nauru", "2020", None),
]


@pytest.mark.parametrize(("place", "on", "expected"), AGENCIES)
def test_agency_of_a_place_at_a_date(place: str, on: str | None, expected: str | None) -> None:
    found = GAZETTEER.agency_of(place, on)
    assert (found and found.slug) == expected


def test_no_country_has_two_agencies_at_once() -> None:
    agencies = [e for e in GAZETTEER.entries.values() if e.types[0] == "SpaceAgency"]
    assert len(agencies) > 70
    for one, other in combinations(agencies, 2):
        if set(one.properties) & set(other.properties):
            assert not _overlap(one, other), (one.slug, other.slug)


def _overlap(one: Entry, other: Entry) -> bool:
    mine, theirs = span(one.valid or "../.."), span(other.valid or "../..")
    return mine.first <= theirs.last and theirs.first <= mine.last


def test_authority_publishes_labels_classes_and_sources() -> None:
    triples = authority(GAZETTEER, BASE)
    cnes = [t for t in triples if t.subject == NamedNode(f"{BASE}id/organization/cnes")]
    objects = {(t.predicate.value.rsplit("#")[-1], t.object) for t in cnes}
    assert ("type", NamedNode(SC + "Agent")) in objects
    assert ("label", Literal("National Centre for Space Studies", language="en")) in objects
    assert ("acronym", Literal("CNES")) in objects
    assert ("country", NamedNode(f"{BASE}id/country/france")) in objects
    sources = [t.object for t in cnes if t.predicate.value.endswith("/source")]
    assert sources == [NamedNode("http://www.wikidata.org/entity/Q48756")]


def test_authority_keeps_hidden_spellings_to_itself() -> None:
    hidden = {
        (entry.path, name.text)
        for entry in GAZETTEER.entries.values()
        for name in entry.names
        if name.sort == "hidden"
    }
    assert hidden
    texts = {
        (t.subject.value.removeprefix(f"{BASE}id/"), t.object.value)
        for t in authority(GAZETTEER, BASE)
        if isinstance(t.subject, NamedNode) and isinstance(t.object, Literal)
    }
    assert not hidden & texts


def test_authority_states_each_triple_once() -> None:
    triples = authority(GAZETTEER, BASE)
    assert len(triples) == len(set(triples))


def test_authority_of_some_entries_takes_along_what_they_refer_to() -> None:
    triples = authority(GAZETTEER, BASE, only=["organization/jpl", "person/nobody"])
    subjects = {t.subject.value for t in triples if isinstance(t.subject, NamedNode)}
    paths = {"organization/jpl", "place/pasadena", "country/united-states"}
    assert subjects == {f"{BASE}id/{path}" for path in paths}
