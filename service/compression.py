"""Pages, styles, scripts and data in fewer bytes, where the client takes gzip (RFC 9110, 8.4.1).

What is sent as it is: answers to queries for programs and dumps without `.gz`, which are sent as
they are read; ranges; what is small. There is no secret in any answer (no account, no cookie, no
token), so that its length betrays nothing (BREACH).
"""

import gzip

from flask import Flask, Response, g, request

from service.formats import GRAPHS

LEAST = 1_000  # bytes that are worth it
TAG = "-gzip"  # at the end of the ETag: other bytes, another tag
KINDS = {
    "text/html", "text/css", "text/javascript", "text/plain", "text/csv", "image/svg+xml",
    "application/json", "application/problem+json", "application/x-suggestions+json",
    "application/vnd.citationstyles.csl+json", "application/opensearchdescription+xml",
    *(kind for syntax in GRAPHS for kind in syntax.media_types),
}  # fmt: skip


def register(app: Flask) -> None:
    """Have the answers of the app compressed that gain by it."""
    app.after_request(_compress)


def plain(tag: str) -> str:
    """The ETag of the same answer as it is."""
    return tag.removesuffix(TAG)


def _compress(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        response.direct_passthrough = False
        response.make_sequence()
    if response.status_code == 304 and not g.get("is_streamed", False):
        response.vary.add("Accept-Encoding")
    if not _gains(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        tag, weak = response.get_etag()
        if tag and not weak:
            response.set_etag(tag + TAG)
            response.make_conditional(request)
    return response


def _gains(response: Response) -> bool:
    """Whether it is the whole of something that can be compressed, and not small."""
    if response.mimetype not in KINDS or not response.is_sequence or response.status_code == 206:
        return False
    return "Content-Encoding" not in response.headers and len(response.get_data()) >= LEAST
