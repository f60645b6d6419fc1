"""The limit: a FastAPI route that returns 20 rows as a pydantic model and does nothing else."""

from fastapi import FastAPI

from bench.peers.rows import RepositoryList, example_list

app = FastAPI()
ROWS = example_list()


@app.get("/repositories")
async def repositories() -> RepositoryList:
    return ROWS
