"""Whatever is changed in the database behind our back is found, and named."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from bot.sealed import chain
from bot.sealed.anchor import Anchor, Head
from bot.sealed.chain import Fault
from bot.store import Store
from models import Member
from tests.sealed.test_chain import a_chain, entries, faults, seal_all, tick


@pytest.fixture
def sealed(engine: Engine, now: datetime) -> Engine:
    """Nine entries with the ids 1 to 9 under the links 1 to 9."""
    a_chain(engine, 9, now)
    assert chain.verify(engine).whole
    return engine


def tamper(engine: Engine, *statements: str, **values: Any) -> None:
    """What somebody does who may write the database."""
    with engine.begin() as connection:
        for statement in statements:
            assert connection.execute(text(statement), values).rowcount


def head(engine: Engine) -> Head:
    """The chain's head."""
    return chain.verify(engine).head


EDITS = (
    "UPDATE auditentry SET at = '2022-10-03 07:00:04.000001+00' WHERE id = :entry",
    "UPDATE auditentry SET act = 'open' WHERE id = :entry",
    "UPDATE auditentry SET act = 'read ' WHERE id = :entry",
    "UPDATE auditentry SET subject = 'note' WHERE id = :entry",
    "UPDATE auditentry SET subject_id = 77 WHERE id = :entry",
    "UPDATE auditentry SET subject_id = NULL WHERE id = :entry",
    "UPDATE auditentry SET allowed = NOT allowed WHERE id = :entry",
    "UPDATE auditentry SET screen = '' WHERE id = :entry",
)


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("entry", [1, 5, 9])
def test_an_entry_that_was_edited_is_named_and_nothing_else_is(sealed: Engine, edit: str, entry: int) -> None:
    tamper(sealed, edit, entry=entry)

    assert faults(sealed) == [(Fault.MISFIT, entry, entry)]


def test_another_member_in_an_entry_is_found(played: Store, now: datetime) -> None:
    with Session(played.engine) as session:
        mine, other = session.exec(select(Member.id).limit(2)).all()
    entries(played.engine, 3, now, member_id=mine)
    seal_all(played.engine, now)
    newest = head(played.engine).number

    tamper(played.engine, "UPDATE auditentry SET member_id = :other WHERE subject_id = 1", other=other)

    assert [fault[:2] for fault in faults(played.engine)] == [(Fault.MISFIT, newest - 1)]


