"""Reconciliation: which entity a name in somebody's table means (Reconciliation Service API 0.2).

https://reconciliation-api.github.io/specs/0.2/
"""
