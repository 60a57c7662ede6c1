"""French."""

from .words import MailWords

WORDS = MailWords(
    reset_subject="Choisissez un nouveau mot de passe",
    reset="""\
Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour le
compte de {email} sur {pages}

Pour le choisir, ouvrez ce lien :

{link}

Il fonctionne une seule fois, dans les 24 heures, et seulement jusqu’à
ce que vous en demandiez un autre. D’ici là, votre mot de passe actuel
reste valable. Si vous n’avez rien demandé, ignorez ce message.
""",
)
