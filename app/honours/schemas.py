"""Honours as JSON, coming in and going out."""

from datetime import date
from typing import Annotated

from pydantic import Field, HttpUrl

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.regulation.choices import AccidentKind
from app.regulation.honours import RevocationGround
from app.regulation.title_review import TitleState
from app.regulation.vocabulary import Status

DocumentNumber = Annotated[str, Text(60), Field(examples=["澄政发〔2023〕3号（演练）"])]


class NewCommendation(Body):
    """The government's second act: the commendation of those whose notice has ended (art. 26)."""

    notice_id: Id
    document_number: DocumentNumber
    decided_on: Annotated[date, Field(examples=["2023-01-20"])]
    signatory: Annotated[str, Text(50), Field(examples=["江阴市人民政府（演练）"])]
    application_ids: Annotated[list[Id], Field(min_length=1, max_length=50)]
    """Those who are commended now, each once; one blocked by an objection is left out and may follow later."""


class PlaqueHandover(Body):
    """The plaque handed over to the winner."""

    plaque_number: Annotated[str, Text(40), Field(examples=["JYMQA-2022-01"])]
    received_on: Annotated[date, Field(examples=["2023-02-10"])]
    receiver: Annotated[str, Text(50), Field(examples=["陈启明"])]


class PaymentPreparation(Body):
    """A payment prepared by one person; the amount is the tier's and cannot be typed (art. 27)."""

    account_holder: Annotated[str, Text(100), Field(examples=["阳光智造（演练）有限公司"])]


class PaymentConfirmation(Body):
    """A payment confirmed by another person, with the voucher of the treasury."""

    voucher: Annotated[str, Text(40), Field(examples=["演练-财-2023-0012"])]
    paid_on: Annotated[date, Field(examples=["2023-02-20"])]


class NewRevocation(Body):
    """A case to revoke a title (art. 29): fraud, or an incident after the award with a grave effect on society."""

    award_id: Id
    ground: Annotated[RevocationGround, Field(examples=["incident"])]
    incident_kind: Annotated[AccidentKind | None, Field(examples=["safety"])] = None
    """Of an incident (para. 2): quality, safety, environment or public health; none for fraud."""
    facts: Annotated[str, Text(3000), Field(examples=["获奖后发生较大生产安全责任事故，造成重大不良社会影响。"])]
    happened_on: Annotated[date, Field(examples=["2023-05-18"])]
    source: Annotated[str, Text(300), Field(examples=["江阴市应急管理局通报（演练）第7号"])]
    check_id: Id | None = None
    """The supervisory check that ended in this, whose findings and evidence the case rests on (art. 8(6))."""


class Hearing(Body):
    """The winner's statement, or that he made none when he could."""

    heard_on: Annotated[date, Field(examples=["2023-06-20"])]
    statement: Annotated[str, Text(5000), Field(examples=["对事故事实无异议，已完成整改。"])]


class Verification(Body):
    """What the committee found (核实)."""

    verified_on: Annotated[date, Field(examples=["2023-06-28"])]
    finding: Annotated[str, Text(5000), Field(examples=["事故等级为较大，负有责任，造成重大不良社会影响。"])]
    grave_effect: Annotated[bool, Field(examples=[True])] = False
    """Of an incident (para. 2): that it had a major bad effect on society; without it there is nothing to verify."""


class Dismissal(Body):
    """Why the committee does not hold the facts to be so."""

    reason: Annotated[str, Text(5000), Field(examples=["经核实，该组织对事故不负有责任。"])]


class RevocationRequest(Body):
    """The committee's request to the government."""

    requested_on: Annotated[date, Field(examples=["2023-07-03"])]
    request_number: DocumentNumber
    resolution_id: Id
    """The committee's resolution."""


class RevocationDecision(Body):
    """The government's decision: the title is revoked, or the request refused."""

    is_revoked: bool
    document_number: DocumentNumber
    decided_on: Annotated[date, Field(examples=["2023-07-15"])]
    signatory: Annotated[str, Text(50), Field(examples=["江阴市人民政府（演练）"])]


