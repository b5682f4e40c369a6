"""What the operator decides: one frozen value read from the environment, prefix AWARD_."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ACCESS_MINUTES = 15
"""How long an access token lives; nothing is exchanged in the meantime."""


class SecondFactor(StrEnum):
    """Whether users may have a second factor, and whether secretariat and committee must."""

    OFF = "off"
    OFFERED = "offered"
    REQUIRED = "required"


class Settings(BaseSettings):
    """The service's settings; every field is an environment variable with the prefix AWARD_."""

    model_config = SettingsConfigDict(env_prefix="AWARD_", frozen=True, extra="ignore")

    database_url: str = ""
    """postgresql+asyncpg:// URL of the service's login role, which owns nothing."""
    migration_url: str = ""
    """The same database as the migrating role; `serve` uses it only to clear a rehearsal, and a real award has none."""
    keys_dir: Path = Path(".local/keys")
    """Folder of the signing key and the cursor key (0700)."""
    files_dir: Path = Path(".local/files")
    """Folder of the content-addressed store."""
    file_encryption: Literal["auto", "on", "off"] = "auto"
    """Whether new files are sealed: `auto` where `award keys` has made a wrapping key; sealed ones are always read."""
    scanner: Annotated[str, Field(pattern=r"^(tcp://[A-Za-z0-9.\-]+:[0-9]{1,5})?$")] = ""
    """tcp://HOST:PORT of a clamd that judges every file before it is taken; empty: none does."""
    scanner_seconds: Annotated[float, Field(gt=0, le=300)] = 60.0
    """How long the scanner may take over one file."""
    owner_files: Annotated[int, Field(ge=1, le=100_000)] = 500
    owner_mebibytes: Annotated[int, Field(ge=1, le=1_048_576)] = 1200
    """How many files and MiB an application, an organization or a claim may keep, deleted ones included."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins of the front ends that may call from a browser, separated by commas."""
    pool_size: Annotated[int, Field(ge=1, le=100)] = 10
    pool_wait_seconds: Annotated[float, Field(gt=0, le=30)] = 2.0
    password_memory_kib: Annotated[int, Field(ge=8, le=1_048_576)] = 65_536
    """argon2id memory; lowered only by tests."""
    password_passes: Annotated[int, Field(ge=1, le=10)] = 3
    sequencer_seconds: Annotated[float, Field(ge=0, le=60)] = 0.5
    """How often new leaves of the record are numbered and its head is signed; 0 leaves it to another process."""
    keys_seconds: Annotated[float, Field(ge=0, le=600)] = 30.0
    """How often the running service looks whether the signing keys were rotated; 0 is never."""
    second_factor: SecondFactor = SecondFactor.OFFERED
    """`off`: nobody is asked; `offered`: who has one is asked; `required`: officers without one can only enrol one."""
    step_up_minutes: Annotated[int, Field(ge=1, le=1440)] = 15
    """How long a login or a confirmation counts for votes, approval, payment and the like."""
    security_contact: Annotated[str, Field(pattern=r"^$|^(mailto:|https://|tel:)[\x21-\x7e]{3,200}$")] = ""
    """Where a weakness is reported (RFC 9116: mailto:, https:// or tel:); shown at /.well-known/security.txt if set."""
    refresh_days: Annotated[int, Field(ge=1, le=90)] = 14
    """How long a session may last at most."""
    idle_minutes: Annotated[int, Field(ge=0, le=129_600)] = 480
    """How long a session may lie idle between two exchanges of tokens; 0: as long as it lasts, else at least 15.

    A working day: no lunch or meeting signs anybody out, and nobody finds a browser signed in that was left overnight.
    """
    breached_passwords: Path | None = None
    """File of the SHA-1 hashes of breached passwords, in order, `HASH:COUNT` a line; unset: none is looked at."""

    @field_validator("idle_minutes")
    @classmethod
    def outlive_access_tokens(cls, minutes: int) -> int:
        """Refuse less than the life of an access token, within which nothing is exchanged."""
        if 0 < minutes < ACCESS_MINUTES:
            raise ValueError(f"0 (never) or at least {ACCESS_MINUTES}, for which an access token lives")
        return minutes

    @field_validator("breached_passwords", mode="before")
    @classmethod
    def read_path(cls, value: object) -> object:
        """Read an empty variable as none."""
        return value or None

    @field_validator("cors_origins", mode="before")
    @classmethod
    def split_origins(cls, value: object) -> object:
        """Split a comma-separated list of origins."""
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())


@cache
def settings() -> Settings:
    """Read the environment once a process."""
    return Settings()
