"""The five metrics against small data whose answers were worked out by hand, on both engines."""

import pytest

from quarterdeck.insights.facts.store import FactStore
from quarterdeck.kit import clock
from tests.insights.analytics.conftest import Ask
from tests.insights.facts.builders import change, commit, day, deployment, incident, lead, utc

DEPLOYMENTS = [
    deployment("d0", day(1), failed=False),  # a Sunday before the window
    deployment("d1", day(3), failed=False),
    deployment("d2", day(3, 18), failed=True, failure_evidence="reverted", source="derived"),
    deployment("d3", day(4, 6), failed=False, kind="hotfix"),
    deployment("d4", day(17), failed=None),
    deployment("d5", day(18), status="failure"),
    deployment("d6", day(19), environment="staging", failed=True),
]
LEADS = [
    lead("1", day(3), 10, deployment_id="d1"),
    lead("2", day(3), 20, deployment_id="d1", actor="bot"),
    lead("3", day(4, 6), 30, deployment_id="d3"),
    lead("4", day(17), 50, deployment_id="d4", actor="agent"),
    lead("5", day(17), 9999, deployment_id="d4", lead_seconds=None, excluded="baseline"),
    lead("6", day(17), -5, deployment_id="d4", lead_seconds=None, excluded="clock_skew"),
    lead("7", day(19), 400, deployment_id="d6"),  # in staging only
    lead("8", day(1), 500, deployment_id="d0"),  # before the window
]
INCIDENTS = [
    incident("i1", day(3, 18), 2, failed_deployment_time=day(3, 17)),
    incident("i2", day(17), 6),
    incident("i3", day(20), None),
    incident("i4", day(1), 3),  # ended before the window
    incident("i5", day(29), 24 * 10),  # ends after the window
]


@pytest.fixture
async def june(facts: FactStore) -> FactStore:
    await facts.upsert("deployments", DEPLOYMENTS)
    await facts.upsert("deployment_changes", LEADS)
    await facts.upsert("incidents", INCIDENTS)
    return facts


async def test_frequency_counts_successes_per_week_of_elapsed_days(june: FactStore, dora: Ask) -> None:
    frequency = (await dora()).deployment_frequency

    assert frequency.value == pytest.approx(4 / 28 * 7)
    assert frequency.deploy_days_per_week == pytest.approx(3 / 28 * 7)
    assert frequency.median_gap_hours == pytest.approx(12)  # 6, 12 and 318 hours apart
    assert (frequency.unit, frequency.n, frequency.source) == ("per_week", 4, "mixed")
    assert frequency.excluded == {"never_arrived": 1}


async def test_a_running_window_counts_only_the_time_that_has_passed(june: FactStore, dora: Ask) -> None:
    with clock.frozen(utc("2025-06-09")):
        reply = await dora()

    assert reply.deployment_frequency.value == pytest.approx(3)
    assert reply.window.days == 7
    assert "window_running" in [caveat.code for caveat in reply.warnings]


async def test_lead_time_gives_quantiles_of_what_production_received(june: FactStore, dora: Ask) -> None:
    found = (await dora()).lead_time_for_changes

    assert (found.median_hours, found.p75_hours, found.p90_hours) == pytest.approx((25, 35, 44))
    assert (found.n, found.excluded) == (4, {"baseline": 1, "clock_skew": 1})
    assert found.definition == "lead_time.first_commit.v1"


async def test_lead_time_may_start_at_the_merge(june: FactStore, dora: Ask) -> None:
    found = (await dora(start_at="merge")).lead_time_for_changes

    assert found.median_hours == pytest.approx(12.5)
    assert (found.n, found.excluded) == (4, {"baseline": 1, "clock_skew": 1})
    assert found.definition == "lead_time.merge.v1"


