"""Page tokens: what says where the next page is, and when to stop following it."""

from signals.failures import PullFailed


class TokenExpired(PullFailed):
    """The source no longer knows the page token that it once gave: the read begins again."""


class Tokens:
    """The tokens of one read of `where`: an end, not a number of rows, ends it, and no token is followed twice."""

    def __init__(self, where: str):
        self.where = where
        self.seen: set[str] = set()

    def following(self, token: object, count: int) -> str | None:
        """The next token after a page of `count` rows; None at the end. Raises PullFailed where the source stands still."""
        if token in (None, "", False):
            return None
        if count == 0:
            raise PullFailed(f"{self.where} gave an empty page and yet a next one.", "Nothing of it is taken.")
        if str(token) in self.seen:
            raise PullFailed(f"{self.where} named the same next page twice: it stands still.", "Nothing more of it is taken.")
        self.seen.add(str(token))
        return str(token)
