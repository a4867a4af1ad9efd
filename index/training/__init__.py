"""Recipes that made the data files of this room; run by hand, never needed to run the assistant."""
