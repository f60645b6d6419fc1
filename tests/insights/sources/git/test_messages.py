import pytest

from quarterdeck.insights.derive.inputs import Note
from quarterdeck.insights.sources.git.messages import Message, read

SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("message", "number", "note"),
    [
        ("Add x (#12)", 12, Note(title="Add x")),
        ("Add x (#12) again", None, None),
        ("Add x, see #12", None, None),
        ("Add x (#99999999999)", None, None),
        (
            "Merge pull request #7 from ann/feature\n\nAdd y\n\nlong text",
            7,
            Note(title="Add y", branch="ann/feature"),
        ),
        ("Merge pull request #7 from ann/feature", 7, Note(branch="ann/feature")),
        (
            "Merge branch 'fix' into 'main'\n\nAdd y\n\nSee merge request group/sub/proj!34",
            34,
            Note(title="Add y", branch="fix"),
        ),
        ("Add z\n\nSee merge request group/proj!34", 34, Note(title="Add z")),
        ("Merge branch 'fix'", None, Note(branch="fix")),
        ("Merged in fix (pull request #3)\n\nAdd y", 3, Note(title="Add y", branch="fix")),
        ("Merged PR 45: Add y", 45, Note(title="Add y")),
        ("Pull request #45: Add y", 45, Note(title="Add y")),
        ("Plain words", None, None),
    ],
)
def test_pull_requests(message: str, number: int | None, note: Note | None) -> None:
    found = read(message)

    assert (found.number, found.note) == (number, note)


@pytest.mark.parametrize(
    ("message", "sha", "number", "title"),
    [
        (f'Revert "Add x"\n\nThis reverts commit {SHA}.', SHA, None, "Add x"),
        (f"Undo it\n\nThis reverts commit {SHA[:8]}", SHA[:8], None, None),
        (f'Reapply "Add x"\n\nThis reverts commit {SHA}.', SHA, None, 'Revert "Add x"'),
        ('Reapply "Add x"', None, None, 'Revert "Add x"'),
        ('Revert "Add x (#5)" (#6)\n\nReverts team/app#5', None, 5, "Add x (#5)"),
        ('Revert "Say "hi""', None, None, 'Say "hi"'),
        ("Revert to the old way", None, None, None),
        ("Explain how to revert", None, None, None),
    ],
)
def test_reverts(message: str, sha: str | None, number: int | None, title: str | None) -> None:
    found = read(message)
    note = found.note or Note()

    assert (found.reverts_sha, note.reverts_number, note.reverts_title) == (sha, number, title)


def test_a_reverting_squash_has_a_number_of_its_own() -> None:
    assert read('Revert "Add x (#5)" (#6)').number == 6


def test_co_authors_are_read_in_any_case_and_once() -> None:
    body = (
        "\n\nCo-authored-by: Ann <Ann@Example.com>\nco-AUTHORED-by:  Bob B <b@x>\nCo-Authored-By: Ann <ann@example.com>"
    )

    assert read(f"Add x{body}").co_authors == (("Ann", "ann@example.com"), ("Bob B", "b@x"))


def test_a_mail_address_in_the_text_is_no_co_author() -> None:
    assert read("Add x\n\nThanks to Co <co@x>") == Message("Add x")


def test_the_subject_is_the_first_line_that_holds_something() -> None:
    assert read("\n\nAdd x \nmore").subject == "Add x"
