/**
 * Errors in words for users, by the server's codes.
 *
 * @module
 */

import { text as common } from "/language/zh/common.js";
import { number, plural } from "/language/formats.js";

const UNREACHABLE = "无法连接服务器。请检查网络后重试。";

const UNUSABLE = "含有不能使用的字符。";

/** @type {typeof import("/language/en/errors.js").errors} */
export const errors = {
    unauthorized: common.expired,
    refresh_token_invalid: common.expired,
    refresh_token_reused: common.expired,
    teacher_only: "只有教师可以执行此操作。",
    student_only: "只有学生可以执行此操作。",
    admin_only: "只有教务处可以执行此操作。",
    passwords_off: "本校使用学校账号登录，不使用密码。",
    sign_on_refused: "学校账号未允许登录，或您取消了登录。请重试，或联系教务处。",
    sign_on_stale: "登录超时，或是在另一个窗口中开始的。请重试。",
    sign_on_invalid: "无法识别您的学校账号。请重试；如果问题依旧，请告知服务器管理员。",
    sign_on_unverified: "您的学校账号没有经过验证的电子邮箱。请联系教务处。",
    sign_on_not_allowed: "此账号不属于您的学校。请选择带有学校邮箱的学校账号。",
    sign_on_not_for_admins: "管理员在这里使用密码登录，不使用学校账号。",
    sign_on_taken: "使用您邮箱的账号属于其他人。请联系教务处。",
    sign_on_unavailable: "目前无法连接学校的登录服务。请稍后重试。",
    sign_on_off: "此服务器不支持用学校账号登录。",
    no_mail: "本校的服务器不发送邮件。请向老师或教务处索取激活码。",
    too_much_mail: "等待发送的邮件过多。请一分钟后重试。",
    not_importer: "只有导入此账号的老师或教务处可以重设其密码。",
    own_password: "请在您的账号页面修改自己的密码。",
    account_disabled: "此账号已停用。请联系教务处。",
    last_admin: "这是唯一的管理员，不能停用或删除。请先创建另一位管理员。",
    role_fixed: "管理员的身份不能更改。",
    account_unclaimed: "此账号尚未激活。激活后才能更改其身份。",
    teacher_has_classes: "这位老师还有班级。请先将班级移交给其他老师，或将其删除。",
    cannot_merge: "只能合并两个不同的学生账号。",
    merge_unfinished: "此账号正在并入另一个账号，但过程中断。请先重新合并。",
    import_not_found: "此次导入已无法撤销：已超过一天，或已撤销。",
    wrong_teacher_code: "注册教师账号需要学校的教师注册码。请核对，或向学校索取。",
    teacher_signup_closed: "教师不能在这里注册。请向服务器管理员申请账号。",
    wrong_student_code: "注册学生账号需要学校的注册码。请核对，或向学校索取。",
    student_signup_closed: "学生不能在这里注册。请向老师索取激活码。",
    invitation_not_found: "此邀请已不存在。",
    invalid_request: "有些内容填写不正确。",
    body_too_large: "一次提交的内容过多。",
    email_taken:
        "此邮箱已有账号。如果是老师为您准备的，请输入凭条上的激活码；如果是您自己的，请登录。",
    awaits_student: "需要这名学生接受邀请。",
    wrong_credentials: "电子邮箱、学号或密码错误。",
    class_not_found: "此班级已不存在。",
    student_not_found: "此学生已不存在。",
    session_not_found: "此次点名不存在。",
    device_not_found: "这台设备已退出登录。",
    origin_not_allowed: "本页不是从服务器直接打开的。请重新打开后再试。",
    user_not_found: "此账号已不存在。",
    not_class_teacher: "这不是您的班级。",
    not_class_owner: "只有班级负责人可以执行此操作。",
    no_teacher_account: "没有教师使用此邮箱注册。对方需要先注册教师账号。",
    already_owner: "这位是班级负责人。",
    owner_stays: "不能将班级负责人从班级中移除。",
    teacher_not_found: "这位老师已不在班级中。",
    too_many_left: "超过三分之一的学生将退出班级。请检查名单，并确认他们退出。",
    class_name_taken: "有多个班级使用此名称。",
    session_imported: "此报告之前已导入。",
    lesson_not_over: "这节课尚未结束。请检查时间。",
    report_unsure: "请先指定上课时间。",
    too_many_api_keys: "最多可以有 20 个密钥。请先停用一个。",
    api_key_not_found: "此密钥已停用。",
    too_many_teachers: "一个班级最多 50 位老师。请先移除一位。",
    not_enrolled: "您不在这个班级。",
    session_running: "有点名正在进行。请先结束，然后重试。",
    session_discarded: "此次点名已作废。请先恢复，然后重试。",
    too_late_to_restore: "此次点名作废已超过 30 天，无法恢复。",
    class_archived: "此班级已归档。请先将其移回我的班级，然后重试。",
    not_last_session: "只能重新打开班级最近一次点名，而之后已有新的点名。",
    too_late_to_reopen: "此次点名结束已超过一小时，无法重新打开。您仍可更正标记。",
    too_many_changes: "此次点名更改次数过多，无法再更改。",
    storage_unavailable: "服务器目前无法保存。请稍后重试。",
    shutting_down: "服务器正在重新启动。请稍后重试。",
    hashing_unavailable: "服务器目前无法验证密码。请几秒后重试。",
    code_expired: "此激活码已过期。请向老师索取新的激活码。",
    too_many_logins: "目前登录的人较多。请几秒后重试。",
    server_full: "服务器已满。请稍后重试。",
    body_too_slow: "网络连接太慢。请换一个更好的网络重试。",
    too_many_attempts: "尝试次数过多。请等几分钟后重试。",
    too_many_sockets: "此账号打开的窗口过多。请关闭一些。",
    too_many_frames: "操作过快。请稍等片刻后重试。",
    too_many_reports: "服务器正忙于准备其他文件。请几秒后重试。",
    too_many_imports: "服务器正忙于读取其他名单。请几秒后重试。",
    no_active_session: "此班级已没有进行中的点名。",
    nothing_to_mark: "所有学生都已标记。",
    student_not_in_class: "此学生已不在班级中。",
    roster_unreadable: "无法将此文件读取为学生名单。",
    roster_unsure: "导入此文件前需要您作出选择。",
    roster_too_large: "此文件大于 2 MB。请删除名单以外的内容，或分成两个文件。",
    already_claimed: "学生已激活账号，不再需要激活码。",
    not_issuer: "此学生的激活码由另一位老师发放。",
    wrong_code:
        "激活码错误、已使用或已更换。请与凭条核对。如果已设置密码，请用密码登录；否则请向老师索取新的激活码。",
    marks_not_saved: "点名尚未结束，因为有些标记未保存。本页列出了这些标记。",
    no_answer: UNREACHABLE,
    offline: UNREACHABLE,
    timeout: UNREACHABLE,
    lost: "连接已断开。恢复后您会看到操作是否完成。",
};

