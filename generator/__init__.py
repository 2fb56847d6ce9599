"""Creditroll publishes anthologies in which everyone who made something is credited."""

__version__ = "0.1.0"
