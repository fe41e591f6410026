"""Documents about partnerships that write themselves from the rows: a yearly follow-up, a final report, a pack."""
