"""From mapped documents to a release on disk: graphs, dumps, descriptions, and the switch.

``build`` does it all; each other module is one step or one file of a release.
"""
