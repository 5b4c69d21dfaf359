"""Whose turn it is, and who goes where there is no room."""

from typing import cast

from service.engine.hand import Worker
from service.engine.turns import Ticket, Turns, in_turn
from service.kinds import Kind

WORKER = cast(Worker, object())
CROWD, OTHER = Kind(b"crowd"), Kind(b"other")


def _ticket(kind: Kind = CROWD, client: str = "a") -> Ticket:
    return Ticket(kind, client, light=False)


def _turns(*tickets: Ticket, room: int = 100) -> Turns:
    turns = Turns(room)
    for ticket in tickets:
        turns.join(ticket, [], 0)
    return turns


def test_the_first_to_come_is_called_first() -> None:
    first, second = _ticket(), _ticket()
    turns = _turns(first, second)
    assert [turns.call([], WORKER), turns.call([], WORKER)] == [first, second]
    assert turns.call([], WORKER) is None
    assert first.worker is WORKER
    assert first.called.is_set()


def test_a_crowd_of_one_kind_waits_for_the_others() -> None:
    other = _ticket(OTHER)
    turns = _turns(*(_ticket() for _ in range(50)), other)
    assert turns.call([_ticket()], WORKER) is other


def test_a_client_with_many_queries_waits_for_the_others() -> None:
    other = _ticket(client="b")
    turns = _turns(*(_ticket(Kind(bytes([n]))) for n in range(50)), other)
    assert turns.call([_ticket()], WORKER) is other


def test_of_kinds_that_nobody_knows_the_simplest_is_called_first() -> None:
    simple = _ticket(Kind(b"lookup", 1))
    turns = _turns(*(_ticket(Kind(bytes([n]), 5)) for n in range(50)), simple)
    assert turns.call([], WORKER) is simple


def test_of_equals_a_kind_that_has_been_light_is_called_first_and_stays() -> None:
    proven = Ticket(Kind(b"lookup", 9), "a", light=True, proven=True)
    turns = _turns(*(_ticket(Kind(bytes([n]), 2)) for n in range(4)), room=4)
    twin = proven.again()
    turns.join(proven, [], 0)
    turns.join(twin, [], 0)
    assert not twin.called.is_set()
    assert not proven.called.is_set()
    assert turns.call([], WORKER) is proven


def test_where_there_is_no_room_one_of_the_crowd_goes() -> None:
    crowd = [_ticket() for _ in range(4)]
    turns = _turns(*crowd, room=4)
    other = _ticket(OTHER)
    turns.join(other, [], 0)
    assert [ticket.called.is_set() for ticket in crowd] == [False, False, False, True]
    assert len(turns) == 4
    assert crowd[3].worker is None
    assert not other.called.is_set()


def test_where_there_is_no_room_the_least_simple_goes() -> None:
    turns = _turns(*(_ticket(Kind(bytes([n]), 5)) for n in range(4)), room=4)
    simple = _ticket(Kind(b"lookup", 1))
    turns.join(simple, [], 0)
    assert not simple.called.is_set()


def test_idle_workers_are_room() -> None:
    ticket = _ticket()
    Turns(0).join(ticket, [], 1)
    assert not ticket.called.is_set()


def test_a_kind_that_proved_heavy_is_sent_away() -> None:
    heavy, other = _ticket(), _ticket(OTHER)
    turns = _turns(heavy, other)
    turns.send_away(CROWD)
    assert heavy.heavy
    assert heavy.called.is_set()
    assert turns.call([], WORKER) is other


def test_the_order_of_those_called_is_fair_in_retrospect() -> None:
    crowd, other = [_ticket() for _ in range(3)], _ticket(OTHER)
    assert in_turn([*crowd, other]) == [crowd[0], other, *crowd[1:]]
