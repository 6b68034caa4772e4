"""Numbers that no record reaches: what is beyond is a slip of the hand, and breaks sums."""

MOST_PEOPLE = 10_000_000
