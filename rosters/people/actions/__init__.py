"""What is done to people and to what is on file about them."""

from rosters.people.actions.cards import cancel_credentials

__all__ = ["cancel_credentials"]
