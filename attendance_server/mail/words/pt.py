"""Portuguese."""

from .words import MailWords

WORDS = MailWords(
    reset_subject="Escolha uma nova senha",
    reset="""\
Alguém, provavelmente você, pediu uma nova senha para a conta de
{email} em {pages}

Para escolher a nova senha, abra este link:

{link}

Ele funciona uma só vez, durante 24 horas e só até que outro seja pedido.
Até lá, a senha atual continua válida. Se não foi você que fez o pedido,
ignore este e-mail.
""",
)
