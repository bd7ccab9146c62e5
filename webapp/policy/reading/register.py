"""The clause register: what each clause id of a rule means, where it stands and how binding it is.

One file a document under `policies/sources/`. A clause row is the place people cite, a one-line paraphrase and
the modality; no text of the document itself. Decisions show these lines, and a rule that cites an id that is
not here fails `gonghui policy check`.
"""

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from webapp.policy.decision import Clause
from webapp.policy.faults import Fault, Faulty, broke
from webapp.policy.language.rows import Day, Many, Modality, Name, Row
from webapp.policy.reading.validation import validated
from webapp.policy.yaml_text import read

NATIONAL = "national"


class SourceDocument(Row):
    """One source document: number (文号), title, date, issuers. `status` is `trial` for a text issued 试行.

    `number` and `dated` are None where the document bears none: a notice, a report of the press.

    `jurisdiction` is whose it is: only its desk writes the document, only its profile may list it, and every one the nation's.
    """

    id: Name
    number: str | None
    title: str
    dated: Day | None
    issuers: Many[str]
    status: Literal["trial"] | None
    jurisdiction: Name

    @property
    def called(self) -> str:
        """What a citation calls it: its number, or its title where it has none."""
        return self.number or f"《{self.title}》"

    @property
    def full_name(self) -> str:
        """Title and number."""
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"


class ClauseRow(Row):
    """One clause: its id, its place in the document, a one-line paraphrase, modality and topic."""

    id: Name
    place: str
    text: str
    modality: Modality | Literal["target", "plan", "definition", "context"]
    topic: str


class SourceFile(Row):
    """A file of the register; its name is the document's id."""

    document: SourceDocument
    clauses: Many[ClauseRow]


@dataclass(frozen=True)
class Register:
    """All clauses by id, all documents by id, and the text of each file by its name. `digest` changes with any text."""

    clauses: Mapping[str, Clause] = field(default_factory=dict)
    documents: Mapping[str, SourceDocument] = field(default_factory=dict)
    digest: str = ""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    faults: tuple[Fault, ...] = ()
    """What is wrong with files that were left out, or stand as they were before."""

    @classmethod
    def from_folder(cls, folder: Path) -> "Register":
        """Load every `*.yaml` of `folder`. Raises Faulty with the faults of all files."""
        return cls.from_texts(texts_in(folder))

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> "Register":
        """Load files by name. Raises Faulty with the faults of all."""
        register = cls.usable(texts)
        if register.faults:
            raise Faulty(register.faults)
        return register

    @classmethod
    def usable(cls, texts: Mapping[str, str], behind: "Register | None" = None) -> "Register":
        """Load files by name; one that cannot be used stands as it does in `behind`, or is left out, and its faults are told."""
        faults: list[Fault] = []
        clauses: dict[str, Clause] = {}
        documents: dict[str, SourceDocument] = {}
        digest = hashlib.sha256()
        used: dict[str, str] = {}
        before = {Path(name).stem: (name, text) for name, text in behind.texts.items()} if behind else {}
        for name, text in sorted(texts.items()):
            try:
                document, rows = _file(text, name)
            except Faulty as error:
                faults += error.faults
                if Path(name).stem not in before:
                    continue
                name, text = before[Path(name).stem]
                document, rows = _file(text, name)
            used[name] = text
            digest.update(text.encode())
            documents[document.id] = document
            clauses.update((row.id, row) for row in rows)
        return cls(clauses, documents, digest.hexdigest(), used, tuple(faults))

    def cited(self, ids: Iterable[str]) -> tuple[Clause, ...]:
        """The clauses of these ids, in order. An id that is not in the register stays visible as itself."""
        return tuple(self.clauses.get(one) or Clause(one, "", one, "") for one in ids)


def read_file(path: Path) -> str:
    """The text of a file. What is no UTF-8 stays in it as marks that no profile may hold. Raises OSError."""
    return path.read_bytes().decode("utf-8", "surrogateescape")


def text_of(path: Path) -> str:
    """As read_file; the text of what cannot be read is empty."""
    try:
        return read_file(path)
    except OSError:
        return ""


def texts_in(folder: Path) -> dict[str, str]:
    """The text of every `*.yaml` of a folder, by its path."""
    return {str(path): text_of(path) for path in folder.glob("*.yaml")}


@functools.lru_cache(maxsize=128)
def _file(text: str, name: str) -> tuple[SourceDocument, tuple[Clause, ...]]:
    try:
        return _read(text, name)
    except Faulty:
        raise
    except Exception as error:
        code, message, hint = broke(type(error).__name__)
        raise Faulty([Fault(name, 1, 1, code, message, (), hint)]) from error


def _read(text: str, name: str) -> tuple[SourceDocument, tuple[Clause, ...]]:
    source = read(text, name)
    file = validated(SourceFile, source)
    seen: set[str] = set()
    faults = []
    stem = Path(name).stem
    if file.document.id != stem:
        message = f"文件编号是 “{file.document.id}”，文件名却是 “{stem}”"
        faults.append(source.fault(("document", "id"), "file_name", message, hint="两者要一致"))
    for index, row in enumerate(file.clauses):
        at = ("clauses", index, "id")
        if row.id in seen:
            faults.append(source.fault(at, "duplicate_id", f"条款编号 “{row.id}” 出现两次"))
        elif row.id.split("-")[0] != file.document.id:
            faults.append(source.fault(at, "foreign_id", f"条款编号 “{row.id}” 不属于文件 {file.document.id}"))
        seen.add(row.id)
    if faults:
        raise Faulty(faults)
    number = file.document.called
    rows = (Clause(row.id, number, row.place, row.text, row.modality, row.topic) for row in file.clauses)
    return file.document, tuple(rows)
