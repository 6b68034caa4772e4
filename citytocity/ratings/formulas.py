"""Formulas over answers: sums, differences, products and quotients, of codes and numbers.

Python reads them and we walk the few parts that are allowed; simpleeval and asteval do that for a
whole language, and bring powers, calls and attributes that would have to be forbidden again.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isfinite

from django.utils.translation import gettext as _

LONGEST = 300
MANY = 30
"""How many parts may stand one in the other."""
MOST = 10**15
"""What a formula may come to, above nothing and below: more cannot be told exactly everywhere."""
SIGNS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class FormulaError(ValueError):
    """The text is no formula; the message says why."""


def names_in(formula: str) -> set[str]:
    """The codes it asks for. FormulaError if it is none."""
    return {node.id for node in ast.walk(_parsed(formula)) if isinstance(node, ast.Name)}


def worked_out(formula: str, values: Mapping[str, Fraction | None]) -> Fraction | None:
    """What it comes to; None where an answer is missing, something is divided by nothing, or it
    comes to more than MOST."""
    try:
        found = _value(_parsed(formula), values)
    except ZeroDivisionError:
        return None
    return None if found is None or abs(found) > MOST else found


def _parsed(formula: str) -> ast.expr:
    if len(formula) > LONGEST:
        raise FormulaError(_("A formula has at most %(number)d characters.") % {"number": LONGEST})
    try:
        root = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(_("“%(formula)s” is no formula.") % {"formula": formula}) from error
    _check(root, MANY)
    return root


def _check(node: ast.expr, depth: int) -> None:
    if not depth:
        raise FormulaError(_("This formula has too many parts one in the other."))
    match node:
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in SIGNS:
            _check(left, depth - 1)
            _check(right, depth - 1)
        case ast.UnaryOp(op=ast.USub(), operand=part):
            _check(part, depth - 1)
        case ast.Name():
            pass
        case ast.Constant(value=int() | float() as value) if _is_number(value):
            pass
        case _:
            raise FormulaError(
                _("A formula has codes, numbers, + - * / and brackets; this is none: %(part)s")
                % {"part": ast.unparse(node)[:60]}
            )


def _is_number(value: float) -> bool:
    """Not yes or no, which are numbers to Python, and not so large that it is none to it."""
    return not isinstance(value, bool) and isfinite(value)


def _value(node: ast.expr, values: Mapping[str, Fraction | None]) -> Fraction | None:
    match node:
        case ast.Name(id=name):
            return values.get(name)
        case ast.Constant(value=value):
            return Fraction(str(value))
        case ast.UnaryOp(operand=part):
            found = _value(part, values)
            return None if found is None else -found
        case ast.BinOp(left=left, op=sign, right=right):
            one, other = _value(left, values), _value(right, values)
            return None if one is None or other is None else SIGNS[type(sign)](one, other)
    raise FormulaError(ast.unparse(node))
