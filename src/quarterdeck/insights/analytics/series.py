"""The numbers bucket by bucket. Buckets without events are there too: a gap is information."""

from quarterdeck.insights.analytics.evidence import Evidence
from quarterdeck.insights.analytics.schemas import Bucket
from quarterdeck.insights.metrics.deployments import DeploymentCounts
from quarterdeck.insights.metrics.window import TimeBucket


def series(evidence: Evidence) -> list[Bucket]:
    buckets = evidence.scope.window.buckets
    tallies = evidence.days.by_bucket([bucket.first_day for bucket in buckets])
    return [_bucket(evidence, bucket, tally) for bucket, tally in zip(buckets, tallies, strict=True)]


def _bucket(evidence: Evidence, bucket: TimeBucket, tally: DeploymentCounts) -> Bucket:
    lead = evidence.lead.by_bucket.get(bucket.first_day)
    restored = evidence.restores.by_bucket.get(bucket.first_day)
    return Bucket(
        start=bucket.start,
        end=bucket.end,
        partial=bucket.partial,
        deployments=tally.finished,
        deployments_per_week=tally.finished / bucket.days * 7 if bucket.days and evidence.known else None,
        changes=lead.n if lead else 0,
        lead_time_median_hours=lead.median if lead else None,
        lead_time_p90_hours=lead.p90 if lead else None,
        change_failure_percentage=100 * tally.failed / tally.judged if tally.judged else None,
        restored=restored.n if restored else 0,
        time_to_restore_median_hours=restored.median if restored else None,
        rework_percentage=100 * tally.unplanned / tally.finished if tally.finished else None,
    )
