"""The installation's own key."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from revenue_arc.secret_key import keep_secret_key, read_secret_key


def test_a_key_is_made_once_and_only_its_user_reads_it(tmp_path):
    key = keep_secret_key(tmp_path / "var")
    assert len(key) >= 50
    assert keep_secret_key(tmp_path / "var") == key == read_secret_key(tmp_path / "var")
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_without_a_key_the_error_says_what_to_do(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="Set ARC_SECRET_KEY"):
        read_secret_key(tmp_path)
