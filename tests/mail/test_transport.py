"""Letters meet a real mail server here, and of each it is said what became of it."""

import logging
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from citytocity.mail.backends import EmailBackend
from citytocity.mail.line import Parcel
from citytocity.mail.outcomes import BACK_OFF, IN_A_ROW, Kind, Outcome
from citytocity.mail.pacing import Pace, Rhythm
from citytocity.mail.transport import SmtpTransport, transport
from tests.mail.servers import Server, password, running
from tests.mail.test_dkim import PEM

SOON = 0.3  # seconds, to wait for a server that says nothing


def parcel(to: str = "anna@example.org", content: str = "Hello.\n.A dot.\n") -> Parcel:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "news@example.org", to, "Twins"
    message.set_content(content, cte="8bit")
    raw = message.as_bytes(policy=message.policy.clone(linesep="\r\n", utf8=not to.isascii()))
    return Parcel("news@example.org", to, raw, reference="d7")


def to(port: int, **options: object) -> SmtpTransport:
    pace = options.pop("pace", Pace())
    backend = EmailBackend(host="127.0.0.1", port=port, timeout=SOON, **options)
    return SmtpTransport(backend, pace, for_the_answer=SOON)


def sent(server: Server, *parcels: Parcel, tries: int = 0) -> list[Outcome]:
    with running(server) as port:
        way = to(port)
        outcomes = [way.send(each, tries=tries) for each in parcels or [parcel()]]
        way.close()
    return outcomes


def kinds(outcomes: list[Outcome]) -> list[Kind]:
    return [outcome.kind for outcome in outcomes]


@pytest.mark.parametrize("pipelining", [True, False])
def test_many_letters_go_on_one_line(pipelining: bool) -> None:
    server = Server()
    server.pipelining = pipelining

    outcomes = sent(server, *(parcel(f"r{number}@example.org") for number in range(3)))

    assert outcomes == [Outcome(Kind.ACCEPTED, "250 taken")] * 3
    assert [recipient for _sender, recipient, _content in server.taken] == [
        "r0@example.org",
        "r1@example.org",
        "r2@example.org",
    ]
    assert server.taken[0][2].endswith(b"\r\nHello.\r\n.A dot.\r\n")
    assert server.lines == 1


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (
            {"recipient": "450 4.2.0 Greylisted"},
            Outcome(Kind.PUT_OFF, "450 4.2.0 Greylisted", BACK_OFF[0]),
        ),
        (
            {"recipient": "550 5.1.1 <anna@example.org> unknown"},
            Outcome(Kind.BOUNCED, "550 5.1.1 <…@…> unknown"),
        ),
        ({"recipient": "550 no such user"}, Outcome(Kind.BOUNCED, "550 no such user")),
        (
            {"recipient": "552 mailbox full"},
            Outcome(Kind.PUT_OFF, "552 mailbox full", BACK_OFF[0]),
        ),
        ({"recipient": "554 5.7.1 denied"}, Outcome(Kind.REFUSED, "554 5.7.1 denied")),
        ({"end": "451 later"}, Outcome(Kind.PUT_OFF, "451 later", BACK_OFF[0])),
        ({"end": "550 5.1.1 unknown"}, Outcome(Kind.BOUNCED, "550 5.1.1 unknown")),
        ({"end": "554 looks like spam"}, Outcome(Kind.REFUSED, "554 looks like spam")),
        (
            {"sender": "451 4.3.0 busy"},
            Outcome(Kind.PUT_OFF, "451 4.3.0 busy", BACK_OFF[0], is_everybodys=True),
        ),
        (
            {"sender": "550 5.7.1 who are you"},
            Outcome(Kind.STOPPED, "550 5.7.1 who are you", is_everybodys=True),
        ),
        ({"sender": "552 5.3.4 too large"}, Outcome(Kind.REFUSED, "552 5.3.4 too large")),
    ],
    ids=lambda told: " ".join(told.values()) if isinstance(told, dict) else "",
)
def test_a_refusal_means_what_its_code_says_and_the_next_letter_goes(
    answers: dict[str, str], outcome: Outcome, pipelining: bool
) -> None:
    server = Server(**{stage: [answer, "250 OK"] for stage, answer in answers.items()})
    server.pipelining = pipelining

    assert sent(server, parcel(), parcel("boris@example.org")) == [
        outcome,
        Outcome(Kind.ACCEPTED, "250 taken" if "end" not in answers else "250 OK"),
    ]
    assert [recipient for _sender, recipient, _content in server.taken] == ["boris@example.org"]
    assert server.lines == 1