/** For a code that is not in `errors`. */
export const unknown = "服务器出错。请重试；如果问题依旧，请告知服务器管理员。";

export const busy = "服务器非常繁忙。请几秒后重试。";

export const notYourPassword = "这不是您的密码。";

/** @type {typeof import("/language/en/errors.js").waitSeconds} */
export const waitSeconds = (seconds) =>
    plural(seconds, { other: "尝试次数过多。请等待 # 秒后重试。" });

/** @type {typeof import("/language/en/errors.js").waitMinutes} */
export const waitMinutes = (minutes) =>
    plural(minutes, { other: "尝试次数过多。请等待 # 分钟后重试。" });

/** @type {typeof import("/language/en/errors.js").quotas} */
export const quotas = {
    too_many_classes: (limit) =>
        `在此服务器上，每位老师最多可有 ${limit} 个班级（含已归档的）。请删除一个，或请服务器管理员提高上限。`,
    class_full: (limit) =>
        `在此服务器上，每个班级最多可有 ${limit} 名学生。请移除一些，或请服务器管理员提高上限。`,
    too_many_sessions: (limit) =>
        `在此服务器上，每个班级最多可有 ${limit} 次点名。请换一个班级继续，或请服务器管理员提高上限。`,
    too_many_unclaimed: (limit) =>
        `在此服务器上，每位老师最多可有 ${limit} 个未激活的账号。请发放激活码，或请服务器管理员提高上限。`,
};

/** @type {typeof import("/language/en/errors.js").problems} */
export const problems = {
    required: common.required,
    empty: common.required,
    invisible: "没有可见的字符。",
    too_short: ({ minimum = 0 }) => plural(minimum, { other: "请至少使用 # 个字符。" }),
    too_long: ({ maximum = 0 }) => plural(maximum, { other: "最多使用 # 个字符。" }),
    wrong_length: ({ minimum = 0, maximum = 0 }) =>
        `请使用 ${number(minimum)} 到 ${number(maximum)} 个字符。`,
    control_characters: UNUSABLE,
    direction_characters: `${UNUSABLE}请手动输入，不要粘贴。`,
    invalid_email: "这不是有效的电子邮箱地址。",
    invalid_number: "学号中没有 @。电子邮箱地址的 @ 后面还有内容。",
    common_password: "许多人使用这个密码，容易被猜到。请换一个。",
    out_of_range: ({ minimum = 0, maximum = 0 }) =>
        `请输入 ${number(minimum)} 到 ${number(maximum)} 的整数，或留空。`,
    not_in_future: "这一天已经过去。请选择更晚的日期。",
};
