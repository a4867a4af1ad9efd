"""Which numbering labels open a clause: those that count on from what stands open, or start a family at one."""

from dataclasses import dataclass, field

from documents.numbering import FAMILIES, TITLE, Family, Label

MAX_SKIPPED_LABELS = 2
"""A copy may have lost this many headings in a row; a larger jump is not a heading."""
UNCOUNTED = (next(family for family in FAMILIES if family.name == "annex"), TITLE)
"""Families that need not count up."""
OF_STATUTES = tuple(family for family in FAMILIES if family.name in ("chapter", "article"))
"""Families whose labels are beyond doubt: an extract may begin with any of them, and leave any out."""


@dataclass
class Counter:
    """Which labels are open, and each family's last number, so that labels must count up."""

    stack: list[Label] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)
    """Families of a fixed rank that were found below one without → that one."""

    def accept(self, label: Label, *, under_heading: bool) -> bool:
        """Places `label` in the stack if it counts on from what stands there; False leaves the stack as it was.

        `under_heading`: the line above is a heading and nothing else.
        """
        depth = self._depth(label)
        if depth is None:
            if not self._opens(label):
                return False
            depth = self._new_depth(label.family, under_heading)
        elif not self._follows(self.stack[depth], label):
            return False
        if label.family.name == "annex":
            self.last.clear()
        for closed in self.stack[depth:]:
            if closed.family != label.family and label.family.rank and not closed.family.rank:
                self.last.pop(closed.family.name, None)
        del self.stack[depth:]
        self.stack.append(label)
        self.last[label.family.name] = label.value
        return True

    def close(self, depth: int) -> None:
        """Ends everything open from `depth` on."""
        del self.stack[depth:]

    def standing(self, family: Family) -> Label | None:
        """The open label of that family."""
        return next((label for label in self.stack if label.family == family), None)

    def _depth(self, label: Label) -> int | None:
        return next(
            (
                depth
                for depth, standing in enumerate(self.stack)
                if standing.family == label.family and len(standing.parent) == len(label.parent)
            ),
            None,
        )

    def _new_depth(self, family: Family, under_heading: bool) -> int:
        """Where a new family goes: below everything open, but outside families of a larger fixed rank.

        One of a fixed rank stands outside those without, unless it was found right under the heading of one.
        """
        if not family.rank:
            return len(self.stack)
        if under_heading and self.stack and not self.stack[-1].family.rank and family.name != "annex":
            self.above[family.name] = self.stack[-1].family.name
        larger = (depth for depth, standing in enumerate(self.stack) if 0 < standing.family.rank < family.rank)
        inside = max(larger, default=-1)
        outside = (
            depth
            for depth, standing in enumerate(self.stack)
            if depth > inside
            and not 0 < standing.family.rank < family.rank
            and standing.family.name != self.above.get(family.name)
        )
        return next(outside, len(self.stack))

    def _opens(self, label: Label) -> bool:
        """A family that is not open may start at one, or go on counting from where it stood (also past lost ones)."""
        if label.family in UNCOUNTED:
            return True
        if label.parent:
            return self._decimal_parent_open(label) and label.value <= 1 + MAX_SKIPPED_LABELS
        last = self.last.get(label.family.name, 0)
        # In an annex a number that goes on with the body's is the body's.
        if label.family in OF_STATUTES and not any(standing.family.name == "annex" for standing in self.stack):
            return label.value <= 1 or label.value > last
        return label.value <= 1 or last < label.value <= last + 1 + MAX_SKIPPED_LABELS

    def _decimal_parent_open(self, label: Label) -> bool:
        """`2.1` stands below `2`, `第二章` or `二、`; `2.1.3` below `2.1`."""
        if not self.stack:
            return label.parent == (1,)
        above = self.stack[-1]
        numbers = (*above.parent, above.value)
        return numbers == label.parent or above.value == label.parent[-1]

    @staticmethod
    def _follows(standing: Label, label: Label) -> bool:
        if label.parent and label.parent != standing.parent:
            return label.parent > standing.parent and label.value == 1
        if standing.family in UNCOUNTED:
            return True
        if standing.family in OF_STATUTES:
            return standing.value < label.value
        return standing.value < label.value <= standing.value + 1 + MAX_SKIPPED_LABELS
