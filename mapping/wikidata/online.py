"""The commands ``spacecoop wikidata check`` and ``refresh``, which ask Wikidata."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from mapping import gazetteer as gazetteers
from mapping.progress import tracked
from mapping.release.quickstatements import properties
from mapping.wikidata import comparison, suggestions
from mapping.wikidata.cache import Cache
from mapping.wikidata.client import HOME, Client
from mapping.wikidata.items import Item, Reader
from mapping.wikidata.options import out_option
from mapping.wikidata.patches import patch
from mapping.wikidata.published import Published

_API = "https://www.wikidata.org/w/api.php"
_SPARQL = "https://query.wikidata.org/sparql"
_CACHE = "wikidata-cache"

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    out_option,
    click.option(
        "--api",
        envvar="SPACECOOP_WIKIDATA_API",
        default=_API,
        show_default=True,
        metavar="URL",
        help="Wikidata's API, or that of another Wikibase.",
    ),
    click.option(
        "--sparql",
        envvar="SPACECOOP_WIKIDATA_SPARQL",
        default=_SPARQL,
        show_default=True,
        metavar="URL",
        help="Its SPARQL endpoint.",
    ),
    click.option(
        "--contact",
        envvar="SPACECOOP_WIKIDATA_CONTACT",
        default=HOME,
        show_default=True,
        metavar="ADDRESS",
        help="Your page or e-mail address, which every request names.",
    ),
    click.option(
        "--timeout",
        envvar="SPACECOOP_WIKIDATA_TIMEOUT",
        type=click.FloatRange(min=0, min_open=True),
        default=60,
        show_default=True,
        metavar="S",
        help="Give up an answer that takes longer than S seconds.",
    ),
    click.option(
        "--cache/--no-cache",
        "cached",
        envvar="SPACECOOP_WIKIDATA_CACHE",
        default=True,
        show_default=True,
        help=f"Keep answers in DIR/{_CACHE}, and ask again only for items that changed.",
    ),
)


def online(command: Command) -> Command:
    """The options of a command that asks Wikidata."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command(short_help="Compare the release with Wikidata.")
@online
@click.option("--all", "everything", is_flag=True, help="Print what agrees, too.")
@click.option(
    "--claims", is_flag=True, help="Print the dates there as rows of a table of claims instead."
)
def check(
    out: Path,
    api: str,
    sparql: str,
    contact: str,
    timeout: float,
    cached: bool,
    everything: bool,
    claims: bool,
) -> int:
    """Compare the current release with Wikidata: links, names, types, and what documents state.

    Tab-separated: contradicting (a redirected or deleted item, no name in common, a class of
    another kind, a date that excludes ours), missing (Wikidata says nothing), more-precise (a date
    of ours within a vaguer one there). The exit code is 1 where anything contradicts. Off the
    network it says so, the exit code is 2, and nothing was changed.

    \b
    Examples:
      spacecoop wikidata check --contact you@example.org
      spacecoop wikidata check --all > compared.tsv
      spacecoop wikidata check --claims > claims.tsv    # for `build --claims`, once reviewed
      SPACECOOP_WIKIDATA_SPARQL=http://127.0.0.1:7878/query spacecoop wikidata check
    """
    release = Published.current(out)
    cache = Cache(out / _CACHE if cached else None)
    with Client(api, sparql, contact, timeout, _say) as client:
        items = _read(client, release, cache)
    if claims:
        today = datetime.now(tz=UTC).date().isoformat()
        matched = [items[number] for number in set(release.items.values())]
        click.echo(comparison.claims(matched, today), nl=False)
        return 0
    found = comparison.compared(release, items)
    click.echo(comparison.table(found, agreeing=everything), nl=False)
    click.echo(f"spacecoop: {len(items)} items: {comparison.counts(found)}", err=True)
    return 1 if any(d.outcome == "contradicting" for d in found) else 0


@click.command(short_help="Propose new names and links as a patch.")
@online
def refresh(out: Path, api: str, sparql: str, contact: str, timeout: float, cached: bool) -> int:
    """Propose new names and links as a patch, and change nothing.

    A unified diff of mapping/gazetteer/ and mapping/wikidata.sssom.tsv: names that Wikidata has for
    linked entries, items that others were merged into, and for entries without an item the one that
    bears their name, if there is but one. A proposed link is refused until somebody has looked at
    the item and written semapv:ManualMappingCuration. Off the network the exit code is 2.

    \b
    Examples:
      spacecoop wikidata refresh --contact you@example.org > refresh.diff
      git apply refresh.diff    # after having read it
    """
    release, gazetteer = Published.current(out), gazetteers.load()
    cache = Cache(out / _CACHE if cached else None)
    with Client(api, sparql, contact, timeout, _say) as client:
        items = _read(client, release, cache)
        found = suggestions.Finder(client, gazetteer, tracked("Looking for items")).find(release)
    names = suggestions.aliases(gazetteer, release, items)
    merged = suggestions.merged(release, items)
    click.echo(patch(names, (*merged, *found)), nl=False)
    counted = f"{len(names)} names, {len(found)} links, {len(merged)} merged items"
    click.echo(f"spacecoop: {counted} proposed; nothing was changed", err=True)
    return 0


def _read(client: Client, release: Published, cache: Cache) -> dict[str, Item]:
    """All items that the release is linked with."""
    reader = Reader(client, properties(), cache, tracked("Asking Wikidata"))
    return reader.read({*release.items.values(), *release.near.values()})


def _say(line: str) -> None:
    click.echo(f"spacecoop: {line}", err=True)
