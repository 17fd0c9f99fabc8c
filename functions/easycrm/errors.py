"""Every error this package raises on purpose.

    EasyCrmError
    ├── Terminal                  trying again changes nothing
    │   ├── UnreadableFile        the uploaded file cannot be read: sentence for the person who owns it
    │   ├── BadRequest            the caller of the API can mend it (400)
    │   ├── NotSignedIn           the token is not that of a person who has signed in (401)
    │   ├── NotAllowed            the caller is signed in, but may not do this (403)
    │   ├── NotFound              what the caller named does not exist (404)
    │   ├── Conflict              what the caller wants does not fit the state that things are in (409)
    │   ├── UploadStopped         the upload was cancelled or finished: nothing more may be written
    │   ├── AssistantRefused      DeepSeek will not help this import: no credit, no valid key, no such model
    │   └── BrokenPromise         a sum that must hold does not: the import stops loudly
    └── Transient                 trying again may help
        ├── AssistantUnavailable  DeepSeek had no answer in time
        ├── NotAudited            the audit log cannot be written, and nothing is done without it
        ├── LostRace              somebody else wrote first, more often than we were willing to try
        └── IncompleteReadModel   a file of the read model is gone: an operator rebuilds it

Step Functions matches `ErrorEquals` by class name and knows no inheritance, so tasks raise exactly
`Terminal` and `Transient` to it (`handlers/task.py`), with code, sentence and details as JSON.
"""

import json
from typing import Any, Self


class EasyCrmError(Exception):
    """A code for programs, a sentence for people, details for both.

    `code` is camelCase and stable; `sentence` is complete English that says what to do; `details` is JSON-able.
    """

    def __init__(self, code: str, sentence: str, **details: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.details = details

    def to_json(self) -> str:
        """The message that Step Functions shows as the cause: `{"code", "message", "details", "canRetry"}`.

        A retry by a person may help wherever the file is not at fault: whatever else it was can have been mended.
        """
        said = {"code": self.code, "message": self.sentence, "details": self.details}
        return json.dumps(said | {"canRetry": not isinstance(self, UnreadableFile)}, ensure_ascii=False)

    @classmethod
    def as_message(cls, error: "EasyCrmError") -> Self:
        """The same error as this class, with the JSON as its text, which is all that a Lambda passes on."""
        raised = cls(error.code, error.sentence, **error.details)
        raised.args = (error.to_json(),)
        return raised


class Terminal(EasyCrmError):
    """Trying again changes nothing."""


class UnreadableFile(Terminal):
    """The uploaded file cannot be read; the sentence tells its owner why and what to do."""


class BadRequest(Terminal):
    """The caller of the API sent something that it can mend."""


class NotSignedIn(Terminal):
    """The caller brought no token of a person who has signed in."""


class NotAllowed(Terminal):
    """The caller is signed in, but may not do this."""


class Conflict(Terminal):
    """What the caller wants does not fit the state that things are in."""


class NotFound(Terminal):
    """What the caller named does not exist."""


class UploadStopped(Terminal):
    """The upload was cancelled or has ended, so nothing more may be written for it."""


class AssistantRefused(Terminal):
    """DeepSeek will not help. Never leaves the package: the import goes on by rules."""


class BrokenPromise(Terminal):
    """A sum that must hold does not hold; stopping is better than a wrong number."""


class Transient(EasyCrmError):
    """Trying again may help."""


class AssistantUnavailable(Transient):
    """DeepSeek had no answer in time. Never leaves the package: the import goes on by rules."""


class NotAudited(Transient):
    """The audit log cannot be written, so what should have been in it is not done."""


class LostRace(Transient):
    """Somebody else wrote first, more often than we were willing to try again."""


class IncompleteReadModel(Transient):
    """A file that the read model's pointer names is gone, or of another format: an operator has to rebuild it."""
