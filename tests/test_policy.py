"""Who may do what: every cell of the table against one written here by hand."""

from dataclasses import dataclass
from itertools import product

import pytest

from bot import policy
from bot.errors import Refused
from bot.policy import Act, Relation
from messages import views
from models import Role

# Act, then per role (caseworker, koordinator, manager, partner's manager, administrator) the relations in which it is
# allowed: n none (no object), o own, g own organisation, x other; - never.
EXPECTED = """
refer              n   -   -   -   -
see_own_referrals  n   -   -   -   -
see_referral       ocw gcw b   -   -
steer_referral     ocw -   -   -   -
see_inbox          -   n   -   -   -
answer_referral    -   gcw -   -   -
note               nocw ngcw - -   -
set_capacity       -   n   -   -   -
set_open_days      -   n   -   -   -
see_agreements     n   n   n   n   n
steer_agreement    -   -   gm  -   -
see_coming         -   n   n   n   n
see_digest         -   -   n   -   -
invite             -   -   n   -   n
see_members        -   -   ng  -   ngx
change_member      -   -   g   -   gx
be_away            n   n   -   -   -
enter              n   n   n   n   n
read_words         oc  gc  b   -   -
read_own_words     ocw gcw b   -   -
write_words        ocw gc  -   -   -
write_particulars  ocw -   -   -   -
extend_consent     o   -   -   -   -
withdraw_consent   cw  -   -   -   -
confirm_deletion   -   w   -   -   -
link_case          ocw -   -   -   -
see_readers        ocw gcw -   -   -
export             ocw -   -   -   -
ask_for_rights     ocw -   -   -   -
decide_rights      -   -   g   -   -
break_glass        -   -   ng  -   ng
refer_minor        n   -   -   -   -
see_overview       -   -   n   -   -
review_log         -   -   no  -   no
close_incident     -   -   ng  -   -
set_keeping        -   -   n   -   n
read_agreement     -   g   gm  g   g
propose_agreement  -   -   n   -   -
set_board          -   -   n   -   n
report_use         -   g   gm  g   -
propose            -   g   gm  g   -
decide_proposal    -   -   m   -   -
log_activity       -   ng  -   ng  -
log_shift          ng  ng  ngm -   -
hand_in_report     -   ng  -   ng  -
see_reports        -   n   n   n   -
take_document      -   -   ngm -   -
"""
LETTERS = {
    "n": Relation.NONE,
    "o": Relation.OWN,
    "g": Relation.OWN_ORGANISATION,
    "x": Relation.OTHER,
    "c": Relation.CLOSED,
    "m": Relation.MANDATED,
    "w": Relation.WITHDRAWN,
    "b": Relation.GLASS,
}
ROLES = (Role.CASEWORKER, Role.KOORDINATOR, Role.MANAGER, Role.PARTNER_MANAGER, Role.ADMINISTRATOR)
TABLE = {
    (act, role): {LETTERS[letter] for letter in letters if letter in LETTERS}
    for act, *cells in (line.split() for line in EXPECTED.strip().splitlines())
    for role, letters in zip(ROLES, cells, strict=True)
}
UNASKED = frozenset(Relation) - {Relation.GLASS}
CELLS = list(product(Act, Role))


@dataclass
class Somebody:
    role: Role


@pytest.mark.parametrize(("act", "role"), CELLS)
def test_the_policy_says_what_is_written_here(act: Act, role: Role) -> None:
    assert {relation for relation in Relation if policy.allows(role, act, relation)} == TABLE[act.value, role]


@pytest.mark.parametrize(("act", "role"), CELLS)
def test_what_is_not_allowed_is_refused_as_if_the_object_did_not_exist(act: Act, role: Role) -> None:
    for relation in TABLE[act.value, role]:
        policy.require(Somebody(role), act, relation)
    for relation in set(Relation) - TABLE[act.value, role]:
        with pytest.raises(Refused) as no:
            policy.require(Somebody(role), act, relation)
        assert type(no.value.view) is (views.NotAllowed if relation is Relation.NONE else views.NotFound)


def test_this_table_names_every_act_and_nothing_else() -> None:
    assert {act for act, _ in TABLE} == {act.value for act in Act} == {act.value for act in policy.TABLE}


@pytest.mark.parametrize("act", Act)
def test_every_act_is_somebody_s(act: Act) -> None:
    assert any(policy.allows(role, act, relation) for role, relation in product(Role, Relation))


def test_nobody_reads_every_referral() -> None:
    assert not any(policy.allows(role, Act.SEE_REFERRAL, Relation.OTHER) for role in Role)
    assert not any(policy.allows(role, Act.SEE_REFERRAL, relation) for role in ROLES[2:] for relation in UNASKED)


@pytest.mark.parametrize("role", Role)
def test_only_an_administrator_makes_administrators(role: Role) -> None:
    invited = policy.roles_to_invite(role)
    assert (Role.ADMINISTRATOR in invited) is (role is Role.ADMINISTRATOR)
    assert {Role.CASEWORKER, Role.KOORDINATOR, Role.MANAGER, Role.PARTNER_MANAGER} <= set(invited)
