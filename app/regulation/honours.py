"""Honours and after: what the award's name means, bonus and its payment, revocation and recovery (arts. 2, 26-29)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.regulation.choices import AccidentKind
from app.regulation.look_back import months_before
from app.regulation.measures import Edition, RevocationRule, Tier
from app.regulation.refusals import NotMet, Reason

PROGRAMME = "programme"
"""Art. 2: the award as a whole, whichever tier."""

_UMBRELLA = "市长质量奖"


class RevocationGround(StrEnum):
    """Art. 29: para. 1, won by fraud; para. 2, a later incident with a major bad effect on society."""

    FRAUD = "fraud"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """Art. 29: what the committee found out in a revocation case."""

    ground: RevocationGround
    verified: bool
    """核实: the committee established the facts."""
    incident: AccidentKind | None = None
    grave_effect: bool = False
    """Para. 2: 导致重大不良社会影响."""
    statement_heard: bool = False
    """The winner's statement is recorded, or that he let its term pass."""


def tier_of_word(word: str, edition: Edition) -> Tier | None:
    """Arts. 2, 4: the tier that a code or its full name means; None for the programme (T8).

    The bare 市长质量奖 is both the programme and its highest tier, so it is refused (422), as is an unknown word.
    """
    if word == PROGRAMME:
        return None
    for tier in edition.tiers:
        if word in (tier.code, tier.name):
            return tier
    if word == _UMBRELLA:
        zh = "“市长质量奖”既指奖项整体也指其最高等次，请指明奖项（programme）或等次代码。"
        raise NotMet(_fault("ambiguous", "第四条", zh, "The name is both the programme and its top tier: say which."))
    raise NotMet(_fault("unknown", "第四条", f"没有等次“{word}”。", f"There is no tier {word}."))


def bonus_of(edition: Edition, tier: str) -> int:
    """Art. 27: the bonus of a tier in whole yuan, to be copied into the award when it is decided."""
    return edition.tier(tier).bonus_yuan


def plaque_faults(*, handed_on: date | None) -> tuple[Reason, ...]:
    """Art. 26: a title has one plaque, handed over once."""
    if handed_on is None:
        return ()
    zh, en = f"奖牌已于 {handed_on} 颁发。", f"The plaque was handed over on {handed_on}."
    return (_fault("plaque_handed", "第二十六条", zh, en),)


def plaque_return_faults(*, handed_on: date | None, returned_on: date | None) -> tuple[Reason, ...]:
    """Art. 29 (追回): the plaque that was handed over comes back, once."""
    if handed_on is None:
        return (_fault("no_plaque", "第二十九条", "该称号未颁发奖牌。", "No plaque was handed over."),)
    if returned_on is not None:
        zh, en = f"奖牌已于 {returned_on} 追回。", f"The plaque came back on {returned_on}."
        return (_fault("plaque_returned", "第二十九条", zh, en),)
    return ()


def payable_faults(*, standing: bool, objected: bool) -> tuple[Reason, ...]:
    """Arts. 26-27: a bonus is paid for a title that stands, and not while an objection to its holder is unsettled."""
    reasons = []
    if not standing:
        zh, en = "该称号已被撤销，不得支付奖金。", "The title has been revoked; nothing is paid."
        reasons.append(_fault("fallen", "第二十九条", zh, en))
    if objected:
        zh = "对该组织的异议尚未处理完毕或已经成立，不得支付奖金。"
        en = "An objection to this organisation is open or was upheld; nothing is paid."
        reasons.append(_fault("objected", "第二十六条", zh, en))
    return tuple(reasons)


def payment_faults(*, amount: int, entitled: int, paid: int, prepared_by: str, confirmed_by: str) -> tuple[Reason, ...]:
    """Art. 27: a payment of `amount` yuan: positive, never beyond what is owed, confirmed by another person."""
    reasons = []
    if amount <= 0:
        reasons.append(_fault("amount", "第二十七条", "金额须大于零。", "The amount must be positive."))
    if paid + amount > entitled:
        zh = f"已付 {paid} 元，再付 {amount} 元将超过应付的 {entitled} 元。"
        en = f"{paid} yuan are paid; {amount} more would exceed the {entitled} owed."
        reasons.append(_fault("overpaid", "第二十七条", zh, en))
    if prepared_by == confirmed_by:
        zh, en = "经办人与复核人不得为同一人。", "Who prepares a payment does not confirm it."
        reasons.append(_fault("two_persons", "第二十七条", zh, en))
    return tuple(reasons)


