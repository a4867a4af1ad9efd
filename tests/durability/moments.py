"""When to kill: as many moments as the environment asks for, from a seed that is printed."""

import os
import random
import secrets


def moments(default: int) -> tuple[int, random.Random]:
    """How many, and where they come from. POLICY_TEST_KILLS and POLICY_TEST_SEED repeat or lengthen a run."""
    seed = int(os.environ.get("POLICY_TEST_SEED", "") or secrets.randbelow(10**9))
    count = int(os.environ.get("POLICY_TEST_KILLS", "") or default)
    print(f"{count} moments, POLICY_TEST_SEED={seed}")
    return count, random.Random(seed)
