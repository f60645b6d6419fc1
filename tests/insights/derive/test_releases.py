import pytest

from quarterdeck.insights.derive.config import DeriveConfig
from quarterdeck.insights.derive.graph import build
from quarterdeck.insights.derive.inputs import Tag
from quarterdeck.insights.derive.releases import Refs, choose, find
from quarterdeck.insights.derive.versions import Versions
from quarterdeck.insights.facts.rows import Commit
from tests.insights.derive.histories import commit, line, sha, tag
from tests.insights.golden import day

LINE = line(("a", 1), ("b", 10), ("c", 20), ("d", 30))


def refs(*tags: Tag, **branches: str) -> Refs:
    return Refs(sha("d"), tags, {name: sha(tip) for name, tip in branches.items()})


def tags_in_order(commits: list[Commit], *tags: Tag, config: DeriveConfig | None = None) -> list[tuple[str, float]]:
    found = find(build(commits), refs(*tags), config or DeriveConfig(), "tags")
    return [(release.id.removeprefix("tag:"), (release.finished - day(0)).days) for release in found]


@pytest.mark.parametrize(
    ("name", "service", "numbers"),
    [
        ("v1.2.3", "default", (1, 2, 3)),
        ("V2", "default", (2, 0, 0)),
        ("1.2", "default", (1, 2, 0)),
        ("release-1.2", "default", (1, 2, 0)),
        ("rel_1_2_3", "default", (1, 2, 3)),
        ("flask-0.1", "default", (0, 1, 0)),
        ("api@1.2.0", "api", (1, 2, 0)),
        ("@scope/pkg@1.2.0", "@scope/pkg", (1, 2, 0)),
        ("web/v1.2.0", "web", (1, 2, 0)),
        ("2024.11.3", "default", (2024, 11, 3)),
        ("1.2.3.post1", "default", (1, 2, 3)),
        ("1.2.3.RELEASE", "default", (1, 2, 3)),
        ("v1.2.3+build5", "default", (1, 2, 3)),
    ],
)
def test_release_names(name: str, service: str, numbers: tuple[int, ...]) -> None:
    version = Versions(DeriveConfig()).read(tag(name, "a"))

    assert version is not None
    assert (version.service, version.numbers) == (service, numbers)


@pytest.mark.parametrize(
    "name",
    [
        *("v1.2.3-rc.1", "1.2rc1", "1.2a1", "1.2b2", "1.2.0.dev3", "1.2-beta", "1.2.0-alpha.1", "1.2-SNAPSHOT"),
        *("1.2.x", "3.0M1", "v1.2-preview2", "nightly-2024", "build-17", "latest", "stable", "v", "", "1" * 300),
    ],
)
def test_names_that_are_no_releases(name: str) -> None:
    assert Versions(DeriveConfig()).read(tag(name, "a")) is None


def test_versions_sort_by_number_not_by_letter() -> None:
    versions = Versions(DeriveConfig())
    names = ["1.10", "1.9", "1.9.1", "1.9.1.post1", "1.9.1-hotfix.2", "1.9.1-hotfix.10"]

    ordered = sorted(names, key=lambda name: version.order if (version := versions.read(tag(name, "a"))) else ())

    assert ordered == ["1.9", "1.9.1", "1.9.1.post1", "1.9.1-hotfix.2", "1.9.1-hotfix.10", "1.10"]


def test_calendar_versions_have_no_patches() -> None:
    versions = Versions(DeriveConfig())
    patches = {name: versions.read(tag(name, "a")) for name in ("1.2.3", "1.2.0", "2024.1.3")}

    assert {name: version.is_patch for name, version in patches.items() if version} == {
        "1.2.3": True,
        "1.2.0": False,
        "2024.1.3": False,
    }


def test_a_tag_without_a_date_has_its_commits() -> None:
    assert tags_in_order(LINE, tag("v1", "b"), tag("v2", "c", 25)) == [("v1", 10), ("v2", 25)]


