"""The home page where RDF files are served instead of a release."""

from flask import Blueprint, render_template

from service.views import release

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> str:
    """Which files these are, how much they say, and where to ask."""
    current = release()
    graphs = dict(current.sizes)
    triples = graphs.pop("", 0)
    return render_template("files.html", release=current, triples=triples, graphs=len(graphs))
