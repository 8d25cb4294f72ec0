"""How densely decisions are packed: complexity of each function, decisions per 100 lines of each package.

`make lint` runs it. It fails when a function has a cyclomatic complexity over 10 as radon counts it, when all functions
outside script/ together hold 30 decisions or more in 100 code lines, or those of script/ 50: reading is made of
decisions, and the next step there is to turn more of them into data. A decision is a branch, a loop, a condition of a
comprehension, an `and` or `or`, an exception handler, a ternary or a comprehension; a code line is one that holds code
inside a function, its signature included, docstrings and comments left out. Other programs of this kind have 11 to 24.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from radon.complexity import cc_visit

PACKAGE = Path(__file__).resolve().parent.parent / "audiobuild"
COMPLEX = 10  # paths through one function
DENSE = 30  # decisions in 100 code lines
READING, DENSE_READING = "script", 50  # the package that is denser, and its limit

BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.Assert, ast.match_case)


def main() -> None:
    """Print a row for each package and a line for each function that is too complex; exit 1 if there is any."""
    decisions: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text("utf-8")
        package = package_of(path)
        for function in functions(ast.parse(source).body):
            decisions[package] += decisions_in(function)
            lines[package] += code_lines(function)
        found += [
            f"{path.name}:{block.lineno} {block.name}: complexity {block.complexity}, at most {COMPLEX}"
            for block in cc_visit(source)
            if block.complexity > COMPLEX
        ]
    for package in sorted(lines):
        print(row(package, decisions[package], lines[package]))
    others = [sum(each.values()) - each[READING] for each in (decisions, lines)]
    print(row(f"all but {READING}", *others))
    print(row("all", sum(decisions.values()), sum(lines.values())))
    if 100 * others[0] >= DENSE * others[1]:
        found.append(f"{DENSE} decisions or more in 100 lines outside {READING}/")
    if 100 * decisions[READING] >= DENSE_READING * lines[READING]:
        found.append(f"{DENSE_READING} decisions or more in 100 lines of {READING}/")
    for fault in found:
        print(fault, file=sys.stderr)
    sys.exit(bool(found))


def row(name: str, decisions: int, lines: int) -> str:
    """A line of the table."""
    return f"{name:<16}{decisions:>6} decisions in {lines:>6} lines: {100 * decisions / max(1, lines):5.1f} in 100"


def package_of(path: Path) -> str:
    """The first folder below the package, "." for its own modules."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else "."


def functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions of a module and methods of its classes; nested functions belong to the outer one."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node.body)


def decisions_in(function: ast.AST) -> int:
    """How many decisions a function takes."""
    count = 0
    for node in ast.walk(function):
        if isinstance(node, BRANCHES):
            count += 1
        elif isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += 1 + len(node.ifs)
    return count


def code_lines(function: ast.AST) -> int:
    """How many lines of a function hold code."""
    lines: set[int] = set()
    for node in ast.walk(function):
        if is_docstring(node) or not isinstance(node, ast.expr | ast.stmt | ast.ExceptHandler | ast.arg):
            continue
        if isinstance(node, ast.Constant):  # a text over several lines
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        else:
            lines.update((node.lineno, node.end_lineno or node.lineno))
    return len(lines)


def is_docstring(node: ast.AST) -> bool:
    """Whether a node is a docstring, as a statement."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


if __name__ == "__main__":
    main()
