"""What can go wrong, said as whole sentences: each error names the problem, the place and the remedy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: a sentence, where it stands, and what to do about it."""

    code: str
    message: str
    field: str | None = None
    line: int | None = None
    remedy: str | None = None

    def sentence(self) -> str:
        """The problem as one line for a terminal: place, sentence, remedy."""
        place = f"Line {self.line}: " if self.line is not None else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{remedy}"

    def as_json(self) -> dict[str, str | int | None]:
        """The body of the contract `{error: {code, message, field, line, remedy}}`."""
        return {
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "line": self.line,
            "remedy": self.remedy,
        }


class SmartPickError(Exception):
    """Anything a person can mend. Never shown with a trace."""

    status: int = 400
    exit_code: int = 2
    code: str = "input"

    def __init__(
        self,
        message: str,
        *,
        remedy: str | None = None,
        field: str | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(message if remedy is None else f"{message} {remedy}")
        self.problem = Problem(self.code, message, field, line, remedy)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem found, most errors having one."""
        return (self.problem,)


class BadProfile(SmartPickError):
    """A profile that cannot be used, with every problem in it at once."""

    code = "profile"
    status = 422

    def __init__(self, problems: tuple[Problem, ...], source: str = "The profile") -> None:
        count = len(problems)
        noun = "one problem" if count == 1 else f"{count} problems"
        super().__init__(f"{source} has {noun}.")
        self._problems = problems

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems


class BadEvidence(SmartPickError):
    """A file of evidence that cannot be used, with every problem in it at once."""

    code = "evidence"
    status = 422

    def __init__(self, problems: tuple[Problem, ...], source: str) -> None:
        count = len(problems)
        noun = "one problem" if count == 1 else f"{count} problems"
        super().__init__(f"{source} has {noun}.")
        self._problems = problems

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems


class BadFacts(SmartPickError):
    """A data file shipped with SmartPick is damaged or breaks its own rules."""

    code = "facts"
    exit_code = 1
    status = 500


class NotFound(SmartPickError):
    """A file, key, specialty or program that does not exist."""

    code = "not_found"
    status = 404


class CannotWrite(SmartPickError):
    """The chosen place cannot be written to."""

    code = "cannot_write"


class PortTaken(SmartPickError):
    """Another program listens on the port."""

    code = "port_taken"
    status = 409

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is already in use.", remedy="Choose another with --port."
        )
