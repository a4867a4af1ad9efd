"""The responsibility ledger as a table on a terminal, CSV, JSON and a workbook that can be forwarded."""
