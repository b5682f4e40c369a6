"""Tables of the accounts: users, organizations, units, grants, sessions and one-time codes (arts. 5, 9, 10)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Case
from app.regulation.vocabulary import Role, Subject


class Organization(Case, Base):
    """An applying organization, known by its 统一社会信用代码; unverified until the secretariat has seen its papers."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'", name="credit_code_form"),
        UniqueConstraint("id", "credit_code"),
    )
    SUBJECT: ClassVar[Subject] = Subject.ORGANIZATION

    credit_code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    verified_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    registered_at: Mapped[datetime]
    registered_address: Mapped[str | None] = mapped_column(default=None)
    """This and the next two as the licence says; what stands here no form asks again (art. 3)."""
    legal_representative: Mapped[str | None] = mapped_column(default=None)
    established_on: Mapped[date | None] = mapped_column(default=None)
    phone: Mapped[str | None] = mapped_column(default=None)
    former_names: Mapped[list[str]] = mapped_column(default_factory=list, server_default="[]")
    """The names that it had here before (曾用名), the oldest first."""
    search_text: Mapped[str] = mapped_column(default="", server_default="", deferred=True, deferred_raiseload=True)
    """What it is found by: its names of all times and its credit code."""


class OrganizationFile(Base):
    """The licence or the authorisation letter that proves who speaks for an organization."""

    __tablename__ = "organization_file"
    __table_args__ = (CheckConstraint("kind IN ('licence', 'authorisation')", name="kind"),)

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))


class Handover(Base):
    """That a user's duty for an organization went to another, by himself or by the secretariat with a letter."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("from_user_id <> to_user_id", name="another"),
        CheckConstraint("(handed_by = from_user_id) = (letter_file_id IS NULL)", name="letter"),
        CheckConstraint("reason ~ '\\S'", name="reasoned"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    from_user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    to_user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    handed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    """The user himself, or a secretary who has seen the letter of authorisation."""
    letter_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"), default=None)
    reason: Mapped[str]
    handed_at: Mapped[datetime]


class Unit(Case, Base):
    """A recommending unit: town, street, zone, department or association (art. 9), with its area, system or trade."""

    __tablename__ = "unit"
    SUBJECT: ClassVar[Subject] = Subject.UNIT

    kind: Mapped[str]
    name: Mapped[str] = mapped_column(unique=True)
    scope: Mapped[str]


class UserAccount(Case, Base):
    """A person who logs in; what he may do is in his grants. Invited and not yet there: without login or instant."""

    __tablename__ = "user_account"
    __table_args__ = (
        Index("ix_user_account_login", text("lower(login)"), unique=True),
        CheckConstraint("activated_at IS NULL OR login IS NOT NULL", name="active_has_login"),
    )
    SUBJECT: ClassVar[Subject] = Subject.USER

    login: Mapped[str | None] = mapped_column(default=None)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    activated_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), init=False)


class Credential(Base):
    """A user's password as an argon2id hash; no row until he has redeemed his invitation."""

    __tablename__ = "credential"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    password_hash: Mapped[str]
    changed_at: Mapped[datetime]


class RoleGrant(Base):
    """A user's role, the party he speaks for in it, and the duties he holds besides (finance clerk, chair)."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "(role = 'secretariat') = (party_id IS NULL) AND role <> 'public'", name="party_but_for_secretariat"
        ),
        UniqueConstraint("user_id", "role", "party_id", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[Role]
    party_id: Mapped[UUID | None] = mapped_column(default=None)
    duties: Mapped[list[str]] = mapped_column(default_factory=list)
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class OneTimeCode(Base):
    """A code that the secretariat or a colleague hands over, for a new account or a new password; kept hashed."""

    __tablename__ = "one_time_code"
    __table_args__ = (CheckConstraint("purpose IN ('invitation', 'reset')", name="purpose"),)

    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class LoginSession(Base):
    """A login on one device; access tokens name it, and ending it ends them at the next request."""

    __tablename__ = "login_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), init=False)
    used_at: Mapped[datetime] = mapped_column(server_default=text("date_trunc('hour', clock_timestamp())"), init=False)
    """When its tokens were last exchanged, to the hour; neither device nor address is kept."""
    confirmed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), init=False)
    """When the user last showed his password or a code: at the login, or anew before an important act."""
    factor: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    """Whether a second factor was shown in it."""
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    user: Mapped[UserAccount] = relationship(lazy="raise", init=False)


class RefreshToken(Base):
    """A refresh token, kept hashed; a second use ends the whole session (reuse of a stolen token)."""

    __tablename__ = "refresh_token"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("login_session.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class SecondFactor(Base):
    """A user's second factor: the secret of a TOTP (RFC 6238), encrypted; without `confirmed_at` it is not in force."""

    __tablename__ = "second_factor"
    __table_args__ = (
        CheckConstraint("(reset_by IS NULL) = (reset_at IS NULL)", name="reset_whole"),
        CheckConstraint("reset_by <> user_id", name="reset_by_another"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    algorithm: Mapped[str] = mapped_column(default="A256GCM")
    secret: Mapped[bytes]
    """Nonce and ciphertext, bound to the user; empty once it was removed or reset."""
    sealing_key: Mapped[str] = mapped_column(server_default="factor")
    """The version of the key that it lies under, the name of a file in AWARD_KEYS_DIR."""
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    last_step: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """The time step of the newest code that was used; no code of it or of an earlier one is taken again."""
    reset_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    reset_at: Mapped[datetime | None] = mapped_column(default=None)


class RecoveryCode(Base):
    """A code in the place of a lost second factor; kept hashed, used once."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class LoginFailure(Base):
    """Failed logins under one key of the back-off (a digest, never a name or an address); real time."""

    __tablename__ = "login_failure"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
