"""The three tables that a workbook or a CSV can hold."""

from bot.actions.partnerships.agreement_columns import AGREEMENTS, REPORTS
from bot.actions.partnerships.organisation_columns import ORGANISATIONS

TABLES = (ORGANISATIONS, AGREEMENTS, REPORTS)
