"""The province's hub: a verified, append-only copy of the communes' ledgers in PostgreSQL."""
