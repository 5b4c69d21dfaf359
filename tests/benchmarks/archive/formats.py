"""A release as the files that agencies publish: plain text, a web page, a PDF."""

from __future__ import annotations

import html
import logging
from datetime import UTC, datetime

from fpdf import FPDF

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:title" content="{title}"><meta name="date" content="{date}">
<style>nav {{ float: left }} .cookies {{ position: fixed }}</style></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
<main><article><h1>{title}</h1>
{body}
</article></main>
<aside><h2>Read also</h2><ul><li><a href="/1">Careers</a></li></ul></aside>
<footer><p>Legal notice | Accessibility</p></footer>
<div class="cookies">This site uses cookies. <button>Accept</button></div>
<script>window.dataLayer = window.dataLayer || [];</script>
</body></html>
"""
# The same text gives the same bytes.
_ANY_DAY = datetime(2020, 1, 1, tzinfo=UTC)
# The fonts that every PDF reader has know Latin-1 only.
_PLAIN = str.maketrans({"“": '"', "”": '"', "–": "-", "’": "'", "Č": "C", "Š": "S", "š": "s"})


def as_html(title: str, date: str, text: str) -> bytes:
    """A web page with the text in an article, among what sites put around one."""
    blocks = [html.escape(block).replace("\n", "<br>\n") for block in text.strip().split("\n\n")]
    body = "\n".join(f"<p>{block}</p>" for block in blocks)
    return _PAGE.format(title=html.escape(title), date=date, body=body).encode()


def as_pdf(text: str, *, password: str | None = None) -> bytes:
    """A PDF of the text on A4 pages; one that needs a password to be opened where one is given."""
    logging.getLogger("fpdf").setLevel(logging.ERROR)
    pdf = FPDF(format="A4")
    pdf.set_creation_date(_ANY_DAY)
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    for block in text.translate(_PLAIN).strip().split("\n\n"):
        pdf.multi_cell(0, 6, block.encode("latin-1", "replace").decode("latin-1"), align="L")
        pdf.ln(9)
    if password is not None:
        pdf.set_encryption(owner_password="owner", user_password=password)  # noqa: S106
    return bytes(pdf.output())