def test_topology_wins_over_the_dates_of_tags_made_afterwards() -> None:
    """All tags were made on day 40, in the order of the alphabet: v1.10 before v1.9."""
    late = [tag("v1.10", "c", 40), tag("v1.9", "b", 41)]

    assert tags_in_order(LINE, *late) == [("v1.9", 40), ("v1.10", 40)]


def test_maintenance_releases_interleave_by_time() -> None:
    side = [*LINE, commit("m", ["b"], 25)]

    assert tags_in_order(side, tag("v1.0", "b"), tag("v2.0", "c"), tag("v1.0.1", "m"), tag("v2.1", "d")) == [
        ("v1.0", 10),
        ("v2.0", 20),
        ("v1.0.1", 25),
        ("v2.1", 30),
    ]


def test_the_version_may_decide_the_order_instead() -> None:
    side = [*LINE, commit("m", ["b"], 25)]
    config = DeriveConfig(tag_order="version")

    found = tags_in_order(side, tag("v2.0", "c"), tag("v1.0.1", "m"), tag("v1.0", "b"), config=config)

    assert [name for name, _ in found] == ["v1.0", "v1.0.1", "v2.0"]


def test_two_names_for_one_release_are_one_deployment() -> None:
    found = tags_in_order(LINE, tag("v1.0", "b"), tag("1.0", "c"), tag("v2.0", "c", 21), tag("app-2.0", "c", 22))

    assert found == [("v1.0", 10), ("v2.0", 21)]


def test_a_pattern_without_numbers_keeps_every_tag() -> None:
    config = DeriveConfig(tag_pattern=r"^live-.*$")

    found = tags_in_order(LINE, tag("live-ann", "b"), tag("live-bob", "c"), tag("v9", "d"), config=config)

    assert found == [("live-ann", 10), ("live-bob", 20)]


def test_a_tag_on_a_commit_that_was_not_read_is_left_out() -> None:
    assert tags_in_order(LINE, tag("v1.0", "unknown")) == []


def test_commits_of_one_push_are_one_deployment() -> None:
    minute = 1 / 24 / 60
    steps = line(("a", 1), ("b", 2), ("c", 2 + 9 * minute), ("d", 2 + 11 * minute))

    found = find(build(steps), refs(), DeriveConfig(), "first_parent_main")

    assert [release.sha for release in found] == [sha("a"), sha("c"), sha("d")]


@pytest.mark.parametrize(
    ("given", "strategy", "reason"),
    [
        (refs(tag("v1", "b"), tag("v2", "c")), "tags", "the repository has 2 release tags"),
        (
            refs(tag("v1", "b"), tag("v2", "c"), production="c"),
            "environment_branch",
            "the repository has 3 pushes to the branch production",
        ),
        (
            refs(tag("v1", "b")),
            "first_parent_main",
            "only 1 release tags, the last on 2024-01-11; so every change of the main line counts as deployed",
        ),
        (
            refs(),
            "first_parent_main",
            "no release tags and no environment branch; so every change of the main line counts as deployed",
        ),
    ],
)
def test_the_most_explicit_strategy_is_chosen(given: Refs, strategy: str, reason: str) -> None:
    choice, _ = choose(build(LINE), given, DeriveConfig())

    assert (choice.strategy, choice.reason) == (strategy, reason)


def test_tags_that_stopped_years_ago_are_not_chosen() -> None:
    grown = [*LINE, commit("e", ["d"], 30 + 731)]
    given = Refs(sha("e"), [tag("v1", "b"), tag("v2", "d")], {})

    assert choose(build(grown), given, DeriveConfig())[0].strategy == "first_parent_main"


def test_a_strategy_that_was_set_stays() -> None:
    choice, _ = choose(build(LINE), refs(), DeriveConfig(strategy="tags"))

    assert (choice.strategy, choice.reason) == ("tags", "set for this repository")
