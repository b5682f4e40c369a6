"""The table of duties: every kind has a source, every source may be asked by its role, nothing is left over."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from fastapi import FastAPI

from app.acts import Actor
from app.database import PERSONA_OF, Mask
from app.overview.duties import SOURCES
from app.overview.kinds import KINDS
from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.next_step import YearFacts
from app.regulation.procedure import STEPS
from app.regulation.vocabulary import Duty, Role, Status
from tests.operations import READS

PAIRS = [(role, code) for role, asked in SOURCES.items() for code in asked]
OF_THE_YEAR = {
    Act.PUBLISH_CALL, Act.CLOSE_ACCEPTANCE, Act.CONFIRM_ELIGIBLE_LIST, Act.CONFIRM_SHORTLIST, Act.CONCLUDE_STAGE,
    Act.FREEZE_RANKING, Act.PROPOSE_CANDIDATES, Act.CONVENE_MEETING, Act.FIX_PROPOSED_LIST, Act.POST_NOTICE,
    Act.SUBMIT_TO_GOVERNMENT, Act.RECORD_GOVERNMENT_DECISION, Act.COMMEND_WINNERS, Act.CLOSE_CYCLE,
}  # fmt: skip


def anybody(role: Role) -> Actor:
    held = frozenset(Duty)
    return Actor(role=role, user=uuid4(), party=uuid4(), duties=held, now=datetime.now(UTC))


@pytest.mark.parametrize(("role", "code"), PAIRS)
async def test_a_role_may_ask_every_source_of_its_own(role: Role, code: str, service: FastAPI) -> None:
    actor = anybody(role)
    async with service.state.database.transaction(Mask(PERSONA_OF[role], actor.user, actor.party)) as session:
        rows = (await session.execute(SOURCES[role][code](actor))).all()
    assert rows == []


def test_every_kind_has_a_source_and_no_source_lacks_its_words() -> None:
    assert {code for _, code in PAIRS} | {act.value for act in OF_THE_YEAR} == set(KINDS)


def test_every_kind_belongs_to_the_role_that_is_asked() -> None:
    assert [(role, code) for role, code in PAIRS if not KINDS[code].falls_to(anybody(role))] == []


def test_every_kind_says_in_both_languages_what_to_do_and_about_whom() -> None:
    for kind in KINDS.values():
        assert kind.zh.count("{about}") == kind.en.count("{about}") == 1, kind.code
        assert not kind.zh.isascii()
        assert kind.en.isascii() or "“" in kind.en
        assert kind.zh.endswith("。")
        assert kind.en.endswith(".")


def test_every_address_is_a_read_of_the_service() -> None:
    known = [read.path.split("/") for read in READS]
    for kind in KINDS.values():
        parts = kind.href.split("/")
        fits = [one for one in known if len(one) == len(parts)
                and all(a == b or b.startswith("{") for a, b in zip(parts, one, strict=True))]  # fmt: skip
        assert fits, kind.href


def test_the_article_of_a_duty_is_that_of_its_act_unless_the_edition_is_its_ground() -> None:
    others = {k.code: k.article for k in KINDS.values() if not k.acts or k.article != STEPS[k.acts[0]].article}
    assert others == {
        "defence_ahead": "第十七条", "title_expiring": "edition.tiers.validity_years",
        "title_unreviewed": "edition.title_review_months",
    }  # fmt: skip


def test_facts_count_over_several_statuses() -> None:
    facts = YearFacts(
        status=Status.PLANNED, order=(), position=NoticePosition.AFTER_APPROVAL, closes_at=None,
        counts={Status.SCORED: 2, Status.ELIGIBLE: 3},
    )  # fmt: skip
    assert (facts.number(Status.SCORED, Status.ELIGIBLE), facts.number(Status.DRAFT)) == (5, 0)
