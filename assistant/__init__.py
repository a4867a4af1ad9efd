"""A question becomes an answer whose every claim is tied to characters of the source."""
