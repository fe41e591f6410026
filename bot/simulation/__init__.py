"""What would happen to agreements in a period, from the facts alone: nobody decides, nothing comes in."""

from bot.simulation.calendar import simulate
from bot.simulation.line import Line

__all__ = ["Line", "simulate"]