def recovery_faults(*, amount: int, paid: int | None, recovered: int) -> tuple[Reason, ...]:
    """Art. 29 (追回): part of the bonus coming back, in yuan: positive, and in all never more than was paid.

    A title that repeats an earlier one may have come without a bonus (`edition.repeat`); then `paid` is None.
    """
    if paid is None:
        zh, en = "该称号只授称号，不发奖金，无可追回。", "The title came without a bonus; there is nothing to recover."
        return (_fault("no_bonus", "第二十九条", zh, en),)
    reasons = []
    if amount <= 0:
        reasons.append(_fault("amount", "第二十九条", "金额须大于零。", "The amount must be positive."))
    if recovered + amount > paid:
        zh = f"已付 {paid} 元，已追回 {recovered} 元，再追回 {amount} 元将超过已付金额。"
        en = f"{paid} yuan were paid and {recovered} recovered; {amount} more would exceed what was paid."
        reasons.append(_fault("overrecovered", "第二十九条", zh, en))
    return tuple(reasons)


def opening_faults(
    *, awarded_on: date, opened_on: date, rule: RevocationRule, valid_until: date | None = None
) -> tuple[Reason, ...]:
    """`edition.revocation.window_months`: a case is opened after the award and within the window, if there is one.

    Without a window it is opened while the title is valid, and for ever where that has no end.
    """
    if opened_on < awarded_on:
        return (_fault("before_award", "第二十九条", "尚未表彰，不适用撤销。", "There is no award to revoke yet."),)
    if rule.window_months is not None and opened_on > months_before(awarded_on, -rule.window_months):
        zh, en = "已超过可以撤销的期限。", "The period in which the award may be revoked is over."
        return (_fault("window", "edition.revocation.window_months", zh, en),)
    if rule.window_months is None and valid_until is not None and opened_on > valid_until:
        zh, en = f"称号有效期至 {valid_until}，已经届满。", f"The title was valid until {valid_until}."
        return (_fault("expired", "edition.tiers.validity_years", zh, en),)
    return ()


def ground_faults(
    *, ground: RevocationGround, incident: AccidentKind | None, happened_on: date, awarded_on: date
) -> tuple[Reason, ...]:
    """Art. 29: an incident (para. 2: 获奖后) is of a named kind and happened after the award; fraud may be older."""
    reasons = []
    if (ground is RevocationGround.INCIDENT) is (incident is None):
        zh = "第二款须指明质量、安全生产、环保或公共卫生事故；第一款不适用。"
        en = "Paragraph 2 names the incident: quality, safety, environment or public health; paragraph 1 has none."
        reasons.append(_fault("incident_kind", "第二十九条", zh, en, "/incident_kind"))
    if ground is RevocationGround.INCIDENT and happened_on < awarded_on:
        zh, en = "第二款所称事故须发生在获奖之后。", "An incident under paragraph 2 happens after the award."
        reasons.append(_fault("incident_before_award", "第二十九条", zh, en, "/happened_on"))
    return tuple(reasons)


def request_faults(inquiry: Inquiry) -> tuple[Reason, ...]:
    """Art. 29: what is missing for asking the government to revoke a title, of whichever tier (T8)."""
    return tuple(_request_faults(inquiry))


def dismissal_faults(inquiry: Inquiry) -> tuple[Reason, ...]:
    """Art. 29 (应当提请): a case whose ground is established cannot be dropped, only be put to the government."""
    if _is_established(inquiry):
        zh = "事实已经核实，应当提请市人民政府撤销称号，不得终止。"
        return (_fault("must_request", "第二十九条", zh, "The ground is established: it must go to the government."),)
    return ()


def must_announce(ground: RevocationGround, rule: RevocationRule) -> bool:
    """Art. 29: para. 1 says that a revocation is announced; for para. 2 it is the edition's choice."""
    match ground:
        case RevocationGround.FRAUD:
            return True
        case RevocationGround.INCIDENT:
            return rule.announce_incidents


def _is_established(inquiry: Inquiry) -> bool:
    match inquiry.ground:
        case RevocationGround.FRAUD:
            return inquiry.verified
        case RevocationGround.INCIDENT:
            return inquiry.verified and inquiry.incident is not None and inquiry.grave_effect


def _request_faults(inquiry: Inquiry) -> Iterator[Reason]:
    if not inquiry.verified:
        yield _fault("not_verified", "第二十九条", "须先经评委会核实。", "The committee verifies the facts first.")
    if inquiry.ground is RevocationGround.INCIDENT:
        if inquiry.incident is None:
            yield _fault("no_incident", "第二十九条", "须指明质量、安全生产、环保或公共卫生事故。",
                         "Name the incident: quality, safety, environment or public health.")  # fmt: skip
        if not inquiry.grave_effect:
            yield _fault("no_grave_effect", "第二十九条", "须导致重大不良社会影响。",
                         "The incident must have had a major bad effect on society.")  # fmt: skip
    if not inquiry.statement_heard:
        yield _fault("not_heard", "第二十九条", "须听取获奖组织的陈述和申辩。", "The winner is heard first.")


def _fault(kind: str, article: str, zh: str, en: str, pointer: str = "") -> Reason:
    return Reason(code=f"honours.{kind}", article=article, zh=zh, en=en, pointer=pointer)
