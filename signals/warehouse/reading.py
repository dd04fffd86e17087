"""One short transaction at a time: read-only, bounded in time, streamed; and what its refusals mean."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from signals.failures import Permanent, PullFailed, Reconnect

READ_ONLY = {
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
}
WRONG_CREDENTIAL = ("password authentication failed", "no password supplied", "access denied for user", "login failed")


@contextmanager
def transaction(engine: Engine, *, seconds: int) -> Iterator[Connection]:
    """A connection in a transaction of its own, rolled back at its end. Raises PullFailed."""
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execution_options(postgresql_readonly=True)
                connection.exec_driver_sql(f"SET LOCAL statement_timeout = {seconds * 1000:d}")
            elif statement := READ_ONLY.get(engine.dialect.name):
                connection.exec_driver_sql(statement)
            yield connection.execution_options(stream_results=True, max_row_buffer=1_000)
    except DBAPIError as problem:
        raise refusal(problem, str(engine.url.host or "The database"), seconds) from None
    except SQLAlchemyError as problem:
        raise Permanent(
            f"The query could not be asked ({type(problem).__name__}).", "Correct `query` of this stream."
        ) from None


def refusal(problem: DBAPIError, host: str, seconds: int) -> PullFailed:
    """What a database's error means; its own words are told only where they are about the query."""
    state, said = str(getattr(problem.orig, "sqlstate", None) or ""), str(problem.orig)
    if state.startswith("28") or any(words in said.lower() for words in WRONG_CREDENTIAL):
        return Reconnect(f"{host} refused the credential.", "Enter a new password for this source.")
    if state == "42501":
        return Reconnect(f"{host} does not allow this account to read that.", "Give it the right to SELECT, or use another.")
    if state == "57014":
        return Permanent(f"{host} took longer than {seconds} seconds for one chunk.", "Index the two columns of `keyset`.")
    if state.startswith(("42", "25006")):
        return Permanent(f"{host} refused the query: {said.splitlines()[0][:200]}.", "Correct `query` of this stream.")
    if isinstance(problem, OperationalError | InterfaceError):
        return PullFailed(f"{host} could not be reached, or the connection broke.", "Check the address of the source.")
    return Permanent(f"{host} refused the query ({type(problem.orig).__name__}).", "Correct `query` of this stream.")
