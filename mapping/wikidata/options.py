"""Options that all commands for Wikidata share."""

from pathlib import Path

import click

out_option = click.option(
    "--out",
    envvar="SPACECOOP_OUT",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    metavar="DIR",
    help="Folder whose current release is taken.",
)
