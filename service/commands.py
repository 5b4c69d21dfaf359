"""The commands `serve` and `query`; both work on a release that is there already."""

import sys
from pathlib import Path
from typing import Unpack

import click
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples
from rich.console import Console
from rich.table import Table

from service import files, formats
from service.errors import BadQueryError, CommandError, ReleaseError
from service.evaluation import Answer, evaluate
from service.options import Caps, limits
from service.release import Release, read
from service.results import Cell, cell
from service.serving import debug as serve_debugging
from service.serving import serve as serve_release
from service.settings import Settings, remote_address

GIVEN = Settings()
NAMES = [syntax.name for syntax in (*formats.RESULTS, *formats.GRAPHS)]


_out = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=GIVEN.out,
    envvar="SPACECOOP_OUT",
    show_default=True,
    help="Folder that `spacecoop build` writes to.",
)


class QueryError(CommandError):
    """A query file that cannot be read, or a query that cannot be answered."""


@click.command()
@_out
@click.option("--host", default=GIVEN.host, envvar="SPACECOOP_HOST", show_default=True)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=GIVEN.port,
    envvar="SPACECOOP_PORT",
    show_default=True,
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    multiple=True,
    envvar="SPACECOOP_DATA",
    metavar="FILE…",
    help="RDF files to serve instead of a release, of any of these kinds: "
    f"{', '.join(files.FORMATS)}; .gz may follow.",
)
@click.argument("more", type=click.Path(path_type=Path), nargs=-1, metavar="")
@click.option(
    "--union-default-graph",
    is_flag=True,
    envvar="SPACECOOP_UNION_DEFAULT_GRAPH",
    help="With --data: the default graph holds the triples of the named graphs, too.",
)
@click.option(
    "--store",
    default="",
    envvar="SPACECOOP_STORE",
    metavar="URL",
    callback=lambda _context, _option, value: remote_address(value),
    help="A SPARQL 1.1 endpoint elsewhere that answers the queries, instead of a release.",
)
@click.option(
    "--allow-service",
    multiple=True,
    envvar="SPACECOOP_ALLOW_SERVICE",
    metavar="URL",
    callback=lambda _context, option, values: tuple(
        remote_address(value, option.opts[0]) for value in values
    ),
    help="An endpoint that queries may name in a SERVICE; repeatable. By default there is none.",
)
@limits
@click.option(
    "--debug",
    is_flag=True,
    help="Serve from one process without workers: no query is ended, whatever it takes.",
)
@click.option("--show-config", is_flag=True, help="Print the settings in force and exit.")
def serve(
    out: Path,
    host: str,
    port: int,
    data: tuple[Path, ...],
    more: tuple[Path, ...],
    union_default_graph: bool,
    store: str,
    allow_service: tuple[str, ...],
    debug: bool,
    show_config: bool,
    **caps: Unpack[Caps],
) -> None:
    """Serve a release, RDF files or another endpoint over HTTP.

    \b
    Examples:
      spacecoop serve --port 8000
      spacecoop serve --data people.ttl places.trig
      spacecoop serve --store http://127.0.0.1:7878/query
      spacecoop serve --allow-service https://query.wikidata.org/sparql
    """
    if data and store:
        raise click.UsageError("Either --data or --store.")
    if more and not data:
        raise click.UsageError(f"Unexpected argument {more[0]}; RDF files come after --data.")
    settings = Settings(
        out=out,
        host=host,
        port=port,
        proxies=Settings.from_environment().proxies,
        data=data + more,
        union_default_graph=union_default_graph,
        store=store,
        allow_service=allow_service,
        **caps,
    )
    if show_config:
        click.echo("\n".join(settings.lines()))
        return
    name = f"[{host}]" if ":" in host else host
    run = serve_debugging if debug else serve_release
    run(settings, host, port, lambda: click.echo(f"http://{name}:{port}/"))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_out
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["table", *dict.fromkeys(NAMES)]),
    default="table",
    show_default=True,
    help="table, a format for SELECT and ASK, or one for CONSTRUCT and DESCRIBE.",
)
def query(file: Path, out: Path, wanted: str) -> None:
    """Run a SPARQL query on the current release.

    \b
    Example:
      spacecoop query who-met-whom.rq --format csv
    """
    text = _text(file)
    release = _release(out)
    try:
        answer = evaluate(release.store, text)
    except BadQueryError as error:
        line, column = error.members.get("line"), error.members.get("column")
        place = f"{file}:{line}:{column}" if line else f"{file}"
        raise QueryError(f"{place}: {error.detail}") from error
    if wanted == "table":
        _print(answer, release)
    else:
        sys.stdout.buffer.write(_written(answer, wanted))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{file}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: is not UTF-8 (byte {error.start})") from error


def _release(out: Path) -> Release:
    current = out / "current"
    if not current.exists():
        raise ReleaseError(current, "there is no release; run `spacecoop build`")
    return read(current.resolve())


def _written(answer: Answer, wanted: str) -> bytes:
    """The answer in a format by name; QueryError where the form of the query has no such format."""
    syntaxes = formats.GRAPHS if isinstance(answer, QueryTriples) else formats.RESULTS
    syntax = next((syntax for syntax in syntaxes if syntax.name == wanted), None)
    if isinstance(answer, QueryTriples):
        if syntax:
            return formats.written(answer, syntax)
    elif syntax and isinstance(syntax.engine, QueryResultsFormat):
        return answer.serialize(format=syntax.engine) or b""
    names = ", ".join(syntax.name for syntax in syntaxes)
    raise QueryError(f"--format {wanted}: this form of query gives table, {names}")


def _print(answer: Answer, release: Release) -> None:
    console = Console(soft_wrap=not sys.stdout.isatty())
    if isinstance(answer, QueryBoolean):
        console.print("yes" if answer else "no")
        return
    table = Table()
    if isinstance(answer, QuerySolutions):
        variables = answer.variables
        names, rows = [v.value for v in variables], ([s[v] for v in variables] for s in answer)
    else:
        names = ["subject", "predicate", "object"]
        distinct = sorted(set(answer), key=str)
        rows = ([t.subject, t.predicate, t.object] for t in distinct)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(_shown(cell(term, release)) for term in row))
    console.print(table)


def _shown(shown: Cell) -> str:
    return shown.text.replace("[", r"\[")
