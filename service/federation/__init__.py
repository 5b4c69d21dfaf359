"""Queries that ask another endpoint, too (SPARQL 1.1 Federated Query), if the operator allows it.

The engine's workers have no network. A query with one SERVICE is divided into what is asked here
and what is asked there; only then does the engine answer it, with the other endpoint's solutions
as VALUES in place of the SERVICE.
"""
