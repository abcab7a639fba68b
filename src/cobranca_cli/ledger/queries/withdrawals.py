"""Runs of the ladder that were taken back: what other queries leave out, as SQL.

A run that was withdrawn on a day still counts in reports of the days before it.
"""

WITHDRAWN_RUNS = "(SELECT run_id FROM dunning_withdrawal WHERE withdrawn_on <= :as_of)"
"""The runs that do not count on the day `:as_of`."""

WITHDRAWN_ACTIONS = (
    "(SELECT wa.id FROM dunning_withdrawal w JOIN dunning_action wa ON wa.run_id = w.run_id"
    " WHERE w.withdrawn_on <= :as_of)"
)
"""The actions of those runs."""

WITHDRAWN_LETTERS = (
    "(SELECT wl.id FROM dunning_withdrawal w JOIN dunning_action wa ON wa.run_id = w.run_id"
    " JOIN letter wl ON wl.action_id = wa.id WHERE w.withdrawn_on <= :as_of)"
)
"""Their letters: they never left the house."""
