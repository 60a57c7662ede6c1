"""Chinese in simplified characters."""

from .words import MailWords

WORDS = MailWords(
    reset_subject="设置新密码",
    reset="""\
有人（很可能是您本人）为 {pages} 上的账号
{email} 申请了新密码。

要设置新密码，请打开此链接：

{link}

此链接只能使用一次，24 小时内有效；再次申请后，旧链接失效。
在此之前，您现在的密码仍然有效。如果不是您本人申请的，
请忽略此邮件。
""",
)
