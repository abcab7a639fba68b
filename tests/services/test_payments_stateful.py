"""Any story of invoices and payments leaves the ledger that the rules say, today and on every day gone by.

Small: 12 stories of 20 steps. Large (`COBRANCA_DEMORADO=1`): 200 stories of 40 steps.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from tests.services.payment_machine import PaymentMachine

LARGE = bool(os.environ.get("COBRANCA_DEMORADO"))

TestPayments = pytest.mark.slow(PaymentMachine.TestCase)
TestPayments.settings = settings(
    max_examples=200 if LARGE else 12,
    stateful_step_count=40 if LARGE else 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
