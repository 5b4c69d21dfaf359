"""The same release as plain text, as a page of a site, as PDF and as Markdown."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import yaml
from fpdf import FPDF

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Release:
    """A release of our own: paragraphs are strings, lists tuples of points."""

    name: str
    title: str
    date: str
    iso: str
    publisher: str
    body: tuple[str | tuple[str, ...], ...]
    contacts: tuple[tuple[str, ...], ...]
    related: tuple[str, ...]

    @classmethod
    def of(cls, content: dict[str, Any]) -> Release:
        body = tuple(tuple(p) if isinstance(p, list) else p for p in content["body"])
        contacts = tuple(map(tuple, content["contacts"]))
        given = {"body": body, "contacts": contacts, "related": tuple(content["related"])}
        return cls(**{**content, **given})


def releases() -> list[Release]:
    """The releases of ``releases.yaml``."""
    return [Release.of(c) for c in yaml.safe_load((HERE / "releases.yaml").read_text("utf-8"))]


def as_text(release: Release) -> bytes:
    """Plain text, wrapped hard."""
    parts = [release.date, release.title]
    for part in release.body:
        if isinstance(part, str):
            parts.append(textwrap.fill(part, 88, break_on_hyphens=False))
        else:
            parts.append("\n".join(f"- {point}" for point in part))
    rows = ("    ".join(row) for row in release.contacts)
    parts += ["\n".join(["CONTACTS", *rows]), "\n".join(["Related links", *release.related])]
    return "\n\n".join(parts).encode()


def as_markdown(release: Release) -> bytes:
    """Markdown with front matter, emphasis, links, a list and a table."""
    front = {"title": release.title, "date": release.iso, "publisher": release.publisher}
    parts = [f"---\n{yaml.safe_dump(front)}---", f"# {release.title}", release.date]
    for part in release.body:
        if isinstance(part, str):
            first, _, rest = part.partition(" ")
            marked = f"**{first}** {rest}".replace("agencies", "[agencies](https://example.org/a)")
            parts.append(textwrap.fill(marked, 70, break_on_hyphens=False))
        else:
            parts.append("\n".join(f"* {point}" for point in part))
    rows = "\n".join(f"| {' | '.join(row)} |" for row in release.contacts)
    parts += ["```python\nESA.signed(CNSA)\n```", "## Contacts", f"| | | |\n|-|-|-|\n{rows}"]
    parts += ["## Related links", "\n".join(f"- {link}" for link in release.related)]
    return "\n\n".join(parts).encode()


def as_page(release: Release) -> bytes:
    """A page with what sites put around a text; letters that are not ASCII are entities."""
    body = "\n".join(
        f"<p>{escape(part)}</p>"
        if isinstance(part, str)
        else "<ul>" + "".join(f"<li>{escape(point)}</li>" for point in part) + "</ul>"
        for part in release.body
    )
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in release.contacts
    )
    links = "".join(f'<li><a href="/x">{escape(link)}</a></li>' for link in release.related)
    page = (HERE / "page.html").read_text("utf-8")
    for name, value in {
        "title": escape(release.title),
        "date": release.date,
        "iso": release.iso,
        "publisher": release.publisher,
        "body": body,
        "contacts": rows,
        "related": links,
    }.items():
        page = page.replace(f"{{{{{name}}}}}", value)
    return page.encode("ascii", "xmlcharrefreplace")


class _Sheets(FPDF):
    """A4 sheets with a letterhead, a footer and page numbers."""

    running = ""

    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, f"{self.running} press release", new_x="LMARGIN", new_y="NEXT")
        self.ln(8)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, f"{self.page_no()}/{{nb}}", align="C")


def as_pdf(release: Release) -> bytes:
    """PDF on small sheets, so that paragraphs go over pages; justified as agencies like it."""
    sheets = _Sheets(format=(148, 210))
    sheets.core_fonts_encoding = "windows-1252"
    sheets.running = release.publisher
    sheets.set_title("Microsoft Word - release_v3_final.docx")
    sheets.set_auto_page_break(auto=True, margin=22)
    sheets.add_page()
    sheets.set_font("Helvetica", size=11)
    sheets.multi_cell(0, 6, release.date, new_x="LMARGIN", new_y="NEXT")
    sheets.ln(4)
    sheets.set_font("Helvetica", style="B", size=15)
    sheets.multi_cell(0, 8, release.title, align="C", new_x="LMARGIN", new_y="NEXT")
    sheets.ln(4)
    sheets.set_font("Helvetica", size=11)
    for part in release.body:
        for line in (part,) if isinstance(part, str) else part:
            mark = "" if isinstance(part, str) else "\x95 "
            sheets.multi_cell(
                0,
                6,
                mark.encode("latin-1").decode("cp1252") + line,
                align="J",
                new_x="LMARGIN",
                new_y="NEXT",
            )
        sheets.ln(3)
    sheets.cell(0, 6, "CONTACTS", new_x="LMARGIN", new_y="NEXT")
    sheets.set_font("Helvetica", size=9)
    for row in release.contacts:
        for cell in row:
            sheets.cell(42, 6, cell)
        sheets.ln(6)
    sheets.ln(6)
    for line in ("Related links", *release.related):
        sheets.multi_cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(sheets.output())


WRITERS = {".txt": as_text, ".html": as_page, ".pdf": as_pdf, ".md": as_markdown}
