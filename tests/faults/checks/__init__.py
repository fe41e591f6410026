"""What the checker looks at, a file for each kind of thing. Each check finds what is lost and what is doubled."""
