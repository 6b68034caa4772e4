"""The way to our mail server that Django's letters go too: signed, as all that leave the house."""

import smtplib

from django.core.mail.backends import smtp

from citytocity.mail.line import EncryptedLine, Line


class EmailBackend(smtp.EmailBackend):
    """Django's, over a line that signs."""

    connection: Line | None
    _partial_connection: Line | None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return EncryptedLine if self.use_ssl else Line

    def line(self) -> Line:
        """The open line; raises what smtplib and the network raise."""
        self.open()
        if self.connection is None:
            raise smtplib.SMTPServerDisconnected("There is no line.")
        self.connection.ehlo_or_helo_if_needed()
        return self.connection

    def hang_up(self) -> None:
        """Drops the line without a word."""
        for line in (self.connection, self._partial_connection):
            if line:
                line.close()
        self.connection = self._partial_connection = None
