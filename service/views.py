"""What several blueprints need: the release of the request at hand, and checked addresses."""

import select
import socket
from dataclasses import dataclass
from ipaddress import ip_interface

from flask import current_app, g, request
from pyoxigraph import DefaultGraph, NamedNode

from service.channels import Channel
from service.current import Current, Served
from service.engine import Client, Engine
from service.errors import GoneError, NotFoundError
from service.index import Index
from service.names import KIND, SLUG
from service.reconcile.candidates import Reconciler
from service.release import Release
from service.search.catalogue import Catalogue


def release() -> Release:
    """The release that this request works with, the same from beginning to end."""
    return _served().release


def engine() -> Engine:
    """The engine that answers queries over that release."""
    return _served().engine


def index() -> Index:
    """Whose facts there are in that release."""
    return _served().index


def catalogue() -> Catalogue:
    """Where that release is searched."""
    found = _served().catalogue
    if found is None:
        raise NotFoundError("There is nothing to search here.")
    return found


def reconciler() -> Reconciler:
    """What tells which of that release's entities a name means."""
    served = _served()
    return Reconciler(served.release, served.names, served.told)


@dataclass(frozen=True)
class Connection:
    """The client at the other end of a connection."""

    channel: socket.socket
    address: str
    waited: float

    def gone(self) -> bool:
        """Whether it has closed the connection: what it sent last is the end."""
        ready = select.poll()
        ready.register(self.channel, select.POLLIN)
        try:
            return bool(ready.poll(0)) and self.channel.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True


def client() -> Client | None:
    """Who waits for the answer to this request; None where the server does not tell."""
    channel: Channel | None = request.environ.get("gunicorn.socket")
    if channel is None:
        return None
    return Connection(channel, _network(request.remote_addr or ""), channel.waited)


def _network(address: str) -> str:
    """The address, or of IPv6 the part that a client cannot choose: its network of 64 bits."""
    try:
        network = ip_interface(f"{address}/64" if ":" in address else address).network
    except ValueError:
        return ""
    return str(network)


def _served() -> Served:
    if "served" not in g:
        current: Current = current_app.extensions["spacecoop"]
        g.served = current.served()
    found: Served = g.served
    return found


def subject(current: Release, kind: str, slug: str) -> NamedNode:
    """The entity, fact or document of that kind and slug.

    Raises NotFoundError where there is none, GoneError where an earlier release had one.
    """
    if KIND.fullmatch(kind) and SLUG.fullmatch(slug):
        node = NamedNode(f"{current.base}id/{kind}/{slug}")
        if any(current.store.quads_for_pattern(node, None, None, DefaultGraph())):
            return node
    raise missing(kind, slug)


def missing(kind: str, slug: str) -> NotFoundError | GoneError:
    """What to raise for an address below `/id` with nothing behind it: gone, or never there."""
    current: Current = current_app.extensions["spacecoop"]
    last = current.tombstones.last_release(f"{kind}/{slug}")
    if last is None:
        return NotFoundError(f"There is no {kind[:40]} {slug[:200]} in this release.")
    return GoneError(
        f"The {kind} {slug} was published and is so no longer: no document states it now.",
        last_release=last,
    )


def document(current: Release, slug: str) -> str:
    """The slug, if a document of the release has it; else NotFoundError or GoneError."""
    if SLUG.fullmatch(slug) and slug in current.documents:
        return slug
    raise missing("document", slug)
