/**
 * The words of the page of one's account.
 *
 * @module
 */

import { text as reports } from "/language/pt/reports.js";
import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/account.js").text} */
export const text = {
    ...reports,

    devices: {
        heading: "Dispositivos",
        body: "A sua conta está aberta nestes dispositivos. Feche-a naqueles que você não conhece ou não usa mais.",
        none: "A sua conta não fica aberta em nenhum dispositivo: neste, só até você sair ou fechar todas as abas.",
        current: "Este dispositivo",
        unknown: "Navegador desconhecido",
        lastUsed: (when) => `Último uso: ${when}`,
        since: (when) => `Entrada: ${when}`,
        end: "Fechar",
        endOne: (device) => `Fechar a conta em: ${device}`,
        ended: (device) => `A sua conta foi fechada em: ${device}.`,
        endOthers: "Fechar nos outros dispositivos",
        endOthersTitle: "Fechar a conta nos outros dispositivos?",
        endOthersBody: (count) =>
            plural(count, {
                one: "A sua conta é fechada imediatamente em mais # dispositivo.",
                other: "A sua conta é fechada imediatamente em mais # dispositivos.",
            }),
        endedOthers: "A sua conta foi fechada nos outros dispositivos.",
    },

    accountPage: {
        heading: "Conta",
        name: "Nome",
        email: "E-mail",
        studentNumber: "Número de estudante",
        role: "Função",
        roles: { TEACHER: "Docente", STUDENT: "Estudante", ADMIN: "Secretaria" },
        rename: "Alterar o nome",
        newName: "O seu nome",
        save: "Salvar",
        renamed: "O seu nome foi alterado.",
        languageBody: "Para as páginas, os arquivos e os e-mails, em todos os seus dispositivos.",
        password: "Alterar a senha",
        oldPassword: "Senha atual",
        newPassword: "Nova senha",
        newPasswordHint: (rules) => `${rules} A sua conta é fechada nos outros dispositivos.`,
        change: "Alterar a senha",
        changed: "A sua senha foi alterada.",
        delete: "Apagar a conta",
        deleteAdmin:
            "Isto não pode ser desfeito. A única conta de administração não pode ser apagada.",
        deleteTeacher:
            "As suas turmas passam para um auxiliar que não seja substituto. As turmas que não tiverem nenhum também são apagadas. As aulas anteriores ficam com a escola.",
        deleteStudent:
            "Você sai de todas as suas turmas. As aulas anteriores conservam as suas presenças, mas não o seu nome.",
        deleteTitle: "Apagar a sua conta?",
        deletePassword: "A sua senha",
        deleted: "A sua conta foi apagada.",
    },

    ownData: {
        heading: "Todos os meus dados",
        body: "Um arquivo (JSON) com tudo o que este servidor guarda sobre você: a sua conta, as suas turmas e as suas aulas.",
        button: "Baixar todos os meus dados",
    },
};
