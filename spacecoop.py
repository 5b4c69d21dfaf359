"""The command `spacecoop`: each subcommand is imported from its package only when it is called."""

import copy
import sys
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

# Name: module, and the line that the list of commands shows. It stands here so that
# `spacecoop --help` need not import rdflib; a test compares it with the command's own.
COMMANDS = {
    "build": ("mapping.commands", "Build a release from documents."),
    "serve": (
        "service.commands",
        "Serve a release, RDF files or another endpoint over HTTP.",
    ),
    "query": ("service.commands", "Run a SPARQL query on the current release."),
    "validate": (
        "shapes.commands",
        "Validate RDF files, or the current release, against the shapes.",
    ),
    "diff": ("mapping.diff.commands", "List what changed between two releases."),
    "wikidata": (
        "mapping.wikidata.commands",
        "Link with Wikidata: links, statements, differences.",
    ),
    "evaluate": ("mapping.commands", "Compare the mapping with annotated documents."),
}


def load(name: str) -> click.Command:
    """The command of that name, imported now."""
    command: click.Command = getattr(import_module(COMMANDS[name][0]), name)
    return building_first(command) if name == "serve" else command


def building_first(serve: click.Command) -> click.Command:
    """`serve`, preceded by a build of the shipped documents where there is no release.

    The two meet here because `service` knows releases on disk only, never `mapping`.
    """

    @click.pass_context
    def build_then_serve(context: click.Context, /, **options: object) -> object:
        out = Path(str(options["out"]))
        spared = options.get("show_config") or options.get("data") or options.get("more")
        spared = spared or options.get("store")
        if not (spared or (out / "current").exists()):
            click.echo(f"spacecoop: no release in {out}, building one", err=True)
            status = load("build").main(["--out", str(out)], standalone_mode=False)
            if not (out / "current").exists():
                return status
        return context.invoke(serve, **options)

    wrapped = copy.copy(serve)
    wrapped.callback = build_then_serve
    return wrapped


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None where there is none of that name."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands for `--help`, which imports none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup)
@click.version_option(package_name="spacecoop", message="%(prog)s %(version)s")
def commands() -> None:
    """Turn texts about international space cooperation into a knowledge graph, and serve it.

    \b
    Examples:
      spacecoop build                          the documents that ship with the project
      spacecoop build --out DIR texts/*.txt    documents of your own
      spacecoop serve --port 8000              pages, data and SPARQL on 127.0.0.1
      spacecoop query FILE.rq                  a query on the current release
      spacecoop COMMAND --help                 more about one command
    """


def say_in_one_line(_kind: object, error: BaseException | None, _trace: object) -> None:
    """End with one line on stderr for an error that was foreseen; any other keeps its traceback.

    Foreseen are click's errors and those whose class has an `exit_code`: to name the classes here
    would import every package.
    """
    line, code = str(error), getattr(error, "exit_code", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        sys.exit(2)
    if isinstance(error, click.ClickException):
        line, code = error.format_message(), 2
    if isinstance(error, click.Abort):  # what click makes of a KeyboardInterrupt
        line, code = "interrupted", 130
    if isinstance(code, int):
        # File names are other people's: control characters must not reach the terminal.
        printable = "".join(letter if letter.isprintable() else " " for letter in line)
        click.echo(f"spacecoop: {' '.join(printable.split())}", err=True)
        sys.exit(code)


def main() -> NoReturn:
    """Run the command line and exit: 0 good, 1 data does not conform, 2 input broken."""
    with ExitStack() as stack:
        stack.push(say_in_one_line)
        status = commands.main(prog_name="spacecoop", standalone_mode=False)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
