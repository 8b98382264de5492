"""Roles under the name that rooms above know, and the shapes of codes and logins. Pure."""

from rosters.roles.rules import Role

__all__ = ["Role"]