def test_a_letter_is_put_off_longer_each_time_and_given_up_in_the_end() -> None:
    server = Server(recipient="451 4.7.1 Greylisted")
    waits = [*BACK_OFF, None]

    with running(server) as port:
        way = to(port)
        outcomes = [way.send(parcel(), tries=tries) for tries in range(len(waits))]
        way.close()

    assert [outcome.again for outcome in outcomes] == waits
    assert [outcome.is_over for outcome in outcomes] == [False] * len(BACK_OFF) + [True]
    assert sum(BACK_OFF, timedelta()) < timedelta(days=4)


@pytest.mark.parametrize(
    ("stage", "does"),
    [("sender", "drop"), ("recipient", "drop"), ("sender", "hang"), ("recipient", "hang")],
)
def test_a_line_lost_before_the_letter_was_over_is_safe_to_try_again(stage: str, does: str) -> None:
    server = Server(**{stage: does})

    (outcome,) = sent(server)

    assert (outcome.kind, outcome.again, outcome.is_everybodys) == (Kind.LOST, BACK_OFF[0], True)
    assert server.taken == []


@pytest.mark.parametrize("does", ["drop", "hang"])
def test_a_line_lost_after_the_letter_was_over_is_unknown_and_logged(
    does: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "citytocity.mail")

    outcomes = sent(Server(end=[does, "250 taken"]), parcel(), parcel("boris@example.org"))

    assert kinds(outcomes) == [Kind.UNKNOWN, Kind.ACCEPTED]
    assert outcomes[0].is_over
    (logged,) = (record.getMessage() for record in caplog.records)
    assert "letter d7" in logged
    assert "anna" not in logged


@pytest.mark.parametrize(
    ("answers", "times"),
    [({}, 1), ({"end": "drop"}, 1), ({"end": "550 no"}, 1), ({"recipient": "550 no"}, 0),
     ({"sender": "drop"}, 0)],
    ids=["taken", "unknown", "refused at the end", "refused", "lost"],
)  # fmt: skip
def test_a_letter_that_goes_is_noted_as_gone_once(answers: dict[str, str], times: int) -> None:
    noted: list[str] = []

    with running(Server(**answers)) as port:
        way = to(port)
        way.send(parcel(), gone=lambda: noted.append("gone"))
        way.close()

    assert noted == ["gone"] * times


def _killed() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_who_is_killed_while_it_is_noted_has_not_given_the_dot(
    certificate: Path, is_encrypted: bool
) -> None:
    theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    theirs.load_cert_chain(certificate)
    server = Server()

    with running(server, **({"ssl_context": theirs} if is_encrypted else {})) as port:
        backend = EmailBackend(host="localhost", port=port, timeout=2, use_ssl=is_encrypted)
        backend.ssl_context = ssl.create_default_context(cafile=certificate)
        line = backend.line()
        no_delay = line.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        with pytest.raises(KeyboardInterrupt):
            line.hand_over(parcel(), gone=_killed)
        backend.hang_up()
        taken = len(server.taken)
        backend.line().hand_over(parcel("boris@example.org"))
        backend.close()

    assert no_delay
    assert (taken, [to for _from, to, _content in server.taken]) == (0, ["boris@example.org"])
    assert "end" not in server.heard[:-1]


def test_a_line_that_ended_while_nobody_spoke_is_opened_anew() -> None:
    server = Server(end=["421 4.4.2 closing", "250 taken"])

    outcomes = sent(server, parcel(), parcel("boris@example.org"), parcel("clara@example.org"))

    assert kinds(outcomes) == [Kind.PUT_OFF, Kind.ACCEPTED, Kind.ACCEPTED]
    assert outcomes[0].is_everybodys
    assert server.lines == 2


def test_a_line_that_is_dropped_between_letters_costs_none() -> None:
    server = Server(sender=["250 OK", "drop", "250 OK"])

    outcomes = sent(server, parcel(), parcel("boris@example.org"))

    assert kinds(outcomes) == [Kind.ACCEPTED, Kind.ACCEPTED]
    assert len(server.taken) == 2


def test_a_server_that_is_away_costs_no_letter() -> None:
    outcome = to(1).send(parcel(), tries=len(BACK_OFF))

    assert (outcome.kind, outcome.again) == (Kind.LOST, BACK_OFF[0])
    assert (outcome.is_everybodys, outcome.is_try) == (True, False)


def test_a_row_of_refusals_stops_the_sending() -> None:
    server = Server(end="554 5.7.1 blocked")

    outcomes = sent(server, *(parcel(f"r{number}@example.org") for number in range(IN_A_ROW)))

    assert kinds(outcomes) == [Kind.REFUSED] * (IN_A_ROW - 1) + [Kind.STOPPED]
    assert [outcome.is_over for outcome in outcomes] == [True] * (IN_A_ROW - 1) + [False]


