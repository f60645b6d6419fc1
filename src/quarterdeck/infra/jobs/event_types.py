"""Events that tell of jobs, to whoever asked for them and their organization."""

from typing import Final

from quarterdeck.infra.event_log import EventType

READERS = "the organization, or whoever asked for it"

JOB_SUCCEEDED = EventType("job.succeeded", audience="job", readers=READERS, data="`kind`")
JOB_FAILED = EventType("job.failed", audience="job", readers=READERS, data="`kind`, `error`")
JOB_CANCELLED = EventType("job.cancelled", audience="job", readers=READERS, data="`kind`")

EVENT_TYPES: Final = (JOB_SUCCEEDED, JOB_FAILED, JOB_CANCELLED)
