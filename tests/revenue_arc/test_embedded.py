"""Where the embedded servers live, and who may reach them."""

import os
import stat

import pytest

from revenue_arc.embedded import leftovers, paths, redis
from revenue_arc.embedded.paths import LONGEST_SOCKET_FOLDER, Places, places


@pytest.fixture
def somewhere(tmp_path):
    return Places(data=tmp_path / "data", sockets=tmp_path / "data" / "sockets")


@pytest.mark.parametrize("checkout", ["/srv/arc", "/srv/" + "deep/" * 40 + "arc", "/srv/with a blank/arc", "/srv/größe/arc"])
@pytest.mark.parametrize("root", [False, True])
def test_a_socket_can_be_made_wherever_the_checkout_is(monkeypatch, checkout, root):
    monkeypatch.setattr(paths, "CHECKOUT", paths.Path(checkout))
    monkeypatch.setattr(paths, "is_root", lambda: root)
    found = places()
    assert len(os.fsencode(found.sockets)) <= LONGEST_SOCKET_FOLDER
    assert paths.PLAIN.fullmatch(str(found.sockets))
    assert found != places("other")
    assert str(found.data).startswith("/var/tmp/" if root else f"{checkout}/var/")


def test_only_their_user_can_reach_the_sockets(somewhere):
    somewhere.make()
    assert stat.S_IMODE(somewhere.sockets.stat().st_mode) == 0o700


def test_a_folder_that_somebody_else_made_is_refused(somewhere, monkeypatch):
    somewhere.make()
    monkeypatch.setattr(paths, "nobody", lambda: (12345, 12345))
    monkeypatch.setattr(paths.os, "geteuid", lambda: 54321)
    with pytest.raises(RuntimeError, match="belongs to another user"):
        paths.refuse_foreign(somewhere.data)


def test_a_link_in_its_place_is_refused(somewhere):
    somewhere.data.mkdir()
    link = somewhere.data / "link"
    link.symlink_to(somewhere.data)
    with pytest.raises(RuntimeError, match="belongs to another user"):
        paths.refuse_foreign(link)


def test_a_server_that_nobody_watches_is_ended(somewhere):
    server = redis.start(somewhere, durable=False)
    assert [process.pid for process in leftovers.running(somewhere)] == [server.pid]
    assert leftovers.end(somewhere) == 1
    assert server.wait(10) == 0
    assert leftovers.running(somewhere) == []