class Announcement(Body):
    """The announcement of a revocation to the public."""

    announced_on: Annotated[date, Field(examples=["2023-07-18"])]
    url: Annotated[HttpUrl, Field(examples=["https://www.jiangyin.example/gg/2023/07/3.html"])]


class PlaqueReturn(Body):
    """The plaque that came back."""

    returned_on: Annotated[date, Field(examples=["2023-07-25"])]
    received_by: Annotated[str, Text(50), Field(examples=["秘书处周敏"])]


class NewRecovery(Body):
    """A part of the bonus that came back, in whole yuan."""

    amount: Annotated[int, Field(gt=0, le=100_000_000, examples=[250_000])]
    received_on: Annotated[date, Field(examples=["2023-08-01"])]
    voucher: Annotated[str, Text(40), Field(examples=["演练-财-2023-0098"])]


class AwardView(View):
    """A title with the score and the notice it rests on."""

    id: Id
    cycle_id: Id
    application_id: Id
    organization_name: str
    tier: str
    slot: int | None
    """The place of the tier; null where a repeated title counts in none."""
    status: Status
    granted_on: date
    valid_until: date | None
    """The last day of the title; null where it stands for ever."""
    repeats_id: Id | None
    """The standing title of another year that it repeats."""
    without_bonus: Fault | None = None
    """Why no money comes with the title."""
    notice_id: Id
    plaque_number: str | None
    plaque_received_on: date | None
    plaque_receiver: str | None
    version: int
    acts: list[OpenAct] = []


class AwardPage(Page[AwardView]):
    """A page of awards."""


class BonusView(View):
    """A bonus with what was paid and what has come back, in whole yuan."""

    id: Id
    award_id: Id
    organization_name: str
    tier: str
    status: Status
    amount: int
    paid: int
    recovered: int
    outstanding: int
    """What is still to be recovered of a revoked award's bonus."""
    account_holder: Annotated[str, Field(examples=["阳光智造（演练）有限公司"])]
    """To whom it is paid, as prepared; who confirms the payment checks it. Empty before."""
    paid_on: date | None
    voucher: str | None
    version: int
    acts: list[OpenAct] = []


class BonusPage(Page[BonusView]):
    """A page of bonuses."""


class RecoveryView(View):
    """A part that came back."""

    id: Id
    amount: int
    received_on: date
    voucher: str


class RevocationView(View):
    """A case with everything recorded in it, and what may be done next."""

    id: Id
    award_id: Id
    status: Status
    ground: RevocationGround
    incident_kind: AccidentKind | None
    facts: str
    happened_on: date
    source: str
    opened_on: date
    check_id: Id | None
    must_announce: bool
    heard_on: date | None
    statement: str
    verified_on: date | None
    finding: str
    grave_effect: bool
    resolution_id: Id | None
    requested_on: date | None
    request_number: str
    document_number: str | None
    decided_on: date | None
    announced_on: date | None
    announcement_url: str
    signatory: str
    plaque_returned_on: date | None
    recoveries: list[RecoveryView] = []
    version: int
    acts: list[OpenAct] = []


class RevocationPage(Page[RevocationView]):
    """A page of cases, the newest first."""


class HonourView(View):
    """One line of the public roll of honour; a revoked title is shown as revoked."""

    award_year: int
    organization_name: str
    tier: str
    tier_name: str
    granted_on: date
    commendation: str
    """Document number of the commendation."""
    status: Status
    valid_until: date | None
    """The last day of the title; null where it stands for ever."""
    is_expired: bool
    """Whether that day is over."""
    renewed_on: date | None
    """The day of the last review (复评) that gave one more term."""
    state: TitleState
    """What the title is today, in one word."""
    revoked_on: date | None


class RollPage(Page[HonourView]):
    """A page of the roll of honour, the newest year first."""


class CommendationView(View):
    """The commendation with the titles granted by it."""

    id: Id
    cycle_id: Id
    document_number: str
    decided_on: date
    list_sha256: str
    recorded_at: Instant
    awards: list[AwardView]
