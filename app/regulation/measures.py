"""One edition of the Measures as one frozen value: every number and every choice that the rules need (arts. 1-32)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.regulation.choices import (
    Aggregation,
    BallotMode,
    DayUnit,
    LateAnswer,
    MajorityBase,
    NoticePosition,
    Republication,
)
from app.regulation.conflict_rule import ConflictRule
from app.regulation.consultation import THE_ASKED, ConsultationRule
from app.regulation.eligibility_rule import EligibilityRule
from app.regulation.recusal import RecusalRule
from app.regulation.refusals import Reason
from app.regulation.site_visit_rule import SiteVisitRule
from app.regulation.title_rules import CooldownRule, Partition, RepeatRule
from app.regulation.verdict_reconsideration import ReconsiderationRule
from app.regulation.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Arts. 4, 15, 27: one tier; `floor` in hundredths of a point, inclusive; `bonus_yuan` per organisation."""

    code: str
    name: str
    name_en: str
    order: int
    """1 is the highest."""
    places: int
    places_hard: bool
    """False where art. 4 says 原则上: more places need a resolution and an approval number."""
    floor: int
    bonus_yuan: int
    validity_years: int | None = None
    """A choice: for how many years the title stands; None, as the Measures name no end, for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """Arts. 17, 21, 22: one review stage; `maximum` in points, `weight` in percent."""

    stage: Stage
    scored: bool
    maximum: int
    weight: int | None
    """Read only under `Aggregation.WEIGHTED_SUM`."""
    eliminates: bool
    items: tuple[str, ...]
    """The criteria items that the stage scores; () means all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutRule:
    """Art. 21: who passes the material review; `minimum` in hundredths, `places` the most that go on."""

    minimum: int | None
    places: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRule:
    """Art. 20: three or more, an industry expert among them, one leader answers for the panel."""

    minimum: int
    industry_expert: bool
    leader: bool
    maximum: int | None = None
    """A choice, for art. 20 names only the least: the most experts; None means any number."""
    odd: bool = False
    """A choice: whether their number must be odd."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeRule:
    """Art. 24 says only that the committee deliberates: every field is a choice, None until it is made."""

    quorum: Fraction | None
    """The least share of the members in office that must attend; the share itself is enough."""
    majority: Fraction | None
    majority_inclusive: bool
    """False: more than `majority` must be in favour; True: `majority` itself is enough."""
    base: MajorityBase | None
    ballot_mode: BallotMode | None
    minimum_members: int | None = None
    """The least number of members in office for the committee to meet and vote; None asks for none."""
    odd: bool = False
    """Whether that number must be odd."""
    alternates: bool = False
    """Whether a member may have an alternate of his own unit, who attends and votes instead of him."""
    convening_days: int | None = None
    """How many days before a meeting it is convened, unless the chair says why it is urgent; None sets no term."""
    names_hidden: bool = False
    """Whether members read codes instead of the candidates' names until the proposed list is fixed (`blinding`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRule:
    """Art. 25: `days` of public notice; unit, first day and rolling over are choices, for 7日 names none of them."""

    position: NoticePosition
    days: int
    unit: DayUnit
    starts_next_day: bool
    """The day of publication is not counted (Civil Code 201 by analogy)."""
    roll_over: bool
    """A last day off moves to the next working day (Civil Code 203 by analogy)."""
    republication: Republication = Republication.FULL_PERIOD
    """A choice: how long a notice runs that was suspended and is published again."""
    office_lines: tuple[str, ...] = ()
    """A choice: the mobile numbers that are the office's own and may stand in a notice; no other mobile number may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRule:
    """Art. 25 names no form of an objection: every field is a choice."""

    real_name_only: bool = True
    """False: an objection without a name is admissible too."""
    evidence_required: bool = False
    """An objection says what proves it."""
    reply_working_days: int | None = None
    """Within how many working days of its receipt an objection is ruled on and answered; None sets no term."""
    identity_required: bool = False
    """An objection under a real name gives the number of the resident or of the unit."""
    separate_ruling: bool = False
    """Another than its investigator rules on an objection; the committee's chair, if the office has nobody else."""
    unit_seal: bool = True
    """A unit objects under its seal (单位公章): without a file that shows it the objection is not admitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRule:
    """Art. 19 mentions no supplement: `rounds` of completing the dossier, each within `working_days`."""

    rounds: int
    working_days: int
    late_answers: LateAnswer = LateAnswer.REFUSED
    """A choice: whether an answer after its day is refused, or taken and marked as late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalNoticeRule:
    """The Measures ask for none: how long an application is made known inside its organization before it is sent."""

    days: int
    unit: DayUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRule:
    """Art. 13, GB/Z 19579: percents on a lattice; a spread at or above a limit obliges the panel to discuss."""

    percent_step: int
    item_spread: int
    """Percentage points between two experts on one item."""
    total_spread: int
    """Hundredths of a point between two experts' totals."""
    reconsider: bool = False
    """Whether such a spread obliges each expert concerned to confirm or to change his score, before the consensus is
    concluded: a choice, for art. 21 is silent."""
    citations_required: bool = False
    """Whether each item of a sheet must cite evidence: a choice, for art. 21 asks for item scores only."""
    strength_from: int = 70
    """From this percent on an item without a strength is warned of: a choice, GB/Z 19579 names the bands only."""
    opportunity_to: int = 30
    """Up to this percent an item without an opportunity is warned of: a choice as above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommenderKind:
    """Art. 9: one kind of recommending unit."""

    code: str
    name: str
    name_en: str
    outside_city: bool
    """靖江园区 lies in a neighbouring city: art. 10(1) still binds those whom it recommends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationRule:
    """Art. 29 names no period and no bar: both are choices, None meaning none."""

    window_months: int | None
    """How long after the award a revocation may be opened."""
    bar_years: int | None
    """How long the organisation may not apply again."""
    announce_incidents: bool
    """Whether a revocation for a later incident (para. 2) is announced as one for fraud (para. 1) must be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of the Measures. A field that is None is not yet decided; see `unset`."""

    code: str
    title: str
    issuer: str
    text_status: str
    """讨论稿 or 现行, as printed on the text."""
    purpose: str
    legal_basis: tuple[str, ...]
    document_number: str | None
    effective_on: date | None
    validity_years: int
    expires_on: date | None
    """The last day in force."""
    replaces: tuple[str, ...]
    criteria: str
    total_points: int
    tiers: tuple[Tier, ...]
    tier_cascade: bool
    """Whether a candidate not proposed for a tier competes in the next one (the Measures are silent)."""
    stages: tuple[StageRule, ...]
    aggregation: Aggregation | None
    cut_rule: CutRule | None
    scoring: ScoringRule
    tie_order: tuple[str, ...]
    """Criteria codes that break a tie, in order; () means that a tie across a line stops and asks."""
    panel: PanelRule
    committee: CommitteeRule
    notice: NoticeRule
    objection: ObjectionRule = ObjectionRule()
    supplement: SupplementRule
    eligibility: EligibilityRule
    recommender_kinds: tuple[RecommenderKind, ...]
    revocation: RevocationRule
    recusal: RecusalRule = RecusalRule()  # noqa: RUF009 - as those below.
    conflict: ConflictRule = ConflictRule()  # noqa: RUF009 - as those below.
    consultation: ConsultationRule = THE_ASKED
    reconsideration: ReconsiderationRule | None = None
    site_visit: SiteVisitRule = SiteVisitRule()  # noqa: RUF009 - as those below.
    repeat: RepeatRule = RepeatRule()  # noqa: RUF009 - a frozen value, the same for every edition that names none.
    cooldown: CooldownRule = CooldownRule()  # noqa: RUF009 - as above.
    partitions: tuple[Partition, ...] = ()
    """A choice (edition.partitions): places kept for a part of the applicants, as an SME or a sector."""
    cycle_years: int | None = 1
    """A choice, after 每年 of the Measures: the years from one award to the next; None means on demand."""
    statement_days: int = 10
    """A choice, for art. 8(6) is silent: the days that an organization has for its statement on a supervisory check."""
    title_review_months: int = 12
    """A choice, for the Measures know no term of a title: how many months before its last day a title may be reviewed
    (复评) for one more term of `validity_years`."""
    nursery_required: bool = False
    """A choice, for art. 9 asks units to bring organisations on but makes it no condition: whether a unit may recommend
    only whom it has on its nursery list (培育库)."""
    criteria_confirmed_required: bool = False
    """A choice: whether the edition is approved only once all points of its criteria were checked in print (art. 13);
    otherwise they only have to be outside rehearsals, when it comes into force."""
    internal_notice: InternalNoticeRule | None = None
    """None: no proof of a notice inside the organization is asked (edition.internal_notice, a choice)."""

    @property
    def stage_order(self) -> tuple[Stage, ...]:
        """Art. 17: the review stages in their order, as `procedure.steps_of` takes them."""
        return tuple(rule.stage for rule in self.stages)

    @property
    def eliminates_on_paper(self) -> bool:
        """Art. 21: whether the material review cuts at all; without a cut all go on to the next stage."""
        return any(rule.eliminates for rule in self.stages[:1])

    def tier(self, code: str) -> Tier:
        """Art. 4: the tier of that code; KeyError if the edition has none such."""
        return {tier.code: tier for tier in self.tiers}[code]

    def unset(self) -> tuple[Reason, ...]:
        """`edition.*`: every choice that must be made before the edition can be in force."""
        cut = self.cut_rule is not None or not self.eliminates_on_paper
        choices = (
            ("aggregation", self.aggregation, "总评分的合成方式", "how the comprehensive score is formed"),
            ("cut_rule", cut or None, "材料评审的入围规则", "the cut rule of the material review"),
            ("committee.quorum", self.committee.quorum, "评委会会议的法定出席比例", "the committee's quorum"),
            ("committee.majority", self.committee.majority, "评委会表决的通过比例", "the committee's majority"),
            ("committee.base", self.committee.base, "评委会表决的计算基数", "the base of the majority"),
            ("committee.ballot_mode", self.committee.ballot_mode, "评委会的表决方式", "the ballot mode"),
        )
        return tuple(
            Reason(
                code="edition.unset", article=f"edition.{field}", pointer="/" + field.replace(".", "/"),
                zh=f"尚未确定{zh}。", en=f"The edition does not yet say {en}.",
            )
            for field, value, zh, en in choices
            if value is None
        )  # fmt: skip
