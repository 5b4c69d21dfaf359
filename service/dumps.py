"""`/dump/…`: the release's files, as they were written by the build."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, request, send_file

from service import formats
from service.errors import NotFoundError
from service.release import Release
from service.views import release

blueprint = Blueprint("dumps", __name__)

CHUNK = 1 << 16
FILES = {f"spacecoop.{syntax.extension}": syntax.media_types[0] for syntax in formats.GRAPHS}


@blueprint.get("/dump/<name>")
def dump(name: str) -> Response:
    """A dump; a name without `.gz` gives its content, coded as gzip if the client takes that."""
    current = release()
    plain = name.removesuffix(".gz")
    path = current.path / f"{plain}.gz"
    if plain not in FILES or not path.is_file():
        raise NotFoundError(f"There is no dump {name[:100]}; there are {', '.join(sorted(FILES))}.")
    if plain != name:
        return _file(current, path, "application/gzip", "file")
    if request.accept_encodings["gzip"]:
        response = _file(current, path, formats.content_type(FILES[plain]), "coded")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = _stream(current, path, formats.content_type(FILES[plain]))
    response.vary.add("Accept-Encoding")
    return response


def _file(current: Release, path: Path, content_type: str, form: str) -> Response:
    """The file as it is, or the range asked for, or 304."""
    response = send_file(
        path, mimetype=content_type, conditional=True, etag=_tag(current, path, form)
    )
    response.headers["Content-Type"] = content_type
    return response


def _stream(current: Release, path: Path, content_type: str) -> Response:
    response = Response(_content(path), content_type=content_type)
    response.set_etag(_tag(current, path, "plain"))
    response.make_conditional(request)
    return response


def _content(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _tag(current: Release, path: Path, form: str) -> str:
    """Another tag for other bytes: the release decides on the content, the form on the coding."""
    return f"{current.id[:32]}-{path.name}-{form}"
