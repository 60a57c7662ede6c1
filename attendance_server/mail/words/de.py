"""German."""

from .words import MailWords

WORDS = MailWords(
    reset_subject="Neues Passwort wählen",
    reset="""\
Jemand, wahrscheinlich Sie selbst, hat ein neues Passwort für das Konto
{email} bei {pages} angefordert.

Um eines zu wählen, öffnen Sie diesen Link:

{link}

Er gilt einmal, innerhalb von 24 Stunden, und nur, bis Sie den nächsten
anfordern. Bis dahin gilt Ihr bisheriges Passwort. Wenn Sie das nicht
angefordert haben, können Sie diese E-Mail ignorieren.
""",
)