@pytest.mark.parametrize(("given", "kind"), [("right", Kind.ACCEPTED), ("wrong", Kind.STOPPED)])
def test_a_wrong_password_stops_the_sending(given: str, kind: Kind) -> None:
    server = Server()
    options = {"authenticator": password, "auth_require_tls": False, "auth_required": True}

    with running(server, **options) as port:
        way = to(port, username="news", password=given)
        outcome = way.send(parcel())
        way.close()

    assert outcome.kind is kind


def test_a_server_without_encryption_stops_a_sending_that_wants_it() -> None:
    with running(Server()) as port:
        way = to(port, use_tls=True)
        outcome = way.send(parcel())
        way.close()

    assert (outcome.kind, outcome.is_everybodys) == (Kind.STOPPED, True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of a server that calls itself localhost, which nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    path.write_bytes(key.private_bytes(*PEM) + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize("way", ["use_tls", "use_ssl"])
@pytest.mark.parametrize(("is_trusted", "kind"), [(True, Kind.ACCEPTED), (False, Kind.STOPPED)])
def test_a_line_is_encrypted_and_the_servers_certificate_verified(
    certificate: Path, way: str, is_trusted: bool, kind: Kind
) -> None:
    theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    theirs.load_cert_chain(certificate)
    server = Server()
    options = {"tls_context": theirs} if way == "use_tls" else {"ssl_context": theirs}

    with running(server, **options) as port:
        backend = EmailBackend(host="localhost", port=port, timeout=2, **{way: True})
        backend.ssl_context = ssl.create_default_context(cafile=certificate if is_trusted else None)
        sending = SmtpTransport(backend, Pace(), for_the_answer=2)
        outcomes = [sending.send(parcel()) for _letter in range(2)]
        sending.close()

    assert kinds(outcomes) == [kind] * 2
    assert len(server.taken) == (2 if is_trusted else 0)


def test_a_line_lost_in_the_middle_of_a_letter_is_safe_to_try_again() -> None:
    long = Parcel("news@example.org", "anna@example.org", b"A: b\r\n\r\n" + b"long\r\n" * 3_000_000)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_hang_up_in_the_middle, args=[listening])
        thread.start()
        outcome = to(listening.getsockname()[1]).send(long)
        thread.join()

    assert (outcome.kind, outcome.again) == (Kind.LOST, BACK_OFF[0])


def _hang_up_in_the_middle(listening: socket.socket) -> None:
    """A server that says yes to all, and goes when it has read a little of the letter."""
    line, _where = listening.accept()
    with line, line.makefile("rwb", buffering=0) as talk:
        talk.write(b"220 here\r\n")
        for asked in talk:
            talk.write(b"354 go on\r\n" if asked == b"DATA\r\n" else b"250 OK\r\n")
            if asked == b"DATA\r\n":
                talk.read(1_000)
                break


def test_an_address_beyond_ascii_goes_where_the_server_takes_it() -> None:
    server = Server()

    (outcome,) = sent(server, parcel("анна@xn--e1aohf5d.xn--p1ai", "Привет\n"))

    assert outcome.kind is Kind.ACCEPTED
    assert server.taken[0][1] == "анна@xn--e1aohf5d.xn--p1ai"
    assert "SMTPUTF8" in server.options
    assert "BODY=8BITMIME" in server.options


@pytest.mark.parametrize("address", ["a@example.org>\r\nRCPT TO:<b@example.org", "A <a@b.org>", ""])
def test_an_envelope_takes_nothing_but_an_address(address: str) -> None:
    with pytest.raises(ValueError, match="plain addresses"):
        Parcel("news@example.org", address, b"")


def test_a_line_takes_as_many_letters_as_the_pace_allows() -> None:
    server = Server()

    with running(server) as port:
        way = to(port, pace=Pace(on_one_line=2))
        outcomes = [way.send(parcel()) for _number in range(5)]
        way.close()

    assert kinds(outcomes) == [Kind.ACCEPTED] * 5
    assert server.lines == 3


def test_letters_keep_the_rhythm_of_the_pace() -> None:
    now = [100.0]
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    rhythm = Rhythm(Pace(a_second=4), wait=wait, clock=lambda: now[0])
    for _letter in range(3):
        rhythm.keep()
    now[0] += 10
    rhythm.keep()

    assert waits == [0.25, 0.25]


def test_the_settings_name_the_way(settings) -> None:
    server = Server()

    with running(server) as port:
        settings.EMAIL_BACKEND = "citytocity.mail.backends.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        with transport() as way:
            outcome = way.send(parcel())

    assert outcome.kind is Kind.ACCEPTED
    assert server.taken[0][:2] == ("news@example.org", "anna@example.org")
