"""Reconciliation: the API's answers by its published schemas, and what a name is taken for."""

import json
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from werkzeug.test import TestResponse

from service import Settings, create_app
from service.reconcile.properties import properties
from tests.service.conftest import Publish
from tests.service.test_pages import Page

SCHEMAS = Path(__file__).parents[3] / "shared" / "reconciliation" / "0.2-schemas"
ROOT = "http://localhost"
BASE = "https://w3id.org/spacecoop/"

Json = dict[str, Any]


class OpenRefine:
    """A client that goes by the manifest alone, as OpenRefine does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.manifest: Json = self._read(client.get("/reconcile"))

    def reconcile(self, **queries: Json) -> Json:
        """The results of a batch, posted as a form."""
        answer = self.client.post("/reconcile", data={"queries": json.dumps(queries)})
        return self._read(answer)

    def one(self, text: str, **others: object) -> list[Json]:
        """The candidates for one name."""
        return cast(list[Json], self.reconcile(q={"query": text, **others})["q"]["result"])

    def suggest(self, what: str, **parameters: str) -> list[Json]:
        """What is suggested."""
        service = self.manifest["suggest"][what]
        answer = self._get(service["service_url"] + service["service_path"], **parameters)
        return cast(list[Json], self._read(answer)["result"])

    def flyout(self, what: str, name: str) -> Json:
        """What is shown beside a suggestion."""
        service = self.manifest["suggest"][what]
        path = service["flyout_service_path"].replace("${id}", quote(name, safe=""))
        return self._read(self._get(service["flyout_service_url"] + path))

    def preview(self, name: str) -> TestResponse:
        """The page for a frame."""
        return self._get(self.manifest["preview"]["url"].replace("{{id}}", quote(name, safe="")))

    def view(self, name: str) -> TestResponse:
        """Where the entity is, redirects followed."""
        address = self.manifest["view"]["url"].replace("{{id}}", quote(name, safe=""))
        return self.client.get(address.removeprefix(ROOT), follow_redirects=True)

    def propose(self, cls: str) -> Json:
        """The properties that members of a type have."""
        service = self.manifest["extend"]["propose_properties"]
        return self._read(self._get(service["service_url"] + service["service_path"], type=cls))

    def extend(self, ids: list[str], wanted: list[str]) -> Json:
        """Values of properties."""
        asked = {"ids": ids, "properties": [{"id": name} for name in wanted]}
        return self._read(self.client.post("/reconcile", data={"extend": json.dumps(asked)}))

    def _get(self, address: str, **parameters: str) -> TestResponse:
        assert address.startswith(f"{ROOT}/")
        return self.client.get(address.removeprefix(ROOT), query_string=parameters or None)

    def _read(self, answer: TestResponse) -> Json:
        assert answer.status_code == 200, answer.text
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        return cast(Json, answer.get_json())


@pytest.fixture(scope="session")
def shipped(release: Path) -> OpenRefine:
    """OpenRefine in front of the release of the shipped documents."""
    return OpenRefine(create_app(Settings(out=release.parent.parent)).test_client())


@pytest.fixture(scope="session")
def refine(client: FlaskClient) -> OpenRefine:
    """OpenRefine in front of the release written by hand."""
    return OpenRefine(client)


def matched(candidates: list[Json]) -> str | None:
    """The id of the candidate that is matched, which is the first."""
    found = [candidate["id"] for candidate in candidates if candidate["match"]]
    assert found in ([], [candidates[0]["id"]] if candidates else [])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "entity", "reason"),
    [
        ("Japanese space agency", "organization:jaxa", "an alias"),
        ("JAXA", "organization:jaxa", "an acronym"),
        ("Agence spatiale japonaise", "organization:jaxa", "an alias in French"),
        ("Jaxa ", "organization:jaxa", "in another case, and a space"),
        ("J.A.X.A.", "organization:jaxa", "with points"),
        ("JAXA (Japan Aerospace Exploration Agency)", "organization:jaxa", "both names"),
        ("CNES, France", "organization:cnes", "with its country"),
        ("Centre National d’Etudes Spatiales", "organization:cnes", "accents, apostrophe"),
        ("National Center for Space Studies", "organization:cnes", "American spelling"),
        ("Le Gall, Jean-Yves", "person:jean-yves-le-gall", "family name first"),
        ("Jean Yves Le Gall", "person:jean-yves-le-gall", "no hyphen"),
        ("Hayabusa-2", "mission:hayabusa2", "a hyphen"),
        ("Hayabuse 2", "mission:hayabusa2", "a letter wrong and a space"),
        ("Bepi Columbo", "mission:bepicolombo", "one word in two, and a letter wrong"),
        ("Australain Space Agency", "organization:australian-space-agency", "letters swapped"),
        ("organization:jaxa", "organization:jaxa", "its id"),
        (f"{BASE}id/organization/jaxa", "organization:jaxa", "its IRI"),
        ("Q179103", "organization:jaxa", "its item of Wikidata"),
        ("space agency", None, "which one?"),
        ("agency", None, "a word of many names"),
        ("Austrian Space Agency", None, "another agency, two letters away"),
        ("CNES (Japan)", None, "the parts contradict one another"),
        ("CSA (Czech Space Alliance)", None, "one part is the acronym of another agency"),
        ("Aerospace Exploration Agency", None, "a word is missing"),
        ("the Moon", "body:moon", "an article"),
        ("ESA-D", None, "another thing, for all that D is a French word"),
        ("Hayabusa3", None, "another number"),
        ("Q999999999999", None, "an item that nothing here is"),
        ("", None, "nothing"),
        ("–", None, "no word"),
        ("JAXA " * 100, None, "no name is as long"),
    ],
)
def test_a_name_is_matched_where_it_is_certain(
    shipped: OpenRefine, text: str, entity: str | None, reason: str
) -> None:
    assert matched(shipped.one(text)) == entity, reason


def test_candidates_come_best_first_and_no_more_than_asked_for(shipped: OpenRefine) -> None:
    scores = [candidate["score"] for candidate in shipped.one("space agency", limit=7)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 7
    assert max(scores) < 96
    assert len(shipped.one("space agency")) == 10


def test_namesakes_are_a_tie_until_something_tells_them_apart(
    tmp_path: Path, publish: Publish
) -> None:
    graph = f"<{BASE}graph/authority>"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    country = f"<{BASE}ontology#country>"
    extra = (
        f'<{BASE}id/body/callisto> {label} "Callisto"@en {graph} .\n'
        f"<{BASE}id/body/callisto> {kind} <{BASE}ontology#CelestialBody> {graph} .\n"
        f"<{BASE}id/spacecraft/callisto> {country} <{BASE}id/country/japan> {graph} .\n"
        f"<{BASE}id/body/callisto> {country} <{BASE}id/country/china> {graph} .\n"
    )
    publish(tmp_path, "d" * 64, extra=extra)
    refine = OpenRefine(create_app(Settings(out=tmp_path)).test_client())
    craft, moon = "spacecraft:callisto", "body:callisto"
    found = refine.one("Callisto")
    assert matched(found) is None
    assert {candidate["id"] for candidate in found if candidate["score"] == 100} == {craft, moon}
    assert matched(refine.one("Callisto", type="Spacecraft")) == craft
    assert matched(refine.one("Callisto", type="CelestialBody", type_strict="should")) == moon
    assert (
        matched(refine.one("Callisto", type=["Spacecraft", "Endeavour"], type_strict="all"))
        == craft
    )
    for value in ("Japan", {"id": "country:japan"}, ["Nowhere", "Japan"]):
        assert matched(refine.one("Callisto", properties=[{"pid": "country", "v": value}])) == craft


def test_types_leave_others_out_or_below(shipped: OpenRefine) -> None:
    assert shipped.one("JAXA", type="Mission", type_strict="any") == []
    below = shipped.one("JAXA", type="Mission", type_strict="should")
    assert matched(below) is None
    assert shipped.one("JAXA", type=["SpaceAgency", "Mission"], type_strict="all") == []
    assert matched(shipped.one("JAXA", type=["SpaceAgency", "Organization"])) == "organization:jaxa"


def test_a_property_that_contradicts_prevents_a_match(shipped: OpenRefine) -> None:
    japan, france = ({"pid": "country", "v": name} for name in ("Japan", "France"))
    assert matched(shipped.one("JAXA", properties=[japan])) == "organization:jaxa"
    assert matched(shipped.one("JAXA", properties=[france])) is None
    launched = {"pid": "launch-date", "v": 2018}
    assert matched(shipped.one("CFOSat", properties=[launched])) == "mission:cfosat"


def test_properties_without_a_name(shipped: OpenRefine) -> None:
    asked = {"wikidata": "Q179103", "country": "Japan"}
    for name, value in asked.items():
        result = shipped.reconcile(q={"properties": [{"pid": name, "v": value}]})["q"]["result"]
        assert "organization:jaxa" in [candidate["id"] for candidate in result]
        assert matched(result) == ("organization:jaxa" if name == "wikidata" else None)


def test_a_batch_is_answered_by_get_and_post_alike(refine: OpenRefine) -> None:
    queries = {"a b": {"query": "CNES"}, "é": {"query": "MMX"}}
    got = refine.client.get("/reconcile", query_string={"queries": json.dumps(queries)})
    assert got.get_json() == refine.reconcile(**queries)
    assert got.get_json().keys() == queries.keys()


def test_the_whole_way_of_a_table(refine: OpenRefine) -> None:
    manifest = refine.manifest
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == f"{BASE}id/"
    column = ["CNES", "Japan Aerospace Exploration Agency", "mmx", "Martian Moons Explorers"]
    results = refine.reconcile(**{f"q{n}": {"query": name} for n, name in enumerate(column)})
    ids = [matched(results[f"q{n}"]["result"]) for n in range(len(column))]
    assert ids == ["organization:cnes", "organization:jaxa", "mission:mmx", None]
    for name in filter(None, ids):
        seen = refine.preview(name)
        assert seen.status_code == 200
        assert "frame-ancestors *" in seen.headers["Content-Security-Policy"]
        assert Page(seen.text).faults == []
        assert refine.view(name).request.path == f"/page/{name.replace(':', '/')}"
    assert refine.suggest("type", prefix="space a")[0]["id"] == "SpaceAgency"
    assert refine.suggest("entity", prefix="japan aero")[0]["id"] == "organization:jaxa"
    assert "JAXA" in refine.flyout("entity", "organization:jaxa")["html"]
    offered = [row["id"] for row in refine.propose("SpaceAgency")["properties"]]
    assert {"country", "wikidata"} <= set(offered)
    assert "launch-date" not in offered
    told = refine.extend(["organization:cnes", "organization:jaxa"], ["country", "wikidata"])
    assert [column["name"] for column in told["meta"]] == ["Country", "Wikidata item"]
    assert told["rows"] == {
        "organization:cnes": {
            "country": [{"id": "country:france", "name": "France"}],
            "wikidata": [{"str": "Q48756"}],
        },
        "organization:jaxa": {"country": [], "wikidata": [{"str": "Q179103"}]},
    }


def test_what_documents_say_is_added_to_a_table(refine: OpenRefine) -> None:
    ids = ["mission:cfosat", "mission:svom", "meeting:2021-02-25-cnes-jaxa", "no:body"]
    wanted = ["launch-date", "planned-launch-date", "date", "participant", "documents"]
    rows = refine.extend(ids, wanted)["rows"]
    assert rows["mission:cfosat"]["launch-date"] == [{"str": "2018-10"}], "EDTF: no day is known"
    assert rows["mission:svom"]["launch-date"] == [], "a plan is no launch"
    assert rows["mission:svom"]["planned-launch-date"] == [{"str": "2022-06"}]
    meeting = rows["meeting:2021-02-25-cnes-jaxa"]
    assert meeting["date"] == [{"date": "2021-02-25T00:00:00Z"}]
    assert "organization:jaxa" in [value["id"] for value in meeting["participant"]]
    assert rows["mission:cfosat"]["documents"] == [{"int": 1}]
    assert rows["no:body"] == {name: [] for name in wanted}


def test_suggestions(shipped: OpenRefine) -> None:
    assert shipped.suggest("entity", prefix="organization:cnes")[0]["id"] == "organization:cnes"
    assert shipped.suggest("entity", prefix="hayabuse")[0]["id"] == "mission:hayabusa2", "a slip"
    many = shipped.suggest("entity", prefix="s")
    more = shipped.suggest("entity", prefix="s", cursor=str(len(many)))
    assert len(many) == 10
    assert more
    assert not {one["id"] for one in many} & {one["id"] for one in more}
    assert len(shipped.suggest("property", prefix="")) == len(properties())
    assert shipped.suggest("property", prefix="launch")[0]["id"] == "launch-date"
    for what, name in (("property", "country"), ("type", "Mission")):
        assert shipped.flyout(what, name)["html"]


@pytest.mark.parametrize(
    ("parameters", "status", "said"),
    [
        ({"queries": "{"}, 400, "queries is no JSON"),
        ({"queries": "[" * 200_000}, 400, "queries is nested too deeply"),
        ({"queries": '{"q": {"query": "x", "limit": NaN}}'}, 400, "a number that is none"),
        ({"queries": "[]"}, 400, "queries is no object"),
        ({"queries": '{"q": "JAXA"}'}, 400, "queries.q is no object"),
        ({"queries": '{"q": {}}'}, 400, "queries.q has neither a query nor properties"),
        ({"queries": '{"q": {"query": 5}}'}, 400, "queries.q.query is no text"),
        ({"queries": '{"q": {"query": "x", "limit": 0}}'}, 400, "queries.q.limit is no positive"),
        ({"queries": '{"q": {"query": "x", "limit": 1.5}}'}, 400, "queries.q.limit is no positive"),
        ({"queries": '{"q": {"query": "x", "type": 7}}'}, 400, "queries.q.type is no array"),
        ({"queries": '{"q": {"query": "x", "type_strict": "so"}}'}, 400, "is none of any, all, sh"),
        (
            {"queries": '{"q": {"query": "x", "properties": [{"pid": "mass", "v": 1}]}}'},
            400,
            "mass",
        ),
        ({"queries": '{"q": {"query": "x", "properties": [{"pid": "date"}]}}'}, 400, "has no v"),
        ({"queries": json.dumps({str(n): {"query": "x"} for n in range(51)})}, 413, "send 50"),
        (
            {"queries": json.dumps({"q": {"properties": [{"pid": "alias", "v": ["x"] * 31}]}})},
            400,
            "queries.q.properties has more than 30 values",
        ),
        ({"extend": '{"ids": ["a"]}'}, 400, "extend.properties is no array"),
        ({"extend": '{"ids": [1], "properties": []}'}, 400, "extend.ids is no text"),
        ({"extend": json.dumps({"ids": ["a"] * 1_001, "properties": []})}, 413, "send 1,000"),
        ({"queries": "{}", "extend": "{}"}, 400, "either queries or extend"),
        ({"query": "x"}, 400, "either queries or extend"),
    ],
)
def test_what_is_wrong_is_said(
    refine: OpenRefine, parameters: dict[str, str], status: int, said: str
) -> None:
    answer = refine.client.post("/reconcile", data=parameters)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert said in answer.get_json()["detail"]


def test_a_body_that_is_no_form_is_refused(refine: OpenRefine) -> None:
    answer = refine.client.post("/reconcile", json={"queries": {}})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "path",
    [
        "/reconcile/preview?id=no:body",
        "/reconcile/preview",
        "/reconcile/flyout/entity?id=x",
        "/reconcile/flyout/type?id=x",
        "/reconcile/suggest/nothing?prefix=x",
        "/id/organization:nobody/x",
        "/id/%2F:x",
    ],
)
def test_what_is_not_there_is_404(refine: OpenRefine, path: str) -> None:
    assert refine.client.get(path).status_code == 404
    assert refine.client.get("/reconcile/suggest/entity?cursor=x").status_code == 400


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\ud800", "\x00", "%s{{7*7}}", "a" * 9_999]
)
def test_a_hostile_name_is_inert(refine: OpenRefine, text: str) -> None:
    assert matched(refine.one(text)) is None
    assert refine.suggest("entity", prefix=text.encode(errors="replace").decode()) == []


def test_a_browser_sees_how_to_use_it(refine: OpenRefine) -> None:
    answer = refine.client.get("/reconcile", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.mimetype == "text/html"
    assert "http://localhost/reconcile" in answer.text
    assert Page(answer.text).faults == []
    assert 'href="/reconcile"' in refine.client.get("/").text


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the API's schemas are not on this machine")
def test_answers_have_the_form_that_the_api_publishes(shipped: OpenRefine) -> None:
    classes = [name["id"] for name in shipped.manifest["defaultTypes"]]
    queries: dict[str, Json] = {
        "0": {"query": "space agency", "type": classes, "type_strict": "should", "limit": 5},
        "1": {"properties": [{"pid": "country", "v": ["Japan", {"id": "country:france"}]}]},
    }
    ids = [one["id"] for one in shipped.one("agency", limit=30)] + ["mission:cfosat"]
    ids += [one["id"] for one in shipped.suggest("entity", prefix="cnes")]
    extension = {"ids": ids, "properties": [{"id": name} for name in properties()]}
    valid("reconciliation-query-batch", queries)
    valid("data-extension-query", extension)
    valid("manifest", shipped.manifest)
    valid("reconciliation-result-batch", shipped.reconcile(**queries))
    valid("data-extension-response", shipped.extend(ids, list(properties())))
    valid("data-extension-property-proposal", shipped.propose("Mission"))
    valid("suggest-entities-response", {"result": shipped.suggest("entity", prefix="ja")})
    valid("suggest-properties-response", {"result": shipped.suggest("property", prefix="")})
    valid("suggest-types-response", {"result": shipped.suggest("type", prefix="")})


def valid(name: str, answer: Json) -> None:
    """Fail with the first thing that the schema of this name has against an answer."""
    contents = [json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")]
    pairs: list[tuple[str, Resource[Any]]] = [
        (schema["$id"].rstrip("#"), DRAFT7.create_resource(schema)) for schema in contents
    ]
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    errors = Draft7Validator(schema, registry=Registry().with_resources(pairs)).iter_errors(answer)
    assert [f"{error.json_path}: {error.message}"[:300] for error in errors][:1] == []
