"""Spanish."""

from .words import MailWords

WORDS = MailWords(
    reset_subject="Elige una contraseña nueva",
    reset="""\
Alguien, seguramente tú, ha pedido una contraseña nueva para la cuenta
de {email} en {pages}

Para elegirla, abre este enlace:

{link}

Funciona una sola vez, durante 24 horas y solo hasta que pidas otro.
Mientras tanto, tu contraseña actual sigue valiendo. Si no has pedido
esto, no hagas caso de este correo.
""",
)
