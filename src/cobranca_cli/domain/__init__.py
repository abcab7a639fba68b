"""Rules as pure functions on frozen dataclasses: no clock, no session, no print."""
