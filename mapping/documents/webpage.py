"""Web pages: the main text without navigation, forms and banners, by trafilatura.

Nothing is fetched. What would keep the parser busy or make it drop half a page without a word
(libxml2 stops at 256 levels and at 10 MB of text) is refused.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extracted

from mapping.documents.content import Content
from mapping.documents.encodings import decode, without_controls
from mapping.documents.lines import COLUMN, joined, squeezed, tidy
from mapping.errors import InputError

_MOST_TAGS = 50_000
_MOST_ATTRIBUTES = 2_000
_DECLARED_IN = 4_096

# Match: '<meta charset="latin1">', '<?xml version="1.0" encoding="iso-8859-1"?>'
_CHARSET = re.compile(rb"""(?:charset|\bencoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z]")
# A tag with its attributes, in which ">" may stand in quotation marks.
_TAG_WITH_ATTRIBUTES = re.compile(
    r"""<([A-Za-z][^\s<>/"']{0,40}+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>"""
)
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]{0,200}>|<!doctype[^\[>]{0,400}>", re.IGNORECASE)
# What no text holds, and what trafilatura's own reader of strings takes out.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# No later year than this: today's would make the result depend on the day of the build.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
_BLOCKS = frozenset({"body", "p", "head", "list", "table", "quote", "code", "div", "ab", "lg"})
_OWN_LINES = _BLOCKS | {"item", "row"}
_LONG_CELL = 200
_SITE = (
    '//meta[@property="og:site_name" or @name="og:site_name"]/@content',
    '//meta[@name="dcterms.publisher" or @name="DC.publisher" or @name="DC.Publisher"]/@content',
)

for _name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
    # What they report of a page is said by what is raised here.
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def read(path: Path, raw: bytes) -> Content:
    """The main text of a page and what it says of itself.

    Raises InputError (naming ``path``) for what is no page, too large, too deep, or without text.
    """
    tree = _tree(path, decode(path, raw, _charset(raw)))
    language = _language(tree)
    publisher = _publisher(tree)
    found = bare_extraction(
        tree, include_comments=False, with_metadata=True, date_extraction_params=_DATES
    )
    body = found.body if isinstance(found, Extracted) else None
    text = "" if body is None else _text(body)
    if not isinstance(found, Extracted) or not any(char.isalpha() for char in text):
        raise InputError(str(path), "holds no text beside menus, forms and scripts")
    title = without_controls(squeezed(found.title or "")).strip() or None
    if title and found.body.find(".//head[@rend='h1']") is None and title not in text[:2_000]:
        text = f"{title}\n\n{text}"
    return Content(
        text,
        title=title,
        publisher=publisher,
        source=found.url if (found.url or "").startswith(("http://", "https://")) else None,
        page_date=found.date,
        language=language,
    )


def _charset(raw: bytes) -> str | None:
    declared = _CHARSET.search(raw[:_DECLARED_IN])
    return declared[1].decode("ascii") if declared else None


def _tree(path: Path, text: str) -> HtmlElement:
    if len(_TAG.findall(text)) > _MOST_TAGS:
        reason = f"has more than {_MOST_TAGS:,} tags; save its main text as a page of its own"
        raise InputError(str(path), reason)
    text = _PROLOGUE.sub("", _TAG_WITH_ATTRIBUTES.sub(_short, text), count=2)
    parser = HTMLParser(remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(_NOT_XML.sub(" ", text), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise InputError(str(path), "holds no HTML that can be read") from error
    # A limit of the parser; what follows would be missing from the tree.
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        reason = "is nested deeper or has longer texts than pages have; save its main text alone"
        raise InputError(str(path), reason)
    return tree


def _short(tag: re.Match[str]) -> str:
    """The tag; without its attributes where those are longer than any that matter here.

    Reading the attributes of one tag takes the square of their number.
    """
    return f"<{tag[1]}>" if len(tag[2]) > _MOST_ATTRIBUTES else tag[0]


def _language(tree: HtmlElement) -> str | None:
    stated = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    code = re.match(r"[a-z]{2}(?![a-z])", stated.strip().casefold())
    return code[0] if code else None


def _publisher(tree: HtmlElement) -> str | None:
    """The name of the site before any slogan; no host name, which names no publisher."""
    for query in _SITE:
        for value in tree.xpath(query):
            name = re.split(r"\s[|–—·:-]\s", squeezed(without_controls(str(value))))[0].strip()
            if any(char.isalpha() for char in name) and ("." not in name or " " in name):
                return name[:100]
    return None


def _text(body: etree._Element) -> str:
    """The text of a body as trafilatura gives it: blocks parted by blank lines, lists as lines."""
    text = tidy("".join(_pieces(body)))
    blocks = (joined(block.split("\n")) for block in re.split(r"\n{2,}", text))
    return without_controls("\n\n".join(block for block in blocks if block))


def _pieces(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag)
    if tag == "row":
        yield _row(element)
    elif tag == "lb":
        yield "\n"
    elif tag == "item":
        yield f"\n- {_inline(takewhile(_is_inline, element), element.text)}"
        for child in list(element)[len(list(takewhile(_is_inline, element))) :]:
            yield from _with_tail(child)
    elif tag != "graphic":
        edge = "\n\n" if tag in _BLOCKS else ""
        yield edge + squeezed(element.text or "")
        for child in element:
            yield from _with_tail(child)
        yield edge


def _with_tail(element: etree._Element) -> Iterator[str]:
    yield from _pieces(element)
    tail = squeezed(element.tail or "")
    if tail.strip() or element.tag not in _OWN_LINES:
        yield tail


def _is_inline(element: etree._Element) -> bool:
    return element.tag not in ("list", "table")


def _inline(elements: Iterator[etree._Element], begin: str | None) -> str:
    """The elements on one line."""
    pieces = [begin or "", *(piece for child in elements for piece in _with_tail(child))]
    return squeezed("".join(pieces)).strip()


def _row(row: etree._Element) -> str:
    """The cells as columns on one line; tables that only lay out the page, as blocks."""
    texts = ["".join(_pieces(cell)).strip() for cell in row]
    texts = [text for text in texts if text]
    if len(texts) == 1 or any(len(text) > _LONG_CELL for text in texts):
        return "".join(f"\n\n{text}\n\n" for text in texts)
    return "\n" + COLUMN.join(squeezed(text) for text in texts)
