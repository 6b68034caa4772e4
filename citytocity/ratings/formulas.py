"""Formulas over answers: sums, differences, products and quotients, of codes and numbers.

Python reads them and we walk the few parts that are allowed; simpleeval and asteval do that for a
whole language, and bring powers, calls and attributes that would have to be forbidden again.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from keyword import kwlist
from math import isfinite

from django.utils.translation import gettext as _

from citytocity.ledger.enums import Certainty

LONGEST = 300
WORD = re.compile(r"[a-z][a-z0-9_]*")
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


def sureness(
    formula: str, values: Mapping[str, Fraction | None], known: Mapping[str, str]
) -> Certainty:
    """How sure it is: no surer than its least sure part. What is at least so much makes no more
    than “about” of it where the whole could fall as that part grows."""
    return Certainty.of_sum(_unsure(_parsed(formula), values, known))


def _parsed(formula: str) -> ast.expr:
    if len(formula) > LONGEST:
        raise FormulaError(_("A formula has at most %(number)d characters.") % {"number": LONGEST})
    try:
        root = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if words := sorted(set(WORD.findall(formula)) & set(kwlist)):
            told = {"word": words[0]}
            raise FormulaError(_("“%(word)s” cannot be a code in a formula.") % told) from error
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


def _unsure(
    node: ast.expr, values: Mapping[str, Fraction | None], known: Mapping[str, str]
) -> set[str]:
    """How sure its parts are, where they stand."""

    def beside(part: ast.expr, other: ast.expr) -> set[str]:
        """The whole grows with the part only if the other one is never below nothing."""
        found, size = _unsure(part, values, known), _value(other, values)
        signs = (ast.Sub, ast.USub)
        may_fall = any(isinstance(one, signs) for one in ast.walk(other))
        return _turned(found) if may_fall or size is None or size < 0 else found

    match node:
        case ast.Name(id=name):
            return {known.get(name) or Certainty.COUNTED}
        case ast.UnaryOp(operand=part):
            return _turned(_unsure(part, values, known))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return beside(left, right) | beside(right, left)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return beside(left, right) | _turned(_unsure(right, values, known))
        case ast.BinOp(left=left, op=sign, right=right):
            other = _unsure(right, values, known)
            turned = _turned(other) if isinstance(sign, ast.Sub) else other
            return _unsure(left, values, known) | turned
    return set()


def _turned(found: set[str]) -> set[str]:
    return {Certainty.ABOUT if one == Certainty.AT_LEAST else one for one in found}
