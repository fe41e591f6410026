"""Several processes on one database: one of them killed again and again, then each asked to leave. Counts kills.

On PostgreSQL two, then four `web` processes stand behind a proxy, with two `worker` ones. On SQLite there is one
process, `run`, which is asked to leave and started anew.
"""

from bot.web.webhook import PATH
from tests.faults import databases
from tests.faults.figures import Figure, Order
from tests.faults.rows.several_scene import Several, copies

FULL = 60
SHORT = 4
RESTARTS_OF_RUN, SHORT_RESTARTS_OF_RUN = 20, 2
LONGEST_LEAVING = 10.0


async def play(order: Order) -> list[Figure]:
    """Kill, then restart one after the other; on SQLite, restart."""
    if not order.admin_url:
        times = RESTARTS_OF_RUN if order.times >= FULL else SHORT_RESTARTS_OF_RUN
        scene = Several("run", order.url, ["run"], times, order.folder / "run", order.seed, kill=False)
        await _play(order, scene)
        return [*_common(order, scene), *_of_leaving(order, scene)]
    return [*await _kill(order, 2), *await _kill(order, 4), *await _restart(order)]


async def _kill(order: Order, webs: int) -> list[Figure]:
    name = f"killed_{webs}"
    services = [*copies("web", webs), *copies("worker", 2)]
    url, folder = databases.create_on(order.admin_url, name), order.folder / name
    scene = Several(f"{webs} web, 2 worker", url, services, order.times // 2, folder, order.seed, kill=True)
    await _play(order, scene)
    twice, verdict = scene.outcome.verdict.said_twice, scene.outcome.verdict
    allowed = f"at most {scene.killed} kills' worth"
    return [
        _figure(order, scene, "kills", scene.killed, f"{order.times // 2}", good=scene.killed == order.times // 2),
        _figure(order, scene, f"notices said twice, of {verdict.notices}", twice, allowed, good=True),
        *_common(order, scene),
    ]


async def _restart(order: Order) -> list[Figure]:
    services = [*copies("web", 2), *copies("worker", 2)]
    rounds = 3 if order.times >= FULL else 1
    scene = Several(
        "rolling restart", order.url, services, rounds * len(services), order.folder / "rolling", order.seed, kill=False
    )
    await _play(order, scene)
    assert scene.proxy
    refused, twice = scene.proxy.refused(PATH), scene.outcome.verdict.said_twice
    asked = sum(times for (path, _), times in scene.proxy.answered.items() if path == PATH)
    return [
        _figure(order, scene, f"updates refused, of {asked}", refused, "0", good=refused == 0),
        _figure(order, scene, "notices said twice", twice, "0", good=twice == 0),
        *_common(order, scene),
        *_of_leaving(order, scene),
    ]


async def _play(order: Order, scene: Several) -> None:
    outcome = await scene.play()
    for wrong in (*outcome.verdict.lost, *outcome.verdict.doubled, *outcome.logged):
        order.tell(f"{outcome.name}: {wrong}")
    verdict = outcome.verdict
    order.tell(f"{outcome.name}: {verdict.referrals} referrals, {verdict.updates} updates, {verdict.notices} notices")


def _common(order: Order, scene: Several) -> list[Figure]:
    verdict, waits = scene.outcome.verdict, scene.phones
    return [
        _figure(order, scene, f"lost, of {verdict.updates} updates", len(verdict.lost), "0", good=not verdict.lost),
        _figure(order, scene, "doubled", len(verdict.doubled), "0", good=not verdict.doubled),
        _figure(order, scene, "longest wait for an answer", round(waits.longest, 1), "told", good=True, unit="s"),
        _figure(order, scene, "still waiting at the end", len(waits.waiting), "0", good=not waits.waiting),
    ]


def _of_leaving(order: Order, scene: Several) -> list[Figure]:
    badly = [left for left in scene.left if left.code != 0]
    longest = max(left.seconds for left in scene.left)
    for left in scene.left:
        if left in badly or left.seconds > LONGEST_LEAVING:
            order.tell(f"{left.service} left with {left.code} after {left.seconds:.1f} s")
    must = f"at most {LONGEST_LEAVING:g} s"
    what = f"longest leaving, of {len(scene.left)}"
    return [
        _figure(order, scene, what, round(longest, 1), must, good=longest <= LONGEST_LEAVING, unit="s"),
        _figure(order, scene, "left badly", len(badly), "0", good=not badly),
    ]


def _figure(order: Order, scene: Several, what: str, value: float, must: str, *, good: bool, unit: str = "") -> Figure:
    return Figure("several", order.database, f"{scene.outcome.name}: {what}", value, must, good, unit)
