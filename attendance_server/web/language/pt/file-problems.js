/**
 * What is wrong with a roster file or a line of it, by the server's codes.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/file-problems.js").fileProblems} */
export const fileProblems = {
    empty_file: "O arquivo está vazio.",
    incomplete: "O arquivo não chegou completo. Escolha-o novamente.",
    not_text: "Isto não é nem uma lista nem uma planilha. Salve como XLSX ou CSV e escolha esse arquivo.",
    damaged_workbook: "Esta planilha está danificada. Abra-a, salve como XLSX ou CSV e escolha esse arquivo.",
    protected_workbook: "Esta planilha tem senha. Salve sem ela, como XLSX ou CSV, e escolha esse arquivo.",
    pdf_file: "Isto é um PDF. Abra a lista no programa em que foi feita, salve como XLSX ou CSV e escolha esse arquivo.",
    picture_file: "Isto é uma imagem. Digite a lista em uma planilha e escolha esse arquivo.",
    numbers_file:
        "Isto é um documento do Numbers. No Numbers, escolha Arquivo › Exportar para › Excel ou CSV e escolha esse arquivo.",
    word_file: "Isto é um documento de texto. Copie a tabela para uma planilha, salve como XLSX ou CSV e escolha esse arquivo.",
    presentation_file: "Isto é uma apresentação. Copie a tabela para uma planilha, salve como XLSX ou CSV e escolha esse arquivo.",
    contacts_file: "Isto é uma lista de contatos. Exporte como XLSX ou CSV e escolha esse arquivo.",
    database_file: "Isto é um banco de dados. Exporte a tabela como XLSX ou CSV e escolha esse arquivo.",
    archive_file: "Isto é um arquivo compactado. Descompacte-o e escolha a lista que está nele.",
    unknown_file: "Este tipo de arquivo não pode ser lido. Salve a lista como XLSX ou CSV e escolha esse arquivo.",
    without_users:
        "Esta parte do OneRoster não tem nomes. Escolha users.csv ou o arquivo zip completo.",
    no_values:
        "Os endereços são fórmulas, e o arquivo não contém os resultados. Abra-o no programa de planilhas, salve e escolha-o novamente.",
    no_sheet: "Este arquivo não tem nenhuma planilha.",
    missing_columns:
        "Não foram reconhecidas colunas com nomes e com e-mails ou números de estudante. Escolha-as.",
    duplicate_column: ({ column }) => `A coluna “${column}” aparece duas vezes.`,
    unmatched_quotes: ({ line = 0 }) => `As aspas da linha ${number(line)} não fecham.`,
    no_students: "Não há estudantes abaixo da linha que dá nome às colunas.",
    too_many_students: ({ maximum = 0 }) =>
        `Esta lista tem mais de ${number(maximum)} linhas. Divida-a.`,
    too_complex: "Este arquivo é complexo demais para ser lido. Retire tudo menos a lista, em uma só planilha.",
    unknown_sheet: "Esta planilha não está no arquivo.",
    unknown_column: ({ column }) => `A coluna “${column}” não está no arquivo.`,
    unknown_encoding: "O arquivo não pode ser lido com esta codificação.",
    several_sheets: "Há listas em várias planilhas. Escolha uma.",
    unclear_columns: ({ column }) =>
        column
            ? `Verifique o que a coluna “${column}” contém: outras podem conter o mesmo.`
            : "Verifique o que as colunas contêm.",
    no_report: "Isto não é o relatório de presenças de uma reunião do Teams ou do Zoom.",
    unclear_dates: "Escolha se nas datas vem primeiro o dia ou o mês.",
    unclear_encoding: "Verifique os nomes com letras especiais: o arquivo não diz como foi escrito.",
};

/** @type {typeof import("/language/en/file-problems.js").lineProblems} */
export const lineProblems = {
    "name name_kept": "A conta tem outro nome, que o dono dela mantém.",
    "email email_kept": "A conta tem outro endereço e o mantém.",
    "name empty": "Falta o nome.",
    "name invisible": "O nome não tem nenhum caractere visível.",
    "name too_long": ({ maximum = 0 }) => `O nome tem mais de ${number(maximum)} caracteres.`,
    "name lost_characters":
        "Perderam-se letras do nome. Escolha onde os nomes aparecem corretos, ou corrija o nome no arquivo.",
    "name control_characters": "O nome contém caracteres que não podem ser usados.",
    "name direction_characters": "O nome contém caracteres que não podem ser usados.",
    "email empty": "Não há nem e-mail nem número de estudante.",
    "email invalid_email": "Isto não é um endereço de e-mail.",
    "email duplicate_email": ({ line = 0 }) => `A linha ${number(line)} tem o mesmo e-mail.`,
    "email teacher_email": "Este é o e-mail de um professor.",
    "email unproven_email":
        "Já existe uma conta. O dono dela recebe um convite e entra com um código que você entrega ao estudante, ou quando você confirma que a conta é dele.",
    "email self_signup":
        "Quem tem esta conta a criou por si. Entra com um código que você entrega ao estudante, ou quando você confirma que a conta é dele.",
    "email email_ignored":
        "A conta com este número de estudante não tem e-mail, e este não é acrescentado.",
    "studentNumber too_long": ({ maximum = 0 }) =>
        `O número de estudante tem mais de ${number(maximum)} caracteres.`,
    "studentNumber invisible": "O número de estudante não tem nenhum caractere visível.",
    "studentNumber invalid_number": "Um número de estudante não tem @.",
    "studentNumber control_characters":
        "O número de estudante contém caracteres que não podem ser usados.",
    "studentNumber direction_characters":
        "O número de estudante contém caracteres que não podem ser usados.",
    "studentNumber duplicate_number": ({ line = 0 }) => `A linha ${number(line)} tem o mesmo número de estudante.`,
    "studentNumber other_account":
        "O número de estudante pertence a uma conta diferente da do e-mail.",
    "studentNumber other_number": "A conta com este e-mail tem outro número de estudante.",
    "contactEmail invalid_email": "O e-mail da família não é um endereço de e-mail.",
};
