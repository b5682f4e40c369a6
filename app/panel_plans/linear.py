"""A linear programme in whole numbers, solved exactly by HiGHS on one thread, so that equal programmes end equally."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np

SECONDS = 20.0
"""After which a solver that has proved nothing gives up."""


class UnprovedError(Exception):
    """The solver found no proof within its time; the question is too large."""


@dataclass(slots=True)
class Programme:
    """Variables between bounds, rows of coefficients between bounds, one objective at a time."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rows: list[tuple[float, float, Mapping[int, float]]] = field(default_factory=list)

    def variable(self, upper: float = 1) -> int:
        """Add a whole number between 0 and `upper`; gives its index."""
        self.lower.append(0)
        self.upper.append(upper)
        return len(self.lower) - 1

    def require(
        self, terms: Mapping[int, float], *, at_least: float = -highspy.kHighsInf, at_most: float = highspy.kHighsInf
    ) -> None:
        """Add a row: the sum of coefficient × variable lies between the bounds."""
        self.rows.append((at_least, at_most, dict(terms)))

    def solve(self, objective: Mapping[int, float]) -> tuple[int, ...] | None:
        """Minimise the objective; None if no values satisfy the rows. Raises UnprovedError after `SECONDS`."""
        solver = highspy.Highs()
        for option, value in (
            ("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0),
            ("time_limit", SECONDS),
        ):  # fmt: skip
            solver.setOptionValue(option, value)
        self._pass_to(solver, objective)
        solver.run()
        match solver.getModelStatus():
            case highspy.HighsModelStatus.kOptimal:
                return tuple(round(value) for value in solver.getSolution().col_value)
            case highspy.HighsModelStatus.kInfeasible:
                return None
            case status:
                raise UnprovedError(str(status))

    def _pass_to(self, solver: highspy.Highs, objective: Mapping[int, float]) -> None:
        count = len(self.lower)
        costs = np.array([objective.get(index, 0) for index in range(count)], dtype=np.double)
        none = np.array([], dtype=np.int32)
        solver.addCols(count, costs, np.array(self.lower), np.array(self.upper), 0, none, none, none.astype(np.double))
        whole = np.array([highspy.HighsVarType.kInteger] * count)
        solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), whole)
        starts = np.cumsum([0, *(len(terms) for _low, _high, terms in self.rows)])[:-1].astype(np.int32)
        solver.addRows(
            len(self.rows), np.array([low for low, _high, _terms in self.rows]),
            np.array([high for _low, high, _terms in self.rows]), sum(len(terms) for _low, _high, terms in self.rows),
            starts, np.array([index for _low, _high, terms in self.rows for index in terms], dtype=np.int32),
            np.array([value for _low, _high, terms in self.rows for value in terms.values()], dtype=np.double),
        )  # fmt: skip
