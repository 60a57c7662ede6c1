"""The signatures of ID tokens. Their library is loaded with this module, by the first sign-on."""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from .answer import AnswerWrong, UnknownKey

ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
)
"""Only asymmetric ones: with others, anyone who knows a public key could forge a signature."""

Key: TypeAlias = RSAKey | ECKey | OKPKey


class Keys:
    """The public keys of a provider (RFC 7517)."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """`document`: its JWK set. Keys that are not for such signatures are left out."""
        found = document.get("keys")
        entries = found if isinstance(found, list) else []
        self._keys = [key for each in entries if (key := _key(each))]

    def claims(self, token: str) -> dict[str, Any]:
        """The claims of an ID token. Raises `UnknownKey` and `AnswerWrong`."""
        try:
            header = jws.extract_compact(token.encode()).headers()
        except (JoseError, ValueError) as exc:
            raise AnswerWrong("the ID token is not a signed one") from exc
        if header.get("alg") not in ALGORITHMS:
            raise AnswerWrong(f"the ID token has the algorithm {str(header.get('alg'))[:20]!r}")
        for key in self._candidates(header.get("kid")):
            try:
                return dict(jwt.decode(token, key, ALGORITHMS).claims)
            except (JoseError, ValueError):
                continue
        raise UnknownKey("the signature of the ID token is wrong, or by an unknown key")

    def _candidates(self, kid: object) -> Collection[Key]:
        return [key for key in self._keys if kid is None or key.kid == kid]


def _key(entry: object) -> Key | None:
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
        return None
    if entry.get("kty") not in ("RSA", "EC", "OKP"):
        return None
    try:
        key = import_key(entry)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return key if isinstance(key, RSAKey | ECKey | OKPKey) else None
