"""The commands ``spacecoop wikidata …``."""

from __future__ import annotations

from pathlib import Path

import click

from mapping.progress import tracked
from mapping.wikidata import candidates as candidates_
from mapping.wikidata import mixnmatch as mixnmatch_
from mapping.wikidata import same_as as same_as_
from mapping.wikidata import spreadsheet
from mapping.wikidata import summary as summary_
from mapping.wikidata.online import check, refresh
from mapping.wikidata.options import out_option
from mapping.wikidata.proposals import Proposals
from mapping.wikidata.published import Published


@click.group(short_help="Link with Wikidata: links, statements, differences.")
def wikidata() -> None:
    """Link with Wikidata: links, statements, differences.

    Nothing here edits Wikidata or the project's files: results are for people to review.

    \b
    Examples:
      spacecoop wikidata links --summary          how many entities are linked
      spacecoop wikidata candidates --limit 20    what to link next
      spacecoop wikidata quickstatements          what Wikidata may lack, with references
      spacecoop wikidata check                    what Wikidata says otherwise
      spacecoop wikidata COMMAND --help           more about one of them
    """


@wikidata.command(short_help="Print the links: SSSOM, their share, or owl:sameAs.")
@out_option
@click.option("--summary", is_flag=True, help="Say how many entities are linked, by kind.")
@click.option(
    "--same-as",
    is_flag=True,
    help="Print owl:sameAs in Turtle: to load only where a reasoner may merge both sides.",
)
def links(out: Path, summary: bool, same_as: bool) -> int:
    """Print the links of the current release to Wikidata, as the SSSOM table.

    \b
    Examples:
      spacecoop wikidata links > wikidata.sssom.tsv
      spacecoop wikidata links --summary
      spacecoop wikidata links --same-as > same-as.ttl
    """
    if summary and same_as:
        raise click.UsageError("--summary and --same-as exclude each other")
    release = Published.current(out)
    made = summary_.text if summary else same_as_.text if same_as else Published.table
    click.echo(made(release), nl=False)
    return 0


@wikidata.command(short_help="List entities without a link, most mentioned first.")
@out_option
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="List at most N. Default: all."
)
def candidates(out: Path, limit: int | None) -> int:
    """List the entities of the current release that have no link, most mentioned first.

    Tab-separated, each with the sentence that names it first and the address of a search at
    Wikidata. An item is added by a row of mapping/wikidata.sssom.tsv, once its page was looked at.

    \b
    Examples:
      spacecoop wikidata candidates --limit 20
      spacecoop wikidata candidates > candidates.tsv
    """
    click.echo(candidates_.text(Published.current(out), limit), nl=False)
    return 0


@wikidata.command(short_help="Print statements for QuickStatements.")
@out_option
@click.option("--document", metavar="SLUG", help="What this document supports, with its reference.")
@click.option("--entity", metavar="KIND/SLUG", help="What concerns this entity.")
@click.option("--format", "form", type=click.Choice(["v1", "csv"]), default="v1", show_default=True)
@click.option(
    "--evidence", is_flag=True, help="Print the passages that state each, tab-separated, instead."
)
@click.option(
    "--held-back",
    is_flag=True,
    help="Print what is not proposed because documents disagree, tab-separated, instead.",
)
def quickstatements(
    out: Path, document: str | None, entity: str | None, form: str, evidence: bool, held_back: bool
) -> int:
    """Print what the current release could add to Wikidata, as commands for QuickStatements.

    Each statement has the documents that state it as references. Nothing planned, and no date that
    another document contradicts, is among them. Look at them before they are loaded.

    \b
    Examples:
      spacecoop wikidata quickstatements --entity mission/cfosat
      spacecoop wikidata quickstatements --document 003-a20552879778e7d6 --format csv
      spacecoop wikidata quickstatements --entity mission/cfosat --evidence
    """
    if held_back and (document or entity or evidence):
        raise click.UsageError("--held-back stands alone")
    proposals = Proposals(Published.current(out), tracked("Reading documents"))
    if held_back:
        click.echo(proposals.held_back(), nl=False)
        return 0
    selected = proposals.selected(document, entity)
    if evidence:
        click.echo(proposals.evidence(selected), nl=False)
    elif form == "csv":
        click.echo(spreadsheet.text(selected), nl=False)
    else:
        click.echo("".join(proposal.line for proposal in selected), nl=False)
    return 0


@wikidata.command(short_help="Print a catalogue for Mix'n'match.")
@out_option
def mixnmatch(out: Path) -> int:
    """Print the entities of the current release as a catalogue for Mix'n'match, tab-separated.

    \b
    Example:
      spacecoop wikidata mixnmatch > catalogue.tsv
    """
    click.echo(mixnmatch_.text(Published.current(out)), nl=False)
    return 0


wikidata.add_command(check)
wikidata.add_command(refresh)