NONSENSE = (
    "UPDATE auditentry SET at = 'yesterday' WHERE id = 4",
    "UPDATE auditentry SET at = x'00' WHERE id = 4",
    "UPDATE auditentry SET allowed = 2 WHERE id = 4",
    "UPDATE auditentry SET act = x'72656164' WHERE id = 4",
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("edit", NONSENSE)
def test_what_cannot_be_read_as_its_type_is_an_edit_and_stops_nothing(sealed: Engine, edit: str) -> None:
    tamper(sealed, edit)

    assert faults(sealed) == [(Fault.MISFIT, 4, 4)]


def test_what_the_database_cannot_read_back_is_named_and_all_others_are_checked(sealed: Engine) -> None:
    nonsense = {"postgresql": "UPDATE auditentry SET at = 'infinity' WHERE id = 4"}
    bytes_that_are_no_text = "UPDATE auditentry SET act = CAST(x'ff' AS TEXT) WHERE id = 4"
    tamper(sealed, nonsense.get(sealed.dialect.name, bytes_that_are_no_text))
    tamper(sealed, "UPDATE auditentry SET screen = '' WHERE id = 6")

    assert faults(sealed) == [(Fault.MISFIT, 4, 4), (Fault.MISFIT, 6, 6)]


@pytest.mark.parametrize("entry", [1, 5, 9])
def test_a_deleted_entry_is_named(sealed: Engine, entry: int) -> None:
    tamper(sealed, "DELETE FROM auditentry WHERE id = :entry", entry=entry)

    assert faults(sealed) == [(Fault.ENTRY_GONE, entry, entry)]


def test_a_deleted_entry_is_found_though_another_took_its_id(sealed: Engine, now: datetime) -> None:
    tamper(sealed, "DELETE FROM auditentry WHERE id = 9")
    entries(sealed, 1, now, id=9)
    seal_all(sealed, now)

    assert faults(sealed) == [(Fault.MISFIT, 9, 9)]


def test_an_entry_with_another_id_is_gone_from_its_place(sealed: Engine) -> None:
    tamper(sealed, "UPDATE auditentry SET id = 70 WHERE id = 7")

    assert faults(sealed) == [(Fault.ENTRY_GONE, 7, 7)]


def test_two_entries_that_were_swapped_are_both_named(sealed: Engine) -> None:
    tamper(
        sealed,
        "UPDATE auditentry SET id = -1 WHERE id = 3",
        "UPDATE auditentry SET id = 3 WHERE id = 6",
        "UPDATE auditentry SET id = 6 WHERE id = -1",
    )

    assert faults(sealed) == [(Fault.MISFIT, 3, 3), (Fault.MISFIT, 6, 6)]


def test_two_links_that_were_swapped_are_both_named(sealed: Engine) -> None:
    tamper(
        sealed,
        "UPDATE auditseal SET number = -1 WHERE number = 3",
        "UPDATE auditseal SET number = 3 WHERE number = 6",
        "UPDATE auditseal SET number = 6 WHERE number = -1",
    )

    found = faults(sealed)

    assert (Fault.MISFIT, 3, 6) in found
    assert (Fault.MISFIT, 6, 3) in found
    assert {link for _, link, _ in found} <= {3, 4, 6, 7}


@pytest.mark.parametrize("link", [1, 5])
def test_a_deleted_link_leaves_a_gap(sealed: Engine, link: int) -> None:
    tamper(sealed, "DELETE FROM auditseal WHERE number = :link", link=link)

    verdict = chain.verify(sealed)

    assert [(found.fault, found.link, found.missing) for found in verdict.findings] == [
        (Fault.LINKS_GONE, link + 1, 1),
    ]
    assert verdict.waiting == 1


def test_a_deleted_link_that_is_made_anew_at_the_end_still_leaves_its_gap(sealed: Engine, now: datetime) -> None:
    tamper(sealed, "DELETE FROM auditseal WHERE number = 5")

    assert tick(sealed, now + timedelta(hours=1)) == 1

    assert faults(sealed) == [(Fault.LINKS_GONE, 6, 0)]


LINK_EDITS = (
    "UPDATE auditseal SET number = 60 WHERE number = :link",
    "UPDATE auditseal SET number = -6 WHERE number = :link",
    "UPDATE auditseal SET entry_id = 60 WHERE number = :link",
    "UPDATE auditseal SET sealed_at = '2022-10-03 07:00:00+00' WHERE number = :link",
)


@pytest.mark.parametrize("edit", LINK_EDITS)
@pytest.mark.parametrize("link", [1, 6, 9])
def test_a_link_that_was_edited_is_found(sealed: Engine, edit: str, link: int) -> None:
    tamper(sealed, edit, link=link)

    assert not chain.verify(sealed).whole


def test_another_digest_is_named_once(sealed: Engine) -> None:
    tamper(sealed, "UPDATE auditseal SET digest = :digest WHERE number = 6", digest=b"\x00" * 32)

    assert faults(sealed) == [(Fault.MISFIT, 6, 6)]


def test_links_that_were_renumbered_over_a_deleted_one_do_not_fit(sealed: Engine) -> None:
    tamper(sealed, "DELETE FROM auditseal WHERE number = 5", "DELETE FROM auditentry WHERE id = 5")
    for number in range(6, 10):
        tamper(sealed, "UPDATE auditseal SET number = :number - 1 WHERE number = :number", number=number)

    found = faults(sealed)

    assert found[0] == (Fault.MISFIT, 5, 6)


def test_an_entry_put_in_among_older_ones_is_named(engine: Engine, now: datetime) -> None:
    entries(engine, 1, now, id=1)
    entries(engine, 1, now + timedelta(hours=1), id=3)
    seal_all(engine, now + timedelta(hours=1))
    entries(engine, 1, now, id=2)

    verdict = chain.verify(engine)

    assert [(found.fault, found.entry, found.at) for found in verdict.findings] == [(Fault.OVERLOOKED, 2, now)]


def test_one_that_waits_at_the_end_is_no_finding_though_it_is_dated_early(engine: Engine, now: datetime) -> None:
    a_chain(engine, 3, now + timedelta(hours=1))
    entries(engine, 1, now)

    verdict = chain.verify(engine)

    assert verdict.whole
    assert (verdict.waiting, verdict.oldest) == (1, now)


def test_one_that_was_put_in_and_then_sealed_with_an_early_date_is_shown(engine: Engine, now: datetime) -> None:
    a_chain(engine, 3, now + timedelta(hours=1))
    entries(engine, 1, now)
    seal_all(engine, now + timedelta(hours=1))

    verdict = chain.verify(engine)

    assert verdict.whole
    assert [(found.fault, found.entry) for found in verdict.late] == [(Fault.LATE, 4)]
    assert str(verdict.late[0]) == (
        "Entry 4 is dated 2022-10-03 07:00 UTC and was sealed after entries dated much later: who put it in?"
    )


def cut_off(engine: Engine) -> None:
    """The newest three entries and their links are deleted."""
    tamper(engine, "DELETE FROM auditseal WHERE number > 6", "DELETE FROM auditentry WHERE id > 6")


def test_an_end_that_was_cut_off_is_found_with_an_anchor_only(sealed: Engine, now: datetime) -> None:
    anchor = Anchor(head(sealed), now)
    cut_off(sealed)

    assert chain.verify(sealed).whole
    found = chain.verify(sealed, (anchor,)).findings
    assert [(one.fault, one.link) for one in found] == [(Fault.CUT_OFF, 9)]


def test_an_end_that_was_cut_off_and_grew_again_is_found_with_an_anchor(sealed: Engine, now: datetime) -> None:
    anchor = Anchor(head(sealed), now)
    cut_off(sealed)
    a_chain(sealed, 5, now)

    assert chain.verify(sealed).whole
    found = chain.verify(sealed, (anchor,)).findings
    assert [(one.fault, one.link) for one in found] == [(Fault.MADE_ANEW, 9)]


def test_a_chain_that_was_made_anew_over_an_edit_is_found_with_any_anchor_behind_it(
    sealed: Engine, now: datetime
) -> None:
    anchors = (Anchor(head(sealed), now),)
    tamper(sealed, "UPDATE auditentry SET act = 'open' WHERE id = 2", "DELETE FROM auditseal")
    seal_all(sealed, now)

    assert chain.verify(sealed).whole
    assert not chain.verify(sealed, anchors).whole


def test_anchors_of_an_unharmed_chain_hold_as_it_grows(sealed: Engine, now: datetime) -> None:
    anchors = [Anchor(head(sealed), now)]
    for _ in range(3):
        a_chain(sealed, 2, now)
        anchors.append(Anchor(head(sealed), now))

    assert chain.verify(sealed, anchors).whole


def test_of_very_many_faults_some_are_named_and_the_others_counted(engine: Engine, now: datetime) -> None:
    a_chain(engine, chain.KEPT + 20, now)
    tamper(engine, "UPDATE auditentry SET act = 'open'")

    verdict = chain.verify(engine)

    assert (len(verdict.findings), verdict.unnamed) == (chain.KEPT, 20)


def test_findings_are_plain_sentences(sealed: Engine, now: datetime) -> None:
    anchor = Anchor(head(sealed), now)
    tamper(
        sealed,
        "UPDATE auditentry SET act = 'open' WHERE id = 2",
        "DELETE FROM auditentry WHERE id = 4",
        "DELETE FROM auditseal WHERE number IN (6, 7, 9)",
    )

    assert [str(found) for found in chain.verify(sealed, (anchor,)).findings] == [
        "Entry 2 does not fit link 2: the entry was changed, or the links here were.",
        "Entry 4 was sealed by link 4 and is gone: it was deleted or renumbered.",
        "2 missing before link 8, whose entry cannot be checked without them: links were deleted.",
        "Link 9 was kept outside the database 2022-10-03 07:00 UTC and is gone: the end of the chain was cut off.",
    ]
