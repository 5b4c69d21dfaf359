"""Which media type answers an Accept header."""

import pytest

from service.negotiation import choose

OFFERS = ["text/turtle", "application/ld+json", "text/html"]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "text/turtle"),  # no header accepts everything
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/*;q=0.5, application/ld+json", "application/ld+json"),
        ("text/html, */*;q=0.1", "text/html"),
        ("TEXT/HTML", "text/html"),
        ("text/turtle;q=0.3, text/html;q=0.7", "text/html"),
        ("text/turtle;q=0, */*", "application/ld+json"),  # the specific range excludes
        ("text/*, text/turtle;q=0.1", "text/html"),  # the specific range decides, not the better
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', OFFERS[1]),
        ('application/ld+json;profile="a,b";q=0.9, text/html;q=0.2', OFFERS[1]),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("text/turtle;charset=iso-8859-1", None),
        ("image/png", None),
        ("*;q=0.2", "text/turtle"),
        ("text/html;q=.5, text/turtle; q=.2", "text/html"),  # not in the grammar, and clear
        ("text/html;q=2, text/turtle", "text/turtle"),  # neither, and not clear
        (",, text/html ,", "text/html"),
        ("text/html ; q = 0.9, text/turtle;q=0.8", "text/html"),
        ("text/html;q=0.3;level=1, text/turtle;q=0.2", "text/html"),
        ("text/turtle;q=0.001, text/html;q=0", "text/turtle"),
        ("application/*+json", None),
        ("text", None),
        ("text/turtle;q=nonsense", "text/turtle"),  # nothing valid is said
        ("*/*;q=0", None),
    ],
)
def test_header_chooses(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, OFFERS) == chosen
