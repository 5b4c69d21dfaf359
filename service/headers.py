"""What every answer carries: who may read it, what it varies on, what a page may load."""

from flask import Flask, Response, g

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Encoding, Content-Type, If-None-Match, Range",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Allow, Content-Encoding, Content-Range, ETag, Link, Location, Retry-After, "
        "X-Spacecoop-Release"
    ),
    "Access-Control-Max-Age": "86400",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def register(app: Flask) -> None:
    """Have the headers added to every answer of the app, errors included."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)  # a view may know better
    response.vary.add("Accept")
    if "served" in g and g.served.release.id:
        response.headers["X-Spacecoop-Release"] = g.served.release.id
    return response
