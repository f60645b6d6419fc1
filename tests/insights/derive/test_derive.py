"""Rules that the golden repository does not reach, and properties over many histories."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.insights.derive.actors import Actors
from quarterdeck.insights.derive.config import DeriveConfig
from quarterdeck.insights.derive.graph import build, children_first, claim
from quarterdeck.insights.derive.inputs import Note, Tag
from quarterdeck.insights.derive.pipeline import Derived, History, derive
from quarterdeck.insights.derive.reverts import find_reverts, is_reapply
from quarterdeck.insights.facts.rows import Actor, Commit
from tests.insights.derive.histories import commit, line, sha, tag
from tests.insights.golden import day

EVERY_STEP = DeriveConfig(strategy="first_parent_main")
BY_TAGS = DeriveConfig(strategy="tags")


def of(
    commits: list[Commit],
    *,
    tip: str = "z",
    tags: Sequence[Tag] = (),
    notes: dict[str, Note] | None = None,
    config: DeriveConfig = BY_TAGS,
) -> Derived:
    named = {sha(name): note for name, note in (notes or {}).items()}
    return derive(History("repo", commits, sha(tip), tags, {}, named), config)


def deployed_by(found: Derived, name: str) -> list[str]:
    return [row.deployment_id[4:] for row in found.deployment_changes if row.change_id == sha(name)]


def test_the_first_deployment_that_contains_a_change_counts_even_with_clocks_astray() -> None:
    """The fix was committed on day 5 but merged on day 40: the release of day 20 does not contain it."""
    commits = [*line(("a", 1), ("b", 10)), commit("fix", ["a"], 5), commit("z", ["b", "fix"], 40, subject="Merge")]

    found = of(commits, tags=[tag("v1", "a"), tag("v2", "b", 20), tag("v3", "z", 41)])

    assert deployed_by(found, "z") == ["v3"]
    (merge,) = [change for change in found.changes if change.merge_sha == sha("z")]
    assert merge.first_commit_time == day(5)


def test_each_service_deploys_every_change_once() -> None:
    commits = line(("a", 1), ("b", 10), ("z", 20))
    tags = [tag("api@1.0", "a"), tag("web@1.0", "b"), tag("api@1.1", "z", 21), tag("web@1.1", "z", 22)]

    found = of(commits, tags=tags)

    assert deployed_by(found, "z") == ["api@1.1", "web@1.1"]
    assert {row.service for row in found.deployments} == {"api", "web"}


def test_a_change_merged_before_the_first_known_deployment_is_not_charged() -> None:
    """An old maintenance line gets its first tag late; what it holds is older than all that is known."""
    commits = [*line(("a", 1), ("z", 50)), commit("old", ["a"], 2)]

    found = of(commits, tags=[tag("v2.0", "z"), tag("v1.0.1", "old", 90)])

    assert {row.change_id: row.excluded for row in found.deployment_changes} == {
        sha("a"): "baseline",
        sha("z"): "baseline",
        sha("old"): "baseline",
    }


@pytest.mark.parametrize(("authored", "excluded"), [(15, None), (20, None), (20.5, "clock_skew")])
def test_a_change_cannot_start_after_it_was_merged(authored: float, excluded: str | None) -> None:
    commits = [*line(("a", 1)), commit("z", ["a"], 20, authored=authored)]

    found = of(commits, tags=[tag("v1", "a"), tag("v2", "z", 30)])

    assert [row.excluded for row in found.deployment_changes if row.change_id == sha("z")] == [excluded]


def test_a_change_cannot_be_deployed_before_it_was_merged() -> None:
    found = of(line(("a", 1), ("z", 20)), tags=[tag("v1", "a"), tag("v2", "z", 19)])

    assert [(row.excluded, row.lead_seconds) for row in found.deployment_changes[1:]] == [("clock_skew", None)]


def test_a_number_counts_once_and_its_backport_is_a_commit() -> None:
    commits = [
        *line(("a", 1)),
        commit("fix", ["a"], 2, number=7, subject="Fix (#7)"),
        commit("backport", ["a"], 3, number=7, subject="Fix (#7)"),
        commit("z", ["fix"], 4),
    ]

    found = of(commits, tags=[tag("v1", "a"), tag("v0.9.1", "backport")])

    assert {change.change_id: change.kind for change in found.changes} == {
        sha("a"): "commit",
        "pr-7": "pull_request",
        sha("z"): "commit",
        sha("backport"): "commit",
    }


def test_lines_are_summed_over_a_pull_request_or_unknown() -> None:
    commits = [
        *line(("a", 1)),
        commit("x", ["a"], 2, lines=3),
        commit("y", ["x"], 3, lines=4),
        commit("m", ["a", "y"], 4, number=1),
        commit("u", ["m"], 5),
        commit("z", ["m", "u"], 6, number=2),
    ]

    found = {change.change_id: change for change in of(commits).changes}

    assert (found["pr-1"].additions, found["pr-1"].commit_count) == (7, 2)
    assert found["pr-2"].additions is None


def test_an_unreachable_commit_is_no_change() -> None:
    assert len(of(line(("a", 1), ("z", 2))).changes) == 2
    dropped = [*line(("a", 1)), commit("z", ["a"], 2)]
    dropped[1] = dropped[1]._replace(reachable=False)

    assert of(dropped, tip="a").changes[0].change_id == sha("a")
    assert len(of(dropped, tip="a").changes) == 1


def test_reverts_are_found_by_sha_part_of_it_number_and_title() -> None:
    commits = [
        *line(("a", 1), ("b", 2)),
        commit("n", ["b"], 3, number=5, subject="Add n (#5)"),
        commit("r1", ["n"], 4, reverts="a"),
        commit("r2", ["r1"], 5),
        commit("r3", ["r2"], 6),
        commit("r4", ["r3"], 7, subject="Explains itself"),
        commit("z", ["r4"], 8),
    ]
    commits[4] = commits[4]._replace(reverts_sha=sha("b")[:7])
    notes = {sha("r3"): Note(reverts_number=5), sha("r4"): Note(reverts_title="r2")}
    found = of(commits, tip="z")

    reverts = find_reverts(build(commits), notes, found.changes)

    assert reverts == {
        sha("r1"): sha("a"),
        sha("r2"): sha("b"),
        sha("r3"): sha("n"),
        sha("r4"): sha("r2"),
    }


def test_reverts_count_by_parity() -> None:
    reverts = {"r1": "c", "r2": "r1", "r3": "r2"}

    assert [is_reapply(reverts, sha) for sha in ("r1", "r2", "r3")] == [False, True, False]
    assert is_reapply({"a": "b", "b": "a"}, "a")  # a circle, which takes a forger: it ends


def test_a_revert_that_never_met_the_change_in_production_is_no_failure() -> None:
    commits = [*line(("a", 1), ("b", 2)), commit("r", ["b"], 3, reverts="b"), commit("z", ["r"], 4)]

    assert of(commits, tags=[tag("v1", "a"), tag("v2", "z")]).incidents == []
    (incident,) = of(commits, tags=[tag("v1", "a"), tag("v2", "b"), tag("v3", "z")]).incidents
    assert incident.caused_by_deployment == "tag:v2"


def test_a_revert_taken_back_before_it_was_deployed_is_no_failure() -> None:
    commits = [
        *line(("a", 1), ("b", 2)),
        commit("r", ["b"], 3, reverts="b"),
        commit("z", ["r"], 4, reverts="r"),
    ]

    assert of(commits, tags=[tag("v1", "a"), tag("v2", "b"), tag("v3", "z")]).incidents == []


def test_a_failure_lasts_until_the_revert_is_deployed() -> None:
    commits = [*line(("a", 1), ("b", 2)), commit("z", ["b"], 3, reverts="b")]

    (incident,) = of(commits, tags=[tag("v1", "a"), tag("v2", "b")]).incidents

    assert (incident.started_time, incident.resolved_time) == (day(2), None)
    assert incident.title.endswith("not deployed yet")


def test_a_deployment_fails_once_however_much_evidence_there_is() -> None:
    commits = [
        *line(("a", 1), ("b", 20), ("c", 20.1)),
        commit("r1", ["c"], 21, reverts="b"),
        commit("r2", ["r1"], 22, reverts="c"),
        commit("z", ["r2"], 60),
    ]

    found = of(commits, tags=[tag("v1.0", "a"), tag("v1.1", "c"), tag("v1.1.1", "r1"), tag("v1.2", "z")])

    (incident,) = found.incidents
    assert incident.caused_by_deployment == "tag:v1.1"
    assert incident.resolved_time == day(21)  # the earliest remedy
    assert incident.title.count(";") == 2  # two reverts and a patch release


def test_a_patch_tells_nothing_where_patches_are_the_rhythm() -> None:
    steps = line(*((f"s{number}", number) for number in range(8)), ("z", 9))
    tags = [tag(f"v1.0.{number}", f"s{number}") for number in range(8)]

    assert of(steps, tags=tags).incidents == []


def test_a_hotfix_on_the_main_line_blames_the_deployment_before() -> None:
    commits = [
        *line(("a", 1), ("b", 10)),
        commit("x", ["b"], 11, subject="work"),
        commit("m", ["b", "x"], 11.5, subject="Merge pull request #3 from ann/hotfix/crash", number=3),
        commit("c", ["m"], 30),
        commit("z", ["c"], 31, subject="fix!: stop the leak"),
    ]

    found = of(commits, notes={"m": Note(title="Crash", branch="ann/hotfix/crash")}, config=EVERY_STEP)

    kinds = {row.sha: row.kind for row in found.deployments if row.kind != "planned"}
    assert kinds == {sha("m"): "hotfix", sha("z"): "hotfix"}
    assert {row.sha for row in found.deployments if row.failed} == {sha("b"), sha("c")}


@pytest.mark.parametrize(
    ("name", "email", "actor"),
    [
        ("Ann", "ann@example.com", "human"),
        ("Abbott", "abbott@bottles.example", "human"),
        ("Claudette", "claudette@example.com", "human"),
        ("Jean-Claude", "jc@example.com", "human"),
        ("dependabot[bot]", "support@github.com", "bot"),
        ("renovate", "x@example.com", "bot"),
        ("sympy-bot", "x@example.com", "bot"),
        ("Release Robot", "x@example.com", "bot"),
        ("GitHub Actions", "actions@github.com", "bot"),
        ("x", "ci-bot@example.com", "bot"),
        ("copilot-swe-agent[bot]", "x@users.noreply.github.com", "agent"),
        ("devin-ai-integration[bot]", "x@users.noreply.github.com", "agent"),
        ("Claude", "noreply@anthropic.com", "agent"),
        ("Ann (aider)", "ann@example.com", "agent"),
        ("Cursor Agent", "cursoragent@cursor.com", "agent"),
    ],
)
def test_actors_by_their_markers(name: str, email: str, actor: Actor) -> None:
    assert Actors().of_person(name, email) == actor


def test_the_table_knows_better_than_the_markers() -> None:
    actors = Actors({"ann@example.com": "bot", "sympy-bot": "human"})

    assert actors.of_person("Ann", "Ann@Example.com") == "bot"
    assert actors.of_person("Sympy-Bot", "x@example.com") == "human"


@pytest.mark.parametrize(
    ("branch", "actor"),
    [
        *(("codex/x", "agent"), ("ann/codex/x", "agent"), ("ann:claude/x", "agent"), ("Copilot/fix-1", "agent")),
        *(("my-codex/x", "human"), ("feature/x", "human"), (None, "human")),
    ],
)
def test_actors_by_their_branch(branch: str | None, actor: Actor) -> None:
    assert Actors().of_change("human", branch) == actor


def test_a_bot_stays_a_bot_whoever_co_signs() -> None:
    agent = [("Claude", "noreply@anthropic.com")]

    assert Actors().of_commit("bot", agent) == "bot"
    assert Actors().of_commit("human", agent) == "agent"
    assert Actors().of_change("bot", "codex/x") == "bot"


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Commit], list[Tag]]:
    """Any acyclic history: each commit has up to three earlier parents, clocks run as they like."""
    size = draw(st.integers(1, 15))
    commits = []
    for place in range(size):
        parents = draw(st.lists(st.integers(0, place - 1), max_size=3, unique=True)) if place else []
        commits.append(commit(f"c{place}", [f"c{parent}" for parent in parents], draw(st.integers(0, 30))))
    places = draw(st.lists(st.integers(0, size - 1), max_size=6))
    tags = [tag(f"v{number}.0", f"c{place}", draw(st.integers(0, 40))) for number, place in enumerate(places, 1)]
    return commits, tags


@given(histories())
def test_claims_agree_with_the_naive_reading(history: tuple[list[Commit], list[Tag]]) -> None:
    commits, tags = history
    graph = build(commits)
    starts = [tag.sha for tag in tags]

    owner = claim(graph, starts)

    def contained(start: str) -> set[str]:
        return {start}.union(*(contained(parent) for parent in graph.parents[start]))

    sets = [contained(start) for start in starts]
    assert owner == {
        row.sha: next(place for place, inside in enumerate(sets) if row.sha in inside)
        for row in commits
        if any(row.sha in inside for inside in sets)
    }


@given(histories())
def test_no_commit_comes_before_its_child(history: tuple[list[Commit], list[Tag]]) -> None:
    graph = build(history[0])

    order = children_first(graph)

    place = {sha: position for position, sha in enumerate(order)}
    assert len(order) == len(graph.commits)
    assert all(place[sha] < place[parent] for sha, parents in graph.parents.items() for parent in parents)


@given(histories())
def test_no_release_comes_after_one_that_contains_it(history: tuple[list[Commit], list[Tag]]) -> None:
    commits, tags = history

    found = of(commits, tip="c0", tags=tags)

    graph = build(commits)
    for release in found.deployments:
        for other in found.deployments:
            if release.sha in claim(graph, [other.sha]):
                assert release.finished_time <= other.finished_time


@given(histories(), st.sampled_from(["tags", "first_parent_main"]))
def test_rows_hold_together_on_any_history(history: tuple[list[Commit], list[Tag]], strategy: str) -> None:
    commits, tags = history
    config = DeriveConfig(strategy="tags" if strategy == "tags" else "first_parent_main")

    found = of(commits, tip=f"c{len(commits) - 1}", tags=tags, config=config)

    changes = {change.change_id for change in found.changes}
    deployments = {row.deployment_id for row in found.deployments}
    assert len(changes) == len(found.changes)
    assert len(deployments) == len(found.deployments)
    for row in found.deployment_changes:
        assert row.change_id in changes
        assert row.deployment_id in deployments
        assert (row.lead_seconds is None) == (row.excluded is not None)
        assert row.lead_seconds is None or row.lead_seconds >= 0
    for incident in found.incidents:
        assert incident.caused_by_deployment in deployments


@given(histories(), st.integers(0, 40))
def test_a_bots_change_moves_no_lead_time_of_a_human(history: tuple[list[Commit], list[Tag]], days: int) -> None:
    commits, _ = history
    tip = f"c{len(commits) - 1}"
    bot = commit("bot", [tip], days, actor="bot")
    tags = [tag("v1.0", "c0"), tag("v2.0", tip, 50)]

    before = of(commits, tip=tip, tags=tags).deployment_changes
    after = of([*commits, bot], tip="bot", tags=[*tags, tag("v3.0", "bot", 60)]).deployment_changes

    assert [row for row in after if row.actor == "human"] == before
