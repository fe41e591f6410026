"""Every command's page among 10 thousand, 100 thousand and a million referrals, and among 1 and 100 thousand members.

For a caseworker, a koordinator and a manager with a few hundred referrals each, in a transaction of its own, as a turn
does it, in SQLite files; no command may read a large table as a whole.
Left out: rendering, sending, the turn's own statements; PostgreSQL; a cold disk (the files are in memory by then).
"""

from bot.chat import routes
from bot.errors import Refused
from bot.menus import commands_for
from bot.turn import Turn
from models import Role
from tests.bench import databases
from tests.bench.figures import Figure, at_most, middle, ratios
from tests.bench.rows import Big
from tests.bench.size import sized
from tests.bench.statements import whole_tables
from tests.bench.timing import in_turns, page, turn

TIMES = 30
Command = tuple[Role, str]


def measure(rounds: int = 3) -> list[Figure]:
    """A figure for each command of each role, for referrals and for members."""
    share = databases.large()
    by_referrals = [databases.sqlite(min(count, share)) for count in (databases.SMALL, databases.MIDDLE, share)]
    by_members = [databases.with_members(*databases.FEW_MEMBERS), databases.with_members(*databases.MANY_MEMBERS)]
    commands = every_command()
    return [
        *(figure for command in commands for figure in _of_referrals(by_referrals, command, rounds)),
        *(_of_members(by_members, command, rounds) for command in commands),
        _plans(by_referrals[-1], commands),
    ]


def every_command() -> list[Command]:
    """Every command that a caseworker, a koordinator or a manager has."""
    roles = (Role.CASEWORKER, Role.KOORDINATOR, Role.MANAGER)
    return [(role, command.name) for role in roles for command in commands_for(role)]


def show(name: str, turn: Turn) -> None:
    """Do a command without words."""
    try:
        routes.COMMANDS[name](turn, [])
    except Refused:  # a no is an answer too: it costs what it costs
        return


def _timed(databases_: list[Big], command: Command, rounds: int) -> list[list[float]]:
    role, name = command
    pages = [page(big, big.member_of(role), lambda turn: show(name, turn)) for big in databases_]
    return in_turns(pages, rounds, sized(TIMES, 5))


def _of_referrals(databases_: list[Big], command: Command, rounds: int) -> list[Figure]:
    small, middling, large = _timed(databases_, command, rounds)
    role, name = command
    sizes = [f"{big.referrals:,}" for big in databases_]
    note = f"{1000 * middle(large):.2f} ms; {1000 * middle(middling):.2f} at {sizes[1]}; {1000 * middle(small):.2f}"
    what = f"/{name}, {role.value}, {sizes[2]} referrals against {sizes[0]}"
    return [Figure("growth", what, ratios(large, small), goal=at_most(1.15, 1.05), note=note)]


def _of_members(databases_: list[Big], command: Command, rounds: int) -> Figure:
    few, many = _timed(databases_, command, rounds)
    role, name = command
    note = f"{1000 * middle(many):.2f} ms against {1000 * middle(few):.2f} ms"
    what = f"/{name}, {role.value}, 100,000 members against 1,000"
    return Figure("growth", what, ratios(many, few), goal=at_most(1.15, 1.05), note=note)


def _plans(big: Big, commands: list[Command]) -> Figure:
    """How many lines of all plans read a large table as a whole."""
    found = []
    for role, name in commands:
        lines = whole_tables(big.engine, lambda session: show(name, turn(session, big.member_of(role))))  # noqa: B023
        found += [f"/{name}: {line}" for line in lines]
    note = "; ".join(found[:3]) or f"{len(commands)} commands"
    return Figure("growth", "plans that read a large table as a whole", (float(len(found)),), "", at_most(0, 0), note)
