"""The words in which an edition of the Measures makes its choices (arts. 4, 10, 11, 22, 24, 25)."""

from enum import StrEnum


class Honour(StrEnum):
    """Art. 4: the two tiers of Jiangyin; another city's edition names its own tiers by `Tier.code`."""

    MAYORS_AWARD = "mayors_award"
    EXCELLENCE_AWARD = "excellence_award"


class Aggregation(StrEnum):
    """How the comprehensive score of art. 22 comes from the stages: the Measures do not say."""

    WEIGHTED_SUM = "weighted_sum"
    """The sum of the scored stages' totals, each times its weight in percent."""
    FINAL_CONSENSUS = "final_consensus"
    """The consensus of the last scored stage is the total."""


class BallotMode(StrEnum):
    """How the committee votes (art. 24 is silent)."""

    OPEN = "open"
    SEALED_OPEN = "sealed_open"
    """By name, but hidden until the ballot is closed."""
    SECRET_PAPER = "secret_paper"  # noqa: S105 - a ballot, not a password.
    """On paper; two tellers record the counts."""
    SECRET_SEALED = "secret_sealed"  # noqa: S105 - a ballot, not a password.


class MajorityBase(StrEnum):
    """Of whom the majority is counted (art. 24 is silent)."""

    NON_RECUSED_IN_OFFICE = "non_recused_in_office"
    PRESENT = "present"


class DayUnit(StrEnum):
    """Whether the 日 of art. 25 are calendar days or working days."""

    CALENDAR = "calendar"
    WORKING = "working"


class NoticePosition(StrEnum):
    """Arts. 7(3), 17, 25: whether the public notice follows the approval, precedes it, or both."""

    AFTER_APPROVAL = "after_approval"
    BEFORE_APPROVAL = "before_approval"
    BOTH = "both"


class Republication(StrEnum):
    """How long a notice runs that was suspended and is published again (art. 25 is silent)."""

    FULL_PERIOD = "full_period"
    REMAINING_DAYS = "remaining_days"


class LateAnswer(StrEnum):
    """What becomes of a supplement that comes after its day (art. 19 is silent)."""

    REFUSED = "refused"
    RECORDED = "recorded"
    """Taken and marked as late, until the applicant is declared ineligible."""


class AccidentKind(StrEnum):
    """Art. 11(3): the kinds of accident that bar an application."""

    SAFETY = "safety"
    QUALITY = "quality"
    ENVIRONMENT = "environment"
    PUBLIC_HEALTH = "public_health"


class AccidentGrade(StrEnum):
    """The grades 一般, 较大, 重大, 特别重大 of State Council Order 493, in rising order."""

    GENERAL = "general"
    LARGER = "larger"
    MAJOR = "major"
    EXTRAORDINARY = "extraordinary"


class Granularity(StrEnum):
    """How finely GB/T 4754 divides the "same industry" of art. 10(4): 门类, 大类, 中类, 小类."""

    SECTION = "section"
    DIVISION = "division"
    GROUP = "group"
    CLASS = "class"


class Indicator(StrEnum):
    """Art. 10(4): 经营规模, 实现利税, 总资产贡献率."""

    SCALE = "scale"
    PROFIT_AND_TAX = "profit_and_tax"
    ASSET_CONTRIBUTION = "asset_contribution"


class OrganizationSize(StrEnum):
    """大型, 中型, 小型, 微型 enterprises, as the declaration form asks (arts. 14, 19)."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class Sector(StrEnum):
    """Art. 14: the sectors of the guides; construction belongs to manufacturing."""

    AGRICULTURE = "agriculture"
    MANUFACTURING = "manufacturing"
    SERVICES = "services"


class ConflictKind(StrEnum):
    """Art. 30: what ties a person to an organization; which of them bar is the edition's choice."""

    EMPLOYER = "employer"
    """The register names the organization as his employer."""
    REPRESENTATIVE = "representative"
    """He speaks, or spoke, for it in this service."""
    EMPLOYMENT = "employment"
    CONSULTANCY = "consultancy"
    TRAINING = "training"
    KINSHIP = "kinship"
    SHAREHOLDING = "shareholding"
    DISPUTE = "dispute"
    OTHER = "other"
    RECOMMENDING_UNIT = "recommending_unit"
    """He is a user of the unit that was asked to recommend it."""
    DECLARED_CONFLICT = "declared_conflict"
    """He declared a conflict in a panel."""
    GRANTED_RECUSAL = "granted_recusal"
    """The applicant asked for his recusal, and it was granted; within the look-back it bars in every edition."""
    EARLIER_RECUSAL = "earlier_recusal"
    EARLIER_PANEL = "earlier_panel"
