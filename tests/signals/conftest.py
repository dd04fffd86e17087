"""What holds for every test of signals."""

import pytest

from tests.signals.fakes.answering import UNDESCRIBED


@pytest.fixture(autouse=True)
def _nothing_undescribed_is_asked():
    """No vendor was asked what its published description does not allow."""
    UNDESCRIBED.clear()
    yield
    assert UNDESCRIBED == []
