"""What the service is told from outside: one value a setting, from `SPACECOOP_*` variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from service.engine.limits import MEGABYTE, Limits
from service.errors import SettingError
from service.release import DISK_ABOVE


@dataclass(frozen=True)
class Settings:
    """How and what to serve; every field has the variable `SPACECOOP_` plus its name in capitals.

    `out` is the folder that builds write to, the release served is `out/current`. `proxies` is the
    number of reverse proxies whose X-Forwarded-* headers are believed; 0 believes none. With
    `data` those RDF files are served instead of a release; their default graph is what they say
    outside of any graph, or, with `union_default_graph`, everything that they say.

    With `store`, the address of a SPARQL 1.1 endpoint, queries are passed on to it. A query may ask
    the endpoints in `allow_service`, too, and no other.

    Of queries, `workers` are evaluated at a time and `queue` may wait; of light ones, lookups that
    nothing else shall hold up, `light` and as many more. Each has `timeout` seconds
    and `memory` megabytes, its answer `max_result` megabytes. Of more than `disk_above` triples, a
    release is read from disk rather than held in memory.
    """

    out: Path = Path("build")
    host: str = "127.0.0.1"
    port: int = 8000
    proxies: int = 0
    data: tuple[Path, ...] = ()
    union_default_graph: bool = False
    store: str = ""
    allow_service: tuple[str, ...] = ()
    workers: int = 4
    timeout: float = 10.0
    memory: int = 512
    max_result: int = 64
    queue: int = 32
    light: int = 2
    disk_above: int = DISK_ABOVE

    @property
    def limits(self) -> Limits:
        """The caps on queries, in the units of the query engine."""
        return Limits(
            workers=self.workers,
            timeout=self.timeout,
            memory=self.memory * MEGABYTE,
            result=self.max_result * MEGABYTE,
            queue=self.queue,
            light=self.light,
        )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings that the variables give; raises SettingError for a number that is none."""
        return cls(
            out=Path(environment.get("SPACECOOP_OUT", str(cls.out))),
            host=environment.get("SPACECOOP_HOST", cls.host),
            port=_number(environment, "SPACECOOP_PORT", cls.port),
            proxies=_number(environment, "SPACECOOP_PROXIES", cls.proxies),
        )

    def lines(self) -> list[str]:
        """`NAME=value`, a line each, as `--show-config` prints them and a shell reads them."""
        return [
            f"SPACECOOP_OUT={self.out}",
            f"SPACECOOP_HOST={self.host}",
            f"SPACECOOP_PORT={self.port}",
            f"SPACECOOP_PROXIES={self.proxies}",
            f"SPACECOOP_WORKERS={self.workers}",
            f"SPACECOOP_TIMEOUT={self.timeout:g}",
            f"SPACECOOP_MEMORY={self.memory}",
            f"SPACECOOP_MAX_RESULT={self.max_result}",
            f"SPACECOOP_QUEUE={self.queue}",
            f"SPACECOOP_LIGHT={self.light}",
            f"SPACECOOP_DISK_ABOVE={self.disk_above}",
            f"SPACECOOP_DATA={os.pathsep.join(map(str, self.data))}",
            f"SPACECOOP_STORE={self.store}",
            f"SPACECOOP_ALLOW_SERVICE={' '.join(self.allow_service)}",
            f"SPACECOOP_UNION_DEFAULT_GRAPH={int(self.union_default_graph)}",
        ]


def remote_address(value: str, option: str = "--store") -> str:
    """The address of an endpoint, as it is; raises SettingError for what cannot be one."""
    try:
        parts = urlsplit(value)
        if not value or (
            parts.scheme in ("http", "https")
            and parts.hostname
            and not parts.fragment
            and parts.port != 0
            and parts.username is None
        ):
            return value
    except ValueError:
        pass
    raise SettingError(option, value, "the address of an endpoint (http://… or https://…)")


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise SettingError(name, value, "a whole number")
    return int(value)
