"""Who asks is counted by a hash of the address: the whole one, or the network of an IPv6 one."""

import pytest
from django.test import RequestFactory

from citytocity.contributions.limits import may_send, may_write_to, visitor


def _from(address: str, **headers: str):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
    ],
)
def test_an_address_is_one_visitor(first: str, second: str, same: bool) -> None:
    assert (visitor(_from(first)) == visitor(_from(second))) is same


def test_an_address_cannot_be_read_out_of_its_hash() -> None:
    assert "192.0.2.7" not in visitor(_from("192.0.2.7"))


def test_only_behind_a_proxy_its_word_counts(settings) -> None:
    forwarded = {"x-forwarded-for": "192.0.2.7"}

    open_to_all = visitor(_from("198.51.100.1", **forwarded))
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    behind_a_proxy = visitor(_from("198.51.100.1", **forwarded))

    assert open_to_all == visitor(_from("198.51.100.1")) or open_to_all != behind_a_proxy
    assert behind_a_proxy == visitor(_from("192.0.2.7", **forwarded))


def test_without_the_calculation_three_an_hour_are_taken_and_with_it_ten() -> None:
    request = _from("203.0.113.5")

    plain = [may_send(request, is_proved=False) for _time in range(4)]
    proved = [may_send(request, is_proved=True) for _time in range(11)]

    assert plain == [True, True, True, False]
    assert proved == [True] * 10 + [False]


def test_an_address_gets_six_letters_a_day_however_it_is_written() -> None:
    request = _from("203.0.113.6")
    told = [may_write_to(request, " Anna@Example.org") for _time in range(6)]

    assert told == [True] * 6
    assert not may_write_to(request, "anna@example.org")
