"""Small changes to a worked solution, one at a time: operators, signs, constants, indices, arguments."""

import ast
import copy
from collections.abc import Callable, Iterator

from convbook.exercises.chapter import Exercise

OPERATORS = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
NAMES = {
    "sum": "mean",
    "mean": "sum",
    "max": "min",
    "min": "max",
    "zeros": "ones",
    "ones": "zeros",
    "rint": "floor",
}
WORDS = {
    "constant": "edge",
    "edge": "reflect",
    "reflect": "wrap",
    "wrap": "edge",
    "same": "valid",
    "valid": "same",
}


def mutants(exercise: Exercise) -> Iterator[tuple[str, Callable]]:
    """(what was changed, the changed solution), for every change that can be made in one place."""
    tree = ast.parse(exercise.code)
    for number, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            changed = copy.deepcopy(tree)
            target = list(ast.walk(changed))[number]
            before = ast.unparse(target)
            after = change(changed, target)
            if before != after:
                place = f"line {getattr(node, 'lineno', 1)}, column {getattr(node, 'col_offset', 0)}"
                name = f"{place}: {before} -> {after}".replace("\n", "; ")
                yield name, _compiled(changed, exercise.solution)


def _compiled(tree: ast.Module, function: Callable) -> Callable:
    scope = dict(function.__globals__)
    exec(compile(ast.fix_missing_locations(tree), "<mutant>", "exec"), scope)
    return scope[function.__name__]


def _set(name: str, value: object) -> Callable:
    def change(_tree: ast.Module, node: ast.AST) -> str:
        setattr(node, name, value)
        return ast.unparse(node)

    return change


def _item(name: str, index: int, value: object) -> Callable:
    def change(_tree: ast.Module, node: ast.AST) -> str:
        getattr(node, name)[index] = value
        return ast.unparse(node)

    return change


def _swap(name: str, i: int, j: int) -> Callable:
    def change(_tree: ast.Module, node: ast.AST) -> str:
        items = getattr(node, name)
        items[i], items[j] = items[j], items[i]
        return ast.unparse(node)

    return change


def _without(name: str, index: int) -> Callable:
    def change(_tree: ast.Module, node: ast.AST) -> str:
        del getattr(node, name)[index]
        return ast.unparse(node)

    return change


def _statement_gone(body: str, index: int) -> Callable:
    def change(_tree: ast.Module, node: ast.AST) -> str:
        gone = ast.unparse(getattr(node, body)[index])
        getattr(node, body)[index] = ast.Pass()
        return f"without {gone}"

    return change


def _changes(node: ast.AST) -> Iterator[Callable]:
    match node:
        case ast.BinOp() | ast.AugAssign():
            yield from (_set("op", new()) for new in OPERATORS.get(type(node.op), ()))
        case ast.UnaryOp(op=ast.USub()):
            yield _set("op", ast.UAdd())
        case ast.Compare():
            yield from (_item("ops", 0, new()) for new in COMPARISONS.get(type(node.ops[0]), ()))
        case ast.BoolOp():
            yield _set("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.Constant(value=bool()):
            yield _set("value", not node.value)
        case ast.Constant(value=int() | float()):
            yield from (_set("value", node.value + step) for step in (1, -1))
        case ast.Constant(value=str()) if node.value in WORDS:
            yield _set("value", WORDS[node.value])
        case ast.Attribute() if node.attr in NAMES:
            yield _set("attr", NAMES[node.attr])
        case ast.Name(ctx=ast.Load()) if node.id in NAMES:
            yield _set("id", NAMES[node.id])
        case ast.Slice():
            yield from (_set(part, None) for part in ("lower", "upper", "step") if getattr(node, part))
        case ast.Tuple(ctx=ast.Load()) if len(node.elts) > 1:
            yield from (_swap("elts", i, i + 1) for i in range(len(node.elts) - 1))
        case ast.Call():
            yield from (_swap("args", i, i + 1) for i in range(len(node.args) - 1))
            yield from (_without("keywords", i) for i in range(len(node.keywords)))
        case ast.Return(value=ast.AST()):
            yield _set("value", None)
        case ast.If() | ast.While():
            yield _set("test", ast.UnaryOp(ast.Not(), node.test))
    for body in ("body", "orelse"):
        statements = getattr(node, body, None)
        if isinstance(statements, list) and not isinstance(node, ast.Module):
            for index, statement in enumerate(statements):
                if isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr):
                    yield _statement_gone(body, index)
