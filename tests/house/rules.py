"""House rules that no linter knows. Each rule takes a parsed file and yields what it objects to."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "quarterdeck"

# Where a rule may be broken, and why. A new line here needs a reason that a stranger accepts.
EDGES_OF_THE_PROCESS = {
    "server/middleware.py": "the last resort: whatever nobody expected becomes a 500 and one line of the log",
}
READS_THE_MACHINES_CLOCK = {
    "kit/clock.py": "it is the clock",
    "infra/outage.py": "a monotonic rest",
}
STARTS_PROCESSES = {"infra/process.py": "the one process runner"}
CALLS_OUT = {
    "infra/outbound/": "the one guarded client",
    "cli/": "the command line is a client of the API",
}
LOADS_LATE = {"kit/late.py": "the one list of our modules that are loaded late"}
LISTENS = {"server/http_server.py": "binds the server's own address"}
GLUES_SQL = {
    "infra/database/sqlite.py": "a pragma takes no bound value, and ours are constants",
    "insights/facts/duck_file.py": "names of our own tables",
    "insights/facts/postgres_tables.py": "names of our own tables",
    "insights/facts/postgres_write.py": "names of our own tables and columns",
}

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
UNTRUSTED = {"eval", "exec", "compile", "__import__"}
BYTES_TO_CODE = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
PROCESS_MODULES = {"subprocess", "pty", "multiprocessing"}
PROCESS_CALLS = {"os.system", "os.popen", "os.spawnv", "os.spawnl", "os.execv", "os.execvp", "os.fork"}
PROCESS_CALLS |= {"asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"}
CLIENTS = {
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "requests",
    "aiohttp",
    "urllib.request",
    "http.client",
    "urllib3",
}
CLIENTS |= {"websockets", "websocket", "smtplib", "aiosmtplib", "ftplib", "imaplib", "poplib", "telnetlib", "xmlrpc"}
CONNECTING = {"create_connection", "open_connection", "connect_tcp", "sock_connect", "connect_ex", "socketpair"}
CONNECTING |= {"create_datagram_endpoint", "open_unix_connection", "create_unix_connection"}
LOOKING_UP = {"getaddrinfo", "gethostbyname", "gethostbyname_ex"}
WALL_CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "datetime.datetime.now"}
WEB = {"fastapi", "starlette", "uvicorn"}
WITHOUT_WEB = {"service", "repository", "models"}
SQL_SINKS = {"text", "execute", "exec_driver_sql", "executescript"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_HANDLER = 500, 70, 15


@dataclass(frozen=True)
class File:
    """One file of the package, by its path inside it."""

    path: str
    tree: ast.Module
    length: int

    @classmethod
    def parsed(cls, path: str, text: str) -> "File":
        return cls(path, ast.parse(text), text.count("\n"))

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield dotted(node.func), node

    def imports(self) -> Iterator[tuple[str, int]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module, node.lineno
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


Problem = tuple[int, str]
Rule = Callable[[File], Iterator[Problem]]


def no_broad_except(file: File) -> Iterator[Problem]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ExceptHandler) and file.path not in EDGES_OF_THE_PROCESS:
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {dotted(each) if each is not None else "everything" for each in caught}
            reraised = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if names & {"everything", "Exception", "BaseException"} and not reraised:
                yield node.lineno, "a broad except hides what nobody expected"


def no_import_inside_functions(file: File) -> Iterator[Problem]:
    for function in file.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node.lineno, "an import inside a function hides a cycle"


def one_list_of_late_modules(file: File) -> Iterator[Problem]:
    """A module of ours that is loaded by its name is hidden from the import contract: `kit.late` lists them."""
    for name, call in file.calls():
        given = call.args[0] if call.args else None
        vendor = isinstance(given, ast.Constant) and not str(given.value).startswith("quarterdeck")
        if name.rpartition(".")[2] == "import_module" and not vendor and file.path not in LOADS_LATE:
            yield call.lineno, "our own modules are loaded late by kit.late"


def no_sql_from_pieces(file: File) -> Iterator[Problem]:
    for name, call in file.calls():
        to_sink = name.rpartition(".")[2] in SQL_SINKS and file.path not in GLUES_SQL
        if to_sink and call.args and is_glued(call.args[0]):
            yield call.lineno, "SQL is written whole, with values bound"


def no_code_from_data(file: File) -> Iterator[Problem]:
    for name, call in file.calls():
        if name in UNTRUSTED or name in {"yaml.load", "yaml.unsafe_load", "yaml.full_load"}:
            yield call.lineno, f"{name} turns data into code"
    for module, line in file.imports():
        if module.split(".")[0] in BYTES_TO_CODE:
            yield line, f"{module} turns data into code"


def one_process_runner(file: File) -> Iterator[Problem]:
    if file.path in STARTS_PROCESSES:
        return
    for module, line in file.imports():
        if module.split(".")[0] in PROCESS_MODULES:
            yield line, "processes are started by infra.process"
    for name, call in file.calls():
        if name in PROCESS_CALLS or any(word.arg == "shell" for word in call.keywords):
            yield call.lineno, "processes are started by infra.process, never by a shell"


def one_door_out(file: File) -> Iterator[Problem]:
    """Calls to other machines go through `infra.outbound`; a name is looked up where it is checked."""
    if file.path.startswith(tuple(CALLS_OUT)):
        return
    for module, line in file.imports():
        if any(module == client or module.startswith(f"{client}.") for client in CLIENTS):
            yield line, f"{module} leaves the machine unguarded"
        if module in {f"{home}.{name}" for home in ("socket", "asyncio", "anyio") for name in CONNECTING | LOOKING_UP}:
            yield line, f"{module} leaves the machine unguarded"
    for name, call in file.calls():
        if name.rpartition(".")[2] in CONNECTING | LOOKING_UP:
            yield call.lineno, f"{name} leaves the machine unguarded"
        if name == "socket.socket" and file.path not in LISTENS:
            yield call.lineno, "sockets are opened by infra.outbound"
        if name == "import_module" and call.args and is_client(call.args[0]):
            yield call.lineno, "a client loaded late is a client"


def is_client(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and str(node.value).partition(".")[0] in CLIENTS


def short_files(file: File) -> Iterator[Problem]:
    if file.length > LONGEST_FILE:
        yield 1, f"{file.length} lines tell more than one story"


def short_functions(file: File) -> Iterator[Problem]:
    for function in file.functions():
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > LONGEST_FUNCTION:
            yield function.lineno, f"{function.name} has {length} lines"


def short_handlers(file: File) -> Iterator[Problem]:
    for function in file.functions():
        verbs = {dotted(each.func).rpartition(".")[2] for each in function.decorator_list if isinstance(each, ast.Call)}
        statements = [node for node in function.body if not is_docstring(node)]
        if verbs & {"get", "post", "put", "patch", "delete", "websocket"} and statements:
            length = (function.end_lineno or 0) - statements[0].lineno + 1
            if length > LONGEST_HANDLER:
                yield function.lineno, f"the handler {function.name} has {length} lines: rules belong in a service"


def no_vague_names(file: File) -> Iterator[Problem]:
    words = {part.removesuffix(".py") for part in file.path.split("/")}
    if words & VAGUE:
        yield 1, "a name that says nothing collects everything"
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Manager", "Helper", "Utils", "Util")):
            yield node.lineno, f"{node.name} does not say what it is"


def no_object_graphs(file: File) -> Iterator[Problem]:
    for name, call in file.calls():
        if name.rpartition(".")[2] == "relationship":
            yield call.lineno, "tables meet by ids, not by relationship()"


def no_web_in_the_rules(file: File) -> Iterator[Problem]:
    folders, name = file.path.split("/")[:-1], Path(file.path).stem
    if name in WITHOUT_WEB or "service" in folders or folders[:1] == ["kit"]:
        for module, line in file.imports():
            if module.split(".")[0] in WEB:
                yield line, f"{module} has no place in a {name}"


def one_clock(file: File) -> Iterator[Problem]:
    for name, call in file.calls():
        if name in WALL_CLOCK and file.path not in READS_THE_MACHINES_CLOCK:
            yield call.lineno, f"ask kit.clock, not {name}"


RULES: tuple[Rule, ...] = (
    no_broad_except,
    no_import_inside_functions,
    one_list_of_late_modules,
    no_sql_from_pieces,
    no_code_from_data,
    one_process_runner,
    one_door_out,
    short_files,
    short_functions,
    short_handlers,
    no_vague_names,
    no_object_graphs,
    no_web_in_the_rules,
    one_clock,
)


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def is_glued(node: ast.AST) -> bool:
    """Whether a string is put together at run time: f-string with a value, `+`, `%`, `.format`, `.join`."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod)
    return isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in {"format", "join"}


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def every_file() -> Iterator[File]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield File.parsed(str(path.relative_to(SOURCE)), path.read_text(encoding="utf-8"))
