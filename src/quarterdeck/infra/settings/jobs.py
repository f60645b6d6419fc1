"""How long tasks are carried out, and how long they are kept."""

from pydantic import Field

from quarterdeck.infra.settings.group import SettingsGroup


class JobSettings(SettingsGroup):
    worker_in_process: bool = Field(
        default=True, description="Run jobs inside the server; otherwise start `quarterdeck worker`."
    )
    job_concurrency: int = Field(2, ge=1, le=64, description="Jobs that one worker runs at once.")
    job_lease_seconds: float = Field(
        30.0, ge=1, le=3_600, description="Seconds after which a silent worker's job is taken over."
    )
    job_poll_seconds: float = Field(
        1.0, gt=0, le=60, description="Seconds between looks for due jobs when nothing wakes the worker."
    )
    job_keep_days: int = Field(30, ge=1, le=3_650, description="Days a finished job is kept.")