async def test_lead_time_may_start_at_the_commit_that_landed(june: FactStore, dora: Ask) -> None:
    await june.upsert("changes", [change("1", merge_sha="a"), change("3", merge_sha="b")])
    await june.upsert("commits", [commit("a", committed_time=day(3, 8)), commit("b", committed_time=day(4, 4))])

    found = (await dora(start_at="commit")).lead_time_for_changes

    assert found.median_hours == pytest.approx(3)  # of 4 and 2
    assert found.excluded == {"baseline": 1, "commit_unknown": 3}


async def test_cohorts_stand_side_by_side(june: FactStore, dora: Ask) -> None:
    cohorts = {cohort.actor: cohort for cohort in (await dora()).cohorts}

    assert {actor: cohort.median_hours for actor, cohort in cohorts.items()} == pytest.approx(
        {"human": 20, "bot": 20, "agent": 50}
    )
    assert cohorts["human"].share_percentage == pytest.approx(50)
    assert [(cohorts[actor].deployments, cohorts[actor].change_failure_percentage) for actor in ("human", "bot")] == [
        (2, 0),
        (1, 0),
    ]  # d1 and d3 are known to be good; of d4 nobody knows
    assert cohorts["agent"].change_failure_percentage is None


async def test_actors_narrow_lead_times_and_the_deployments_that_carried_them(june: FactStore, dora: Ask) -> None:
    reply = await dora(actors=["human"])

    assert reply.lead_time_for_changes.n == 2
    assert reply.deployment_frequency.n == 3  # d1, d3, and d4 with changes that only lack a lead time
    assert [cohort.actor for cohort in reply.cohorts] == ["human"]


async def test_a_change_by_a_bot_moves_no_human_number(june: FactStore, dora: Ask) -> None:
    before = await dora(actors=["human"])

    await june.upsert("deployment_changes", [lead("bot", day(3, 18), 1000, deployment_id="d2", actor="bot")])
    after = await dora(actors=["human"])

    assert after.model_dump(exclude={"data_version"}) == before.model_dump(exclude={"data_version"})
    assert after.data_version != before.data_version


async def test_failure_rate_is_of_deployments_with_a_known_outcome(june: FactStore, dora: Ask) -> None:
    rate = (await dora()).change_failure_rate

    assert rate.percentage == pytest.approx(100 / 3)
    assert (rate.count, rate.n) == (1, 3)
    assert rate.excluded == {"outcome_unknown": 1, "never_arrived": 1}
    assert rate.interval is not None
    assert (rate.interval.low, rate.interval.high) == pytest.approx((6.1492, 79.2340), abs=1e-3)  # Wilson, 1 of 3


async def test_rework_is_what_was_not_planned(june: FactStore, dora: Ask) -> None:
    rate = (await dora()).rework_rate

    assert (rate.percentage, rate.count, rate.n) == (25, 1, 4)


async def test_restoring_counts_what_ended_in_the_window_and_tells_what_had_not(june: FactStore, dora: Ask) -> None:
    found = (await dora()).time_to_restore

    assert (found.median_hours, found.p75_hours, found.p90_hours) == pytest.approx((4, 5, 5.6))
    assert (found.n, found.open) == (2, 2)
    assert found.oldest_open_hours == pytest.approx(9.5 * 24)


async def test_restoring_may_start_at_the_failed_deployment(june: FactStore, dora: Ask) -> None:
    found = (await dora(restore_from="failed_deployment")).time_to_restore

    assert (found.median_hours, found.n) == (3, 1)
    assert found.excluded == {"failed_deployment_unknown": 1}


async def test_environment_and_service_narrow(june: FactStore, dora: Ask) -> None:
    staging = await dora(environment="staging")

    assert staging.deployment_frequency.n == 1
    assert staging.change_failure_rate.percentage == 100
    assert staging.lead_time_for_changes.median_hours == pytest.approx(400)
    assert (await dora(service="other")).lead_time_for_changes.n == 0
    assert (await dora(service="other")).time_to_restore.reason is not None


