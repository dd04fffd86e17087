"""The client stays within its origin, and reaches no address that it was not allowed to."""

import socket

import pytest

from signals.client import Client
from signals.client.addresses import is_public
from signals.failures import Permanent, PullFailed
from signals.secrets import Secret


def client(url: str, **how) -> Client:
    return Client(url, **{"allow_private": True, "allow_http": True, "secret": Secret("s3cret"), "auth": "bearer", **how})


def test_a_next_address_on_another_host_is_refused(httpserver):
    with client(httpserver.url_for("/")) as here, pytest.raises(Permanent, match=r"another host, https://evil\.example"):
        here.get("https://evil.example/deals?page=2")
    assert httpserver.log == []


@pytest.mark.parametrize("address", ["//evil.example/x", "http://127.0.0.1:1/x", "ftp://127.0.0.1/x"])
def test_another_port_or_scheme_is_another_origin(httpserver, address):
    with client(httpserver.url_for("/")) as here, pytest.raises(Permanent, match="another host"):
        here.get(address)


def test_a_redirect_to_another_host_is_refused(httpserver):
    httpserver.expect_request("/deals").respond_with_data("", status=302, headers={"Location": "http://evil.example/deals"})
    with client(httpserver.url_for("/")) as here, pytest.raises(Permanent, match="another host"):
        here.get("deals")


def test_a_redirect_within_the_origin_is_followed(httpserver):
    httpserver.expect_request("/old").respond_with_data("", status=301, headers={"Location": "/new"})
    httpserver.expect_request("/new", headers={"Authorization": "Bearer s3cret"}).respond_with_json([1])
    with client(httpserver.url_for("/")) as here, here.get("old") as answer:
        assert answer.parsed() == [1]


def test_endless_redirects_end(httpserver):
    httpserver.expect_request("/loop").respond_with_data("", status=302, headers={"Location": "/loop"})
    with client(httpserver.url_for("/")) as here, pytest.raises(Permanent, match="redirects without end"):
        here.get("loop")


def test_a_private_address_is_refused_unless_the_source_allows_it(httpserver):
    with client(httpserver.url_for("/"), allow_private=False) as here, pytest.raises(Permanent, match="a private address"):
        here.get("deals")
    assert httpserver.log == []


def test_a_private_address_is_refused_unless_the_installation_allows_it(httpserver, settings):
    settings.OUTBOUND_ALLOW_PRIVATE = False
    with client(httpserver.url_for("/")) as here, pytest.raises(Permanent) as refusal:
        here.get("deals")
    assert "ARC_OUTBOUND_ALLOW_PRIVATE" in refusal.value.todo


def test_a_public_name_at_a_private_address_is_refused(monkeypatch, settings):
    settings.OUTBOUND_ALLOW_PRIVATE = False
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with client("https://crm.example.com") as here, pytest.raises(Permanent, match=r"169\.254\.169\.254"):
        here.get("deals")


def test_the_address_that_was_checked_is_the_address_that_is_dialled(monkeypatch, httpserver):
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]])
    resolve = socket.getaddrinfo

    def once(host, *rest, **how):
        return next(answers) if host == "crm.example.com" else resolve(host, *rest, **how)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    httpserver.expect_request("/deals").respond_with_json([])
    with client(f"http://crm.example.com:{httpserver.port}") as here, here.get("deals") as answer:
        assert answer.parsed() == []


NOT_PUBLIC = ["10.0.0.1", "172.16.3.4", "192.168.1.1", "127.0.0.1", "169.254.1.1", "0.0.0.0", "100.64.0.1", "224.0.0.1"]
NOT_PUBLIC += ["::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::"]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_public(address):
    assert not is_public(address)


def test_what_is_public():
    assert is_public("8.8.8.8")
    assert is_public("2606:4700::1111")


def test_plain_http_is_refused_unless_allowed():
    with pytest.raises(Permanent, match="without TLS"):
        client("http://crm.example.com", allow_http=False)


def test_a_body_over_the_limit_is_refused_while_it_comes(httpserver):
    httpserver.expect_request("/big").respond_with_data(b"x" * 300_000)
    with client(httpserver.url_for("/"), largest=100_000) as here, pytest.raises(Permanent, match="answered more than"):
        here.get("big")


def test_a_large_answer_is_streamed(httpserver):
    rows = [{"id": str(number), "text": "x" * 1000} for number in range(18_000)]
    httpserver.expect_request("/big").respond_with_json({"rows": rows, "next": "abc"})
    with client(httpserver.url_for("/")) as here, here.get("big") as answer:
        assert answer.large
        assert sum(1 for _ in answer.rows("rows")) == 18_000
        assert answer.field("next") == "abc"


def test_a_name_that_does_not_resolve(monkeypatch):
    def fails(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    with client("https://nowhere.example") as here, pytest.raises(PullFailed, match="could not be resolved"):
        here.get("deals")


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "169.254.170.2", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"]
)
def test_where_clouds_give_out_credentials_is_refused_whatever_is_allowed(monkeypatch, address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(family, socket.SOCK_STREAM, 6, "", (address, 80))])
    with client("http://crm.example.com") as here, pytest.raises(Permanent, match="never reached"):
        here.get("latest")
    assert not is_public(address)
