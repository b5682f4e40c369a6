"""The choices of the declaration form; their labels are the lists of the same names under /v1/codes."""

from enum import StrEnum


class LegalPersonType(StrEnum):
    """The kinds of legal person that may apply (art. 2)."""

    ENTERPRISE = "enterprise"
    PUBLIC_INSTITUTION = "public_institution"
    SOCIAL_ORGANIZATION = "social_organization"
    OTHER = "other"


class Ownership(StrEnum):
    """Who owns the organization, broadly."""

    STATE = "state"
    COLLECTIVE = "collective"
    PRIVATE = "private"
    FOREIGN = "foreign"
    MIXED = "mixed"
    OTHER = "other"


class AchievementKind(StrEnum):
    """What is listed under art. 10(3)."""

    HONOUR = "honour"
    STANDARD = "standard"
    PATENT = "patent"
    BRAND = "brand"
    OTHER = "other"


class District(StrEnum):
    """Towns, streets and zones (art. 9)."""

    CHENGJIANG = "chengjiang"
    NANZHA = "nanzha"
    YUNTING = "yunting"
    CHENGDONG = "chengdong"
    SHENGANG = "shengang"
    XIAGANG = "xiagang"
    LIGANG = "ligang"
    HUANGTU = "huangtu"
    YUECHENG = "yuecheng"
    QINGYANG = "qingyang"
    XUXIAKE = "xuxiake"
    HUASHI = "huashi"
    ZHOUZHUANG = "zhouzhuang"
    XINQIAO = "xinqiao"
    CHANGJING = "changjing"
    GUSHAN = "gushan"
    ZHUTANG = "zhutang"
    HIGH_TECH_ZONE = "high_tech_zone"
    LINGANG_ZONE = "lingang_zone"
    JINGJIANG_PARK = "jingjiang_park"
