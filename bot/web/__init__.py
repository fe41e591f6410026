"""The web: the webhook, and whether we are well."""
