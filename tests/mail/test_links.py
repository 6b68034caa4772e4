import time

import pytest

from citytocity.mail.links import LinkError, LinkExpiredError, signed, unsigned


def test_what_was_signed_comes_back() -> None:
    assert unsigned(signed({"draft": 7}, purpose="draft"), purpose="draft", days=1) == {"draft": 7}


def test_a_link_for_one_thing_opens_no_other() -> None:
    with pytest.raises(LinkError):
        unsigned(signed(7, purpose="draft"), purpose="invitation", days=1)


@pytest.mark.parametrize(
    "forge", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "ж"]
)
def test_a_changed_link_is_refused(forge: object) -> None:
    with pytest.raises(LinkError):
        unsigned(forge(signed(7, purpose="draft")), purpose="draft", days=1)  # type: ignore[operator]


def test_a_link_ends_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    token = signed(7, purpose="draft")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2 * 86_400)

    with pytest.raises(LinkExpiredError):
        unsigned(token, purpose="draft", days=1)
