"""Any year of sales, payments, promises, pauses, disputes and contacts: the ladder does what it should.

Small: 5 stories of 30 steps. Large (`COBRANCA_DEMORADO=1`): 60 stories of 120 steps, a year each.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from tests.services.ladder_machine import LadderMachine

LARGE = bool(os.environ.get("COBRANCA_DEMORADO"))

TestLadder = pytest.mark.slow(LadderMachine.TestCase)
TestLadder.settings = settings(
    max_examples=60 if LARGE else 5,
    stateful_step_count=120 if LARGE else 30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
