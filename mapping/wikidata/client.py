"""A polite client of Wikidata's API and query service.

https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy ,
https://www.mediawiki.org/wiki/API:Etiquette ,
https://www.mediawiki.org/wiki/Manual:Maxlag_parameter :
who asks says who that is and how to reach them, asks for few things at once, and waits when told.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Self
from urllib.parse import urlencode

import urllib3

from mapping.errors import InputError

HOME = "https://w3id.org/spacecoop/"
AT_ONCE = 3
_ATTEMPTS = 5
_LONGEST_WAIT = 120.0  # seconds; who asks for more is asked again another day
_MAXLAG = "5"  # seconds that the replicas of the API's database may lag behind
_BUSY = (429, 500, 502, 503, 504)
_LARGEST = 32 * 1024 * 1024  # bytes of an answer
_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_CHUNK = 64 * 1024
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_QUOTED = 120  # characters of what the other side says


@dataclass(frozen=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class _BusyError(Exception):
    """The other side asks to come back: why, and after how many seconds if it says."""

    def __init__(self, why: str, wait: float | None) -> None:
        super().__init__(why)
        self.wait = wait


class Client:
    """Asks an API and a SPARQL endpoint, at most ``AT_ONCE`` questions at a time, from any thread.

    ``contact`` is an address or e-mail address of whoever runs this, ``timeout`` the seconds that
    an answer may take; ``say`` hears of each wait. Every method raises InputError, which names the
    address, for what cannot be had after some attempts.
    """

    def __init__(
        self,
        api: str,
        sparql: str,
        contact: str = HOME,
        timeout: float = 60,
        say: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        for url in (api, sparql):
            if not _ADDRESS.match(url):
                raise InputError(
                    url, "is no address of a server; it begins with https:// or http://"
                )
        if not (contact.isascii() and contact.isprintable() and contact.strip()):
            raise InputError(contact, "is no contact: write an address or an e-mail address")
        self.api, self.sparql = api, sparql
        self._timeout, self._say, self._sleep = timeout, say, sleep
        name = f"spacecoop/{version('spacecoop')} ({HOME}; {contact})"
        self._headers = {"User-Agent": name, "Accept-Encoding": "gzip"}
        self._pool = urllib3.PoolManager(maxsize=AT_ONCE, retries=False)
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._pause = threading.Lock()  # held while all wait

    def __enter__(self) -> Self:
        """The client, whose connections end with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its connections."""
        self._pool.clear()

    def ask_api(self, **parameters: str) -> Mapping[str, object]:
        """The answer to a request of the API, https://www.wikidata.org/w/api.php ."""
        fields = {**parameters, "format": "json", "maxlag": _MAXLAG}
        return self._ask("GET", self.api, fields, "application/json")

    def ask_sparql(self, query: str) -> Mapping[str, object]:
        """The answer to a SELECT query, in SPARQL 1.1 Query Results JSON Format."""
        return self._ask("POST", self.sparql, {"query": query}, "application/sparql-results+json")

    def _ask(
        self, method: str, url: str, fields: Mapping[str, str], accept: str
    ) -> Mapping[str, object]:
        for attempt in range(_ATTEMPTS):
            try:
                with self._places:
                    with self._pause:
                        pass  # somebody was told to wait: so do we
                    return _understood(url, self._sent(method, url, fields, accept))
            except _BusyError as busy:
                wait = 2.0**attempt if busy.wait is None else busy.wait
                if attempt + 1 == _ATTEMPTS or wait > _LONGEST_WAIT:
                    asked = f" and asks to wait {wait:.0f} s" if wait > _LONGEST_WAIT else ""
                    raise _failure(url, f"{busy}{asked}; try again later") from busy
                with self._pause:
                    self._say(f"{url} {busy}: waiting {wait:.0f} s")
                    self._sleep(wait)
        raise AssertionError("the last attempt ends above")

    def _sent(self, method: str, url: str, fields: Mapping[str, str], accept: str) -> _Reply:
        try:
            form = urlencode(fields)
            answer = self._pool.request(
                method,
                f"{url}?{form}" if method == "GET" else url,
                body=form if method == "POST" else None,
                headers={**self._headers, "Accept": accept, **_FORM},
                timeout=self._timeout,
                redirect=False,
                preload_content=False,
            )
            with closing(answer):
                body = self._body(url, answer)
        except urllib3.exceptions.NewConnectionError as error:
            reason = " ".join(str(error).split()).rpartition(": ")[2]
            raise _failure(url, f"cannot be reached: {reason[:_QUOTED]}") from error
        except (urllib3.exceptions.TimeoutError, _SlowError) as error:
            raise _BusyError(f"does not answer within {self._timeout:g} s", None) from error
        except urllib3.exceptions.ProtocolError as error:
            raise _BusyError("breaks off its answer", None) from error
        except urllib3.exceptions.HTTPError as error:
            raise _failure(url, f"cannot be asked: {' '.join(str(error).split())}") from error
        return _Reply(answer.status, answer.headers, body)

    def _body(self, url: str, answer: urllib3.BaseHTTPResponse) -> bytes:
        """The whole body: a server that drips it has no more time than one that is silent."""
        begun, body = time.monotonic(), bytearray()
        while chunk := answer.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > _LARGEST:
                raise _failure(url, "sends more than 32 MB")
            if time.monotonic() - begun > self._timeout:
                raise _SlowError
        return bytes(body)


class _SlowError(Exception):
    """A body that takes too long, though some of it comes all the time."""


def _understood(url: str, reply: _Reply) -> Mapping[str, object]:
    wait = _wait(reply.headers)
    if reply.status in _BUSY:
        raise _BusyError(f"answers {reply.status}", wait)
    if reply.status != 200:
        words = " ".join(reply.body.decode(errors="replace").split())[:_QUOTED]
        raise _failure(url, f"answers {reply.status}: {words}")
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise _BusyError("answers what is no JSON", wait) from error
    if not isinstance(answer, dict):
        raise _BusyError("answers JSON that is no object", wait)
    refusal = answer.get("error")
    if isinstance(refusal, dict):
        said = f"{refusal.get('code')}: {refusal.get('info')}"[:_QUOTED]
        if refusal.get("code") in ("maxlag", "ratelimited", "readonly"):
            raise _BusyError(f"answers {said}", wait)
        raise _failure(url, f"answers {said}")
    return answer


def _wait(headers: Mapping[str, str]) -> float | None:
    """The seconds of Retry-After, a number or a date (RFC 9110, section 10.2.3)."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        # By the other side's clock: ours may be wrong.
        return max(0.0, _seconds(said) - _seconds(headers.get("Date", "")))
    except ValueError:
        return None


def _seconds(date: str) -> float:
    return parsedate_to_datetime(date).timestamp()


def _failure(url: str, reason: str) -> InputError:
    return InputError(url, f"{reason} (nothing was changed)")
