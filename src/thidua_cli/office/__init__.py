"""What may be done with an open plan and ledger, and what `doctor` looks at; no typer, no printing."""
