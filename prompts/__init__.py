"""Words and sentences as data, Chinese and English; no logic."""
