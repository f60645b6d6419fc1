"""Each house rule is red on a sample and green on the tree."""

import pytest

from tests.house import rules
from tests.house.rules import RULES, File, Rule, every_file

TREE = list(every_file())

BROKEN: dict[Rule, tuple[str, ...]] = {
    rules.no_broad_except: (
        "try:\n    go()\nexcept Exception:\n    pass\n",
        "try:\n    go()\nexcept:\n    log()\n",
        "try:\n    go()\nexcept (ValueError, BaseException) as error:\n    raise Other from error\n",
    ),
    rules.no_import_inside_functions: ("def go():\n    import json\n", "async def go():\n    from a import b\n"),
    rules.one_list_of_late_modules: (
        "import_module('quarterdeck.infra.cache')\n",
        "importlib.import_module(name)\n",
    ),
    rules.no_sql_from_pieces: (
        "text(f'SELECT {x}')\n",
        "session.execute('SELECT ' + x)\n",
        "connection.exec_driver_sql('SELECT %s' % x)\n",
        "db.text('SELECT {}'.format(x))\n",
    ),
    rules.no_code_from_data: ("eval(x)\n", "import pickle\n", "from marshal import loads\n", "yaml.load(x)\n"),
    rules.one_process_runner: ("import subprocess\n", "os.system('ls')\n", "run(x, shell=True)\n"),
    rules.one_door_out: (
        "import httpx2\n",
        "import httpcore2._async\n",
        "from urllib.request import urlopen\n",
        "from urllib import request\n",
        "from http.client import HTTPSConnection\n",
        "import smtplib\n",
        "import_module('httpx2')\n",
        "import socket\nsocket.create_connection(('127.0.0.1', 80))\n",
        "from socket import create_connection\n",
        "import socket\nsocket.socket().connect(('127.0.0.1', 80))\n",
        "import socket\nsocket.getaddrinfo('example.org', 443)\n",
        "await asyncio.open_connection('example.org', 443)\n",
        "await loop.create_connection(Protocol, 'example.org', 443)\n",
        "from anyio import connect_tcp\n",
    ),
    rules.short_files: ("x = 1\n" * 501,),
    rules.short_functions: ("def go():\n" + "    x = 1\n" * 71,),
    rules.short_handlers: ("@router.get('/')\nasync def go():\n    '''Say.'''\n" + "    x = 1\n" * 16,),
    rules.no_vague_names: ("class UserManager: ...\n",),
    rules.no_object_graphs: ("x = relationship('User')\n", "orm.relationship('User')\n"),
    rules.no_web_in_the_rules: ("from fastapi import Request\n", "import starlette.requests\n"),
    rules.one_clock: ("datetime.now(UTC)\n", "time.time()\n"),
}
FINE: dict[Rule, str] = {
    rules.no_broad_except: "try:\n    go()\nexcept BaseException:\n    undo()\n    raise\n",
    rules.one_list_of_late_modules: "import_module('numpy')\nload_late('quarterdeck.infra.cache')\n",
    rules.no_sql_from_pieces: "text('SELECT :x')\ntext(f'SELECT 1')\n",
    rules.short_handlers: "@router.get('/')\nasync def go(\n" + "    x: int,\n" * 20 + "):\n    return 1\n",
    rules.one_door_out: "import socket\nfrom urllib.parse import urlsplit\nawait outbound.send('GET', url)\n",
    rules.one_clock: "clock.now()\ntime.monotonic()\n",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: Rule) -> None:
    found = [f"{file.path}:{line}: {problem}" for file in TREE for line, problem in rule(file)]

    assert found == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_sees_what_it_is_there_for(rule: Rule) -> None:
    for sample in BROKEN[rule]:
        assert list(rule(File.parsed("users/service.py", sample))), sample


@pytest.mark.parametrize("rule", FINE, ids=lambda rule: rule.__name__)
def test_the_rule_lets_pass_what_is_fine(rule: Rule) -> None:
    assert list(rule(File.parsed("users/service.py", FINE[rule]))) == []


EXCEPTIONS = (
    rules.EDGES_OF_THE_PROCESS,
    rules.READS_THE_MACHINES_CLOCK,
    rules.STARTS_PROCESSES,
    rules.CALLS_OUT,
    rules.LOADS_LATE,
    rules.LISTENS,
    rules.GLUES_SQL,
)


def test_no_exception_outlives_its_file() -> None:
    for path in {path for listed in EXCEPTIONS for path in listed}:
        assert (rules.SOURCE / path).exists(), path


def test_a_vague_file_name_is_seen() -> None:
    assert list(rules.no_vague_names(File.parsed("users/utils.py", "x = 1\n")))
