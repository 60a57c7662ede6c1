"""Which changes of accounts may end tokens, for whoever follows the changes of `users`.

All that ends a token before it expires is in the document of its user:

    generation    another password, a code for one, another role, disabled, or too many log-outs
    endedTokens   a log-out, or a remembered device that was ended
    disabledAt    disabled, or merged into another account
    (deleted)     the account was deleted, at the end of a merge too

Documents of `devices` need not be followed: a device that ends by itself ends no token.
"""

from .documents import Document

FIELDS = ("generation", "endedTokens", "disabledAt")

_CHANGED = {"$objectToArray": {"$ifNull": ["$updateDescription.updatedFields", {}]}}

ENDS_TOKENS: Document = {
    "ns.coll": "users",
    "$or": [
        {"operationType": {"$in": ["delete", "replace"]}},
        {
            "operationType": "update",
            "$expr": {
                "$anyElementTrue": {
                    "$map": {
                        "input": _CHANGED,
                        "as": "field",
                        # What is added to a list is changed as `endedTokens.0`.
                        "in": {"$in": [{"$first": {"$split": ["$$field.k", "."]}}, FIELDS]},
                    }
                }
            },
        },
    ],
}
"""A `$match` of a change stream of the database: the account `documentKey._id` is to be checked."""
