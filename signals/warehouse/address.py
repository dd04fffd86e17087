"""The address of a database: which dialect, which package it needs, and what an address may not say."""

import os

from sqlalchemy import URL, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from signals.client.addresses import PRIVATE_MEANT, checked
from signals.failures import Permanent
from signals.secrets import Secret

# dialect → the driver it is reached with, the package to install, the port it listens at.
DIALECTS = {
    "postgresql": ("postgresql+psycopg", "psycopg", 5432),
    "redshift": ("redshift+psycopg2", "sqlalchemy-redshift psycopg2-binary", 5439),
    "mysql": ("mysql+pymysql", "pymysql", 3306),
    "mariadb": ("mariadb+pymysql", "pymysql", 3306),
    "mssql": ("mssql+pymssql", "pymssql", 1433),
    "oracle": ("oracle+oracledb", "oracledb", 1521),
    "trino": ("trino", "trino[sqlalchemy]", 443),
    "clickhousedb": ("clickhousedb", "clickhouse-connect", 8443),
    "databricks": ("databricks", "databricks-sqlalchemy", 443),
    "snowflake": ("snowflake", "snowflake-sqlalchemy", 443),
    "bigquery": ("bigquery", "sqlalchemy-bigquery", 443),
}
NAMES_NO_HOST = frozenset({"snowflake", "bigquery"})  # an account of the vendor's own cloud, which its package finds
MAY_SAY = frozenset({"sslmode", "application_name", "charset", "warehouse", "role", "schema", "catalog", "http_path"})
PLAIN_MEANT = "Use TLS, or tick “It is reached without TLS” of the source (`allow_http: true` in a sources file)."
TLS = ("require", "verify-ca", "verify-full")


def parsed(address: str) -> URL:
    """A database's address. Raises ValueError, in words, where it says what it may not."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise ValueError("This is not the address of a database, as postgresql://reader@host:5432/name.") from None
    if url.password is not None:
        raise ValueError("The address holds a password: give it as the secret, and leave it out here.")
    if url.get_backend_name() not in DIALECTS:
        raise ValueError(f"There is no dialect “{url.get_backend_name()}” here. Use one of: {', '.join(DIALECTS)}.")
    if other := sorted(set(url.query) - MAY_SAY):
        raise ValueError(f"The address may not say “{other[0]}”. It may say: {', '.join(sorted(MAY_SAY))}.")
    if any(not isinstance(said, str) for said in url.query.values()):
        raise ValueError("The address says a thing twice.")
    return url


def engine(url: URL, secret: Secret | None, *, socket: str, allow_private: bool, allow_plain: bool) -> Engine:
    """An engine that keeps no connection, to an address that was checked. Raises PullFailed."""
    driver, package, port = DIALECTS[url.get_backend_name()]
    if socket and not allow_private:
        raise Permanent(
            "A socket is on this machine, which this console does not reach.",
            PRIVATE_MEANT,
        )
    addresses = [] if socket else _addresses(url, port, allow_private)
    ours = _libpq(url, socket, addresses, allow_plain) if url.get_backend_name() == "postgresql" else {}
    whole = url.set(drivername=driver, password=secret.reveal() if secret else None)
    try:
        return create_engine(whole, poolclass=NullPool, connect_args=ours, hide_parameters=True)
    except (ImportError, NoSuchModuleError):
        raise Permanent(
            f"{url.get_backend_name()} cannot be read here: the package for it is not installed.",
            f"Install it beside the console with “pip install {package}”.",
        ) from None


def _addresses(url: URL, port: int, allow_private: bool) -> list[str]:
    if url.get_backend_name() in NAMES_NO_HOST:
        return []
    if not url.host:
        raise Permanent("The address names no host.", "Write it as postgresql://reader@host:5432/name.")
    return checked(url.host, url.port or port, allow_private=allow_private)


def _libpq(url: URL, socket: str, addresses: list[str], allow_plain: bool) -> dict[str, str]:
    """What libpq is told: the very addresses that were checked, TLS, and no password from a file on this machine."""
    told = {"connect_timeout": "10", "passfile": os.devnull, "gssencmode": "disable"}
    if socket:
        return told | {"host": socket}
    mode = str(url.query.get("sslmode", "prefer" if allow_plain else "require"))
    if mode not in TLS and not allow_plain:
        raise Permanent(f"{url.host} would be reached without TLS (sslmode={mode}).", PLAIN_MEANT)
    return told | {"host": ",".join([str(url.host)] * len(addresses)), "hostaddr": ",".join(addresses), "sslmode": mode}
