"""Search for people and programs: a page, JSON, suggestions, and how browsers find them."""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request

from service.errors import NotAcceptableError, NotFoundError
from service.formats import HTML
from service.names import KIND, address, kind_of
from service.negotiation import choose
from service.release import Release
from service.search.finding import PAGE, Chosen, Found, Hit, find, suggest
from service.views import catalogue, index, release
from service.vocabulary import plural

blueprint = Blueprint("search", __name__)

JSON = "application/json"
SHOWN = 300  # characters of a query that a page repeats
LAST = 500  # pages that can be asked for
VALUES = 12  # of a facet


@dataclass(frozen=True)
class Value:
    """A value of a facet: what it is called, how many hits have it, and where they are alone."""

    name: str
    number: int
    href: str


@blueprint.get("/search")
def search() -> Response | str:
    """What a query finds, as a page or, by `Accept`, as JSON."""
    chosen = choose(request.headers.get("Accept"), [HTML, JSON])
    if chosen is None:
        raise NotAcceptableError([HTML, JSON])
    if chosen == JSON:
        return search_json()
    current, query = release(), _query()
    facets, page = _chosen(current), _page()
    found = find(catalogue(), query, facets, page)
    return render_template(
        "search.html",
        release=current,
        query=query[:SHOWN],
        found=found,
        hits=[(hit, address(hit.iri, current.base)) for hit in found.hits],
        pair=_pair(current, found),
        facets=_facets(current, found, facets),
        narrowed=_narrowed(current, facets),
        page=page,
        pages=min(LAST, -(-found.total // PAGE)),
        elsewhere=lambda number: _address(facets, page=number),
    )


@blueprint.get("/search.json")
def search_json() -> Response:
    """What a query finds: hits with their addresses, and the number of hits by facet."""
    current, query = release(), _query()
    found = find(catalogue(), query, _chosen(current), _page())
    return jsonify(
        query=query[:SHOWN],
        read_as=found.read_as or None,
        total=found.total,
        page=_page(),
        hits=[_told(hit, current) for hit in found.hits],
        facets={
            name: [{"value": value, "hits": number} for value, number in rows]
            for name, rows in (found.facets or {}).items()
        },
    )


@blueprint.get("/suggest")
def suggestions() -> Response:
    """Names that begin so, as OpenSearch Suggestions 1.1: query, names, descriptions, addresses."""
    current, query = release(), _query()
    hits = suggest(catalogue(), query)
    body = [
        query[:SHOWN],
        [hit.name for hit in hits],
        [hit.kind for hit in hits],
        [address(hit.iri, current.base) for hit in hits],
    ]
    response = jsonify(body)
    response.content_type = "application/x-suggestions+json"
    return response


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """The OpenSearch 1.1 description, by which a browser can search here."""
    body = render_template("opensearch.xml", root=request.host_url)
    return Response(body, content_type="application/opensearchdescription+xml")


def _query() -> str:
    return request.args.get("q", "").strip()


def _page() -> int:
    page = request.args.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 0
    if not 1 <= number <= LAST:
        raise NotFoundError(f"There are pages 1 to {LAST} at most.")
    return number


def _chosen(current: Release) -> Chosen:
    """The facets that the address names; what cannot be one finds nothing, and harms nothing."""
    kind, country = request.args.get("kind", ""), request.args.get("country", "")
    year = request.args.get("year", "")
    return Chosen(
        kind=kind if KIND.fullmatch(kind) else "",
        country=f"{current.base}id/country/{country[:100]}" if country else "",
        year=year if year.isascii() and year.isdigit() and len(year) == 4 else "",
    )


def _told(hit: Hit, current: Release) -> dict[str, object]:
    told: dict[str, object] = asdict(hit)
    told["excerpt"] = "".join(hit.excerpt)
    return {**told, "page": address(hit.iri, current.base)}


def _pair(current: Release, found: Found) -> tuple[Value, str, str] | None:
    """Where the facts are that two entities share, and what the two are called."""
    if not found.pair:
        return None
    one, other = found.pair
    positions = index().shared(one, other)
    number = sum(index().days[position][:4] >= found.since for position in positions)
    wanted = {"with": other.removeprefix(f"{current.base}id/")}
    if found.since:
        wanted["since"] = found.since
    href = f"{address(one, current.base)}?{urlencode(wanted, safe='/')}"
    names = f"{current.label(one)} and {current.label(other)}"
    return Value(names, number, href), current.label(one), current.label(other)


def _facets(current: Release, found: Found, facets: Chosen) -> list[tuple[str, list[Value]]]:
    named = {"kind": "What it is", "country": "Country", "year": "Year"}
    rows = []
    for facet, title in named.items():
        values = (found.facets or {}).get(facet, ())
        if getattr(facets, facet) or len(values) < 2:
            continue
        shown = [
            Value(_name(current, facet, value), number, _address(facets, **{facet: value}))
            for value, number in values[:VALUES]
        ]
        rows.append((title, shown))
    return rows


def _narrowed(current: Release, facets: Chosen) -> list[Value]:
    """The facets chosen, each with the address of the search without it."""
    return [
        Value(_name(current, facet, value), 0, _address(facets, **{facet: ""}))
        for facet, value in asdict(facets).items()
        if value
    ]


def _name(current: Release, facet: str, value: str) -> str:
    if facet == "kind":
        return plural(value)
    return current.label(value) if kind_of(value, current.base) else value


def _address(facets: Chosen, **others: str | int) -> str:
    wanted = {"q": _query()[:SHOWN], **asdict(facets), **others}
    wanted["country"] = str(wanted["country"]).rpartition("/")[2]
    return "/search?" + urlencode({name: value for name, value in wanted.items() if value})
