"""The calendar of working days, with the years that are known."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import chinese_calendar
import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


FIRST, LAST = 2004, 2026
"""The years that chinesecalendar knows, from the notices of the General Office of the State Council."""
SOURCE = "国务院办公厅关于{year}年部分节假日安排的通知（据 chinesecalendar 1.11.0）"
NAMESPACE = UUID("6f1d0a52-8c0b-5d9e-9b57-2a7a7d0c4f11")
NOTES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "National Day": "国庆节", "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
}  # fmt: skip


def moved_days(year: int) -> Iterator[dict[str, object]]:
    """Give the days of a year that are not what their weekday says."""
    day = date(year, 1, 1)
    while day.year == year:
        is_worked = chinese_calendar.is_workday(day)
        if is_worked is not (day.isoweekday() < 6):  # noqa: PLR2004 - Saturday.
            _is_holiday, name = chinese_calendar.get_holiday_detail(day)
            note = NOTES[str(name)] + ("调休上班" if is_worked else "")
            yield {"day": day, "year": year, "is_worked": is_worked, "note": note}
        day += timedelta(days=1)


def upgrade() -> None:
    """Bring the tables, and the years that are known."""
    years = op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("year BETWEEN 1949 AND 2199", name=op.f("ck_calendar_year_year")),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["user_account.id"],
            name=op.f("fk_calendar_year_entered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"],
            ["record_leaf.id"],
            name=op.f("fk_calendar_year_leaf_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
        sa.UniqueConstraint("year", name=op.f("uq_calendar_year_year")),
    )
    days = op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("is_worked", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("(extract(isodow FROM day) < 6) <> is_worked", name=op.f("ck_calendar_day_is_moved")),
        sa.CheckConstraint("extract(year FROM day) = year", name=op.f("ck_calendar_day_of_its_year")),
        sa.ForeignKeyConstraint(
            ["year"], ["calendar_year.year"], name=op.f("fk_calendar_day_year"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    known = range(FIRST, LAST + 1)
    entered = datetime(2026, 1, 1, tzinfo=UTC)
    op.bulk_insert(
        years,
        [
            {"id": uuid5(NAMESPACE, str(year)), "status": "in_force", "version": 1, "year": year,
             "source": SOURCE.format(year=year), "entered_at": entered}
            for year in known
        ],
    )  # fmt: skip
    op.bulk_insert(days, [day for year in known for day in moved_days(year)])
    # No table is altered while a deferred check of it is pending, and the doorway alters every table.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")


def downgrade() -> None:
    """Take them away."""
    op.drop_table("calendar_day")
    op.drop_table("calendar_year")
