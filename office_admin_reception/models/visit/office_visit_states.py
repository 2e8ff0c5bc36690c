"""The states of a visit, by what they have in common."""

PLANNED = ('draft', 'expected')
"""Nobody has come yet: all may still be changed."""

STAYING = ('arrived', 'inside', 'out')
"""Guests have come, and not yet gone for good."""

HERE = (*PLANNED, *STAYING)
"""The visit has not ended."""
