"""`/reconcile`: the Reconciliation Service API 0.2, and a page that says how to use it."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from ontology import SC
from service.errors import BadRequestError, NotAcceptableError, NotFoundError
from service.formats import HTML
from service.headers import POLICY
from service.names import KIND, SLUG
from service.negotiation import choose
from service.protocol import fields
from service.reconcile import suggesting
from service.reconcile.candidates import Reconciler
from service.reconcile.names import Entity
from service.reconcile.properties import Property, cell, properties
from service.reconcile.requests import BATCH, batch, extension, limit
from service.reconcile.types import Type
from service.search.words import fold
from service.views import reconciler, release

blueprint = Blueprint("reconcile", __name__)

JSON = "application/json"
WIDTH, HEIGHT = 420, 220  # pixels of a preview
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
MOST_SKIPPED = 10_000


@blueprint.route("/reconcile", methods=["GET", "POST"])
def reconcile() -> Response:
    """What the service is, the answers to a batch of queries, or the values of properties."""
    given = fields(request)
    names = [name for name in ("queries", "extend") if name in given]
    if len(names) == 1:
        answer = _answers if names[0] == "queries" else _values
        return jsonify(answer(given[names[0]]))
    if names or request.method == "POST":
        raise BadRequestError("Send either queries or extend, as a form or in the address.")
    chosen = choose(request.headers.get("Accept"), [JSON, HTML])
    if chosen is None:
        raise NotAcceptableError([JSON, HTML])
    if chosen == JSON:
        return jsonify(_manifest())
    page = render_template(
        "reconcile.html",
        address=f"{request.url_root}reconcile",
        properties=properties().values(),
        types=[(Type(name), number) for name, number in reconciler().names.types.items()],
        batch=BATCH,
    )
    return Response(page, content_type="text/html; charset=utf-8")


@blueprint.get("/id/<kind>:<slug>")
def identity(kind: str, slug: str) -> Redirect:
    """Where the entity with that id is: what the view template of the manifest leads to."""
    if not KIND.fullmatch(kind) or not SLUG.fullmatch(slug):
        raise NotFoundError(f"There is no {kind[:40]}:{slug[:200]} in this release.")
    return redirect(f"/id/{kind}/{slug}", 308)


@blueprint.get("/reconcile/preview")
def preview() -> Response:
    """An entity in a small page, for frames on any site."""
    entity = _entity(request.args.get("id", ""))
    page = render_template("preview.html", **_shown(entity))
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = FRAMED
    return response


@blueprint.get("/reconcile/suggest/<what>")
def suggest(what: str) -> Response:
    """What begins with `prefix`: entities, properties or types."""
    prefix, skip = request.args.get("prefix", ""), _skip()
    if what == "entity":
        types = request.args.getlist("type")
        found = suggesting.entities(reconciler().names, prefix, types, skip)
        return jsonify(result=[_suggested(entity) for entity in found])
    if what == "property":
        rows = suggesting.suggested_properties(prefix, skip)
        return jsonify(result=[_property(row) for row in rows])
    if what == "type":
        known = suggesting.suggested_types(reconciler().names.types, prefix, skip)
        return jsonify(result=[cls.described() for cls in known])
    raise NotFoundError("There are suggestions of entity, property and type.")


@blueprint.get("/reconcile/flyout/<what>")
def flyout(what: str) -> Response:
    """HTML to show beside a suggestion."""
    name = request.args.get("id", "")
    if what == "entity":
        html = render_template("flyout.html", **_shown(_entity(name)))
    elif what == "property" and name in properties():
        row = properties()[name]
        html = render_template("flyout.html", name=row.name, description=row.description)
    elif what == "type" and name in reconciler().names.types:
        told = Type(name).described()
        html = render_template("flyout.html", name=told["name"], description=told["description"])
    else:
        raise NotFoundError(f"There is no {what[:40]} {name[:200]}.")
    return jsonify(id=name, html=html)


@blueprint.get("/reconcile/properties")
def proposed() -> Response:
    """The properties that entities of a type have."""
    cls, most = request.args.get("type", ""), request.args.get("limit", "")
    if most and not (most.isascii() and most.isdigit() and len(most) < 7):
        raise BadRequestError("limit is no positive whole number.")
    number = limit(int(most), "limit") if most else len(properties())
    known = cls in reconciler().names.types
    rows = [row for row in properties().values() if not known or row.suits(cls)]
    told = {"type": cls} if cls else {}
    return jsonify(properties=[_property(row) for row in rows[:number]], limit=number, **told)


def _answers(text: str) -> dict[str, object]:
    asked, service = batch(text), reconciler()
    return {key: {"result": service.candidates(query)} for key, query in asked.items()}


def _values(text: str) -> dict[str, object]:
    asked, service = extension(text), reconciler()
    rows: dict[str, object] = {}
    for name in asked.ids:
        entity = service.names.identify(name)
        rows[name] = {
            wanted: [cell(service.names, v) for v in service.values(wanted, entity)]
            if entity
            else []
            for wanted in asked.properties
        }
    meta = [{"id": name, "name": properties()[name].name} for name in asked.properties]
    return {"meta": meta, "rows": rows}


def _manifest() -> dict[str, object]:
    root, here = request.url_root.rstrip("/"), f"{request.url_root}reconcile"
    current = release()
    return {
        "versions": ["0.2"],
        "name": "spacecoop: international cooperation in space",
        "identifierSpace": f"{current.base}id/",
        "schemaSpace": str(SC),
        "documentation": here,
        "logo": f"{root}/static/icon.svg",
        "serviceVersion": current.id,
        "defaultTypes": [Type(name).told() for name in reconciler().names.types],
        "view": {"url": f"{root}/id/{{{{id}}}}"},
        "preview": {
            "url": f"{here}/preview?id={{{{id}}}}",
            "width": WIDTH,
            "height": HEIGHT,
        },
        "suggest": {
            what: {
                "service_url": root,
                "service_path": f"/reconcile/suggest/{what}",
                "flyout_service_url": root,
                "flyout_service_path": f"/reconcile/flyout/{what}?id=${{id}}",
            }
            for what in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH,
    }


def _entity(name: str) -> Entity:
    entity = reconciler().names.identify(name)
    if entity is None:
        raise NotFoundError(f"There is no entity {name[:200]} in this release.")
    return entity


def _shown(entity: Entity) -> dict[str, object]:
    """What a preview shows of an entity."""
    service: Reconciler = reconciler()
    current = release()
    items = [value.value for value in service.values("wikidata", entity)]
    others = {fold(value.value): value.value for value in service.values("alias", entity)}
    return {
        "name": entity.name,
        "description": entity.description,
        "href": f"{request.url_root}page/{entity.iri.removeprefix(f'{current.base}id/')}",
        "items": items,
        "others": [*others.values()][:6],
        "mentions": entity.mentions,
    }


def _suggested(entity: Entity) -> dict[str, object]:
    return {
        "id": entity.id,
        "name": entity.name,
        "description": entity.description,
        "notable": [Type(cls).told() for cls in entity.types],
    }


def _property(row: Property) -> dict[str, str]:
    return {"id": row.id, "name": row.name, "description": row.description}


def _skip() -> int:
    """The number of suggestions to leave out: `cursor`."""
    cursor = request.args.get("cursor", "0") or "0"
    if not (cursor.isascii() and cursor.isdigit() and int(cursor[:7]) <= MOST_SKIPPED):
        raise BadRequestError(f"cursor is no whole number up to {MOST_SKIPPED:,}.")
    return int(cursor)
