"""What may be done with an open plan and ledger: raises our errors and returns results; no typer, no printing."""