async def test_series_has_every_bucket_and_sums_to_the_whole(june: FactStore, dora: Ask) -> None:
    reply = await dora()

    assert [bucket.deployments for bucket in reply.series] == [3, 0, 1, 0]
    assert [bucket.changes for bucket in reply.series] == [3, 0, 1, 0]
    assert [bucket.lead_time_median_hours for bucket in reply.series] == pytest.approx([20, None, 50, None])
    failures = [bucket.change_failure_percentage for bucket in reply.series]
    assert failures == pytest.approx([100 / 3, None, None, None])  # the one of 17 June was never judged
    assert [bucket.time_to_restore_median_hours for bucket in reply.series] == pytest.approx([2, None, 6, None])
    assert [bucket.rework_percentage for bucket in reply.series] == pytest.approx([100 / 3, None, 0, None])


async def test_nothing_known_is_null_with_a_reason_never_zero(facts: FactStore, dora: Ask) -> None:
    reply = await dora()

    assert reply.deployment_frequency.value is None
    assert reply.deployment_frequency.reason == "No deployment to this environment is known"
    assert reply.lead_time_for_changes.median_hours is None
    assert reply.change_failure_rate.percentage is None
    assert reply.time_to_restore.median_hours is None
    assert reply.time_to_restore.reason == "No incident is known: no incident source is connected"
    assert reply.rework_rate.percentage is None
    assert {bucket.deployments_per_week for bucket in reply.series} == {None}
    assert "Send deployments" in (reply.banner or "")


async def test_a_quiet_month_of_a_known_service_is_an_honest_zero(facts: FactStore, dora: Ask) -> None:
    await facts.upsert("deployments", [deployment("old", day(1))])

    reply = await dora()

    assert (reply.deployment_frequency.value, reply.deployment_frequency.reason) == (0, None)
    assert (reply.rework_rate.percentage, reply.rework_rate.reason) == (None, "No deployment finished in the window")


async def test_no_outcome_source_is_not_a_failure_rate_of_zero(facts: FactStore, dora: Ask) -> None:
    await facts.upsert("deployments", [deployment("d", day(5))])

    rate = (await dora()).change_failure_rate

    assert rate.percentage is None
    assert rate.reason is not None
    assert "no incident" in rate.reason


async def test_no_repository_in_scope_is_said(june: FactStore, dora: Ask) -> None:
    reply = await dora(repository_ids=[])

    assert reply.deployment_frequency.reason == "No repository is in scope"
    assert reply.time_to_restore.reason == "No repository is in scope"


async def test_a_day_is_a_day_where_the_reader_lives(facts: FactStore, dora: Ask) -> None:
    # 23:30 UTC on Saturday 29 March 2025 is Sunday in Berlin; the clocks turn that night
    moments = ["2025-03-29T23:30", "2025-03-30T00:30", "2025-03-30T21:30", "2025-03-30T22:30"]
    rows = [deployment(moment, utc(moment).replace(tzinfo=None)) for moment in moments]
    await facts.upsert("deployments", rows)

    reply = await dora("2025-03-28T23:00", "2025-03-31T22:00", "Europe/Berlin", "daily")

    assert [bucket.deployments for bucket in reply.series] == [0, 3, 1]
    lengths = [(bucket.end - bucket.start).total_seconds() / 3600 for bucket in reply.series]
    assert lengths == [24, 23, 24]
    assert not any(bucket.partial for bucket in reply.series)


async def test_months_are_calendar_months_and_a_cut_one_is_partial(june: FactStore, dora: Ask) -> None:
    reply = await dora("2025-05-01", "2025-06-18", granularity="monthly")

    assert [(bucket.deployments, bucket.partial) for bucket in reply.series] == [(0, False), (5, True)]


async def test_tiers_come_only_when_asked_for(june: FactStore, dora: Ask) -> None:
    assert (await dora()).tiers is None

    tiers = (await dora(benchmark="2023")).tiers

    assert tiers is not None
    assert tiers.lead_time_for_changes is not None
    assert tiers.lead_time_for_changes.tier == "high"
    assert tiers.rework_rate is None
