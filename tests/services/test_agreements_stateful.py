"""Any story of invoices, payments and agreements leaves the ledger that the rules say, on every day gone by.

Small: 14 stories of 20 steps. Large (`COBRANCA_DEMORADO=1`): 200 stories of 40 steps.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from tests.services.agreement_machine import AgreementMachine

LARGE = bool(os.environ.get("COBRANCA_DEMORADO"))

TestAgreements = pytest.mark.slow(AgreementMachine.TestCase)
TestAgreements.settings = settings(
    max_examples=200 if LARGE else 14,
    stateful_step_count=40 if LARGE else 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
