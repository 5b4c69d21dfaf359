"""The commands ``spacecoop wikidata check`` and ``refresh``, which ask Wikidata."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from mapping.progress import tracked
from mapping.release.quickstatements import properties
from mapping.wikidata import comparison
from mapping.wikidata.cache import Cache
from mapping.wikidata.client import HOME, Client
from mapping.wikidata.items import Reader
from mapping.wikidata.options import out_option
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
def check(
    out: Path,
    api: str,
    sparql: str,
    contact: str,
    timeout: float,
    cached: bool,
    everything: bool,
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
      SPACECOOP_WIKIDATA_SPARQL=http://127.0.0.1:7878/query spacecoop wikidata check
    """
    release = Published.current(out)
    cache = Cache(out / _CACHE if cached else None)
    with Client(api, sparql, contact, timeout) as client:
        reader = Reader(client, properties(), cache, tracked("Asking Wikidata"))
        items = reader.read({*release.items.values(), *release.near.values()})
    found = comparison.compared(release, items)
    click.echo(comparison.table(found, agreeing=everything), nl=False)
    click.echo(f"spacecoop: {len(items)} items: {comparison.counts(found)}", err=True)
    return 1 if any(d.outcome == "contradicting" for d in found) else 0
