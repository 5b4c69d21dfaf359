"""What can go wrong when the ontology is asked for something."""


class UnknownClassError(LookupError):
    """A class was asked for that the ontology does not declare."""

    def __init__(self, local_name: str) -> None:
        super().__init__(f"no class sc:{local_name} in ontology/spacecoop.ttl")
        self.local_name = local_name
