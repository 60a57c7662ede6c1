"""Letters by language, the frequent ones first, and the code pages in which they were written: what
tells one code page from another in a list of names."""

WESTERN = (
    "üäöß",
    "éèçëïêôâàîœûùüÿæ",
    "áíéñóúüºª",
    "ãçáéíóêâôúõà",
    "àèòìùé",
    "ëïéèöüá",
    "öäåéü",
    "øæåéöä",
    "äöåé",
    "áðíóúýþæöé",
    "àçéèíïòóúü",
    "áéíóú",
    "ëç",
)
"""German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish and Norwegian, Finnish,
Icelandic, Catalan, Irish, Albanian."""

CENTRAL = (
    "łńśżćóźęą",
    "áéíýčřšžěůúďťňó",
    "áéíýčšžôúľďťňäóĺŕ",
    "áéíóöőúüű",
    "ăâîșțşţ",
    "ćčšžđ",
    "üäöß",
)
"""Polish, Czech, Slovak, Hungarian, Romanian, Croatian and Slovene, and German beside them."""

BALTIC = ("õäöüšž", "āēīūšžčģķļņ", "ėšžčįųūęą", "łńśżćóźęą")
TURKISH = ("ışğüöçi̇â",)
VIETNAMESE = ("đơưăâêô\u0301\u0300\u0309\u0303\u0323áàãéèíóòõúùý",)

CYRILLIC = (
    "аоеинвртлскмдуяйьпгбзчышхюжцэщфъё",
    "аоиніевтрлскдумпяйьзбгчхжцшюїєщфґ'",
    "аиоентрвслдкмпзгбъуящчцжйхшфюьэ",
    "аиоенјрвтсклмдупзгбчћжшцђљњхџфѓќѕ",
    "аоенівіртлсыкмдўяуйьпгбзчшхюжцэёф",
)
"""Russian, Ukrainian, Bulgarian, Serbian and Macedonian, Belarusian."""

GREEK = ("αοιετσνηυρπκμλςωδγάίήχόέύθφβώξζψϊϋΐΰ",)
HEBREW = ("יהואלרםנבתשמןעדקחפגטסכזצףץך\u05f3\u05f4",)
ARABIC = ("املينرعدبسحهوفةتخطقزكشصىأإجغضذثآءئؤظ", "ایمنردهسبیعحولفتشزکجقخطصغپضگچآذثظژئ")
THAI = ("ารนกมอเงวยสดลทคต่ิ้ีัปบหพ์ชุขแจไูใผศธึณญ็โถืซฐภษฉฟฬะำๆฤฮฆฎฏฑฒฌ๊๋",)

LANGUAGES = {
    "cp1252": WESTERN,
    "cp1250": CENTRAL,
    "cp1251": CYRILLIC,
    "cp1253": GREEK,
    "cp1254": TURKISH,
    "cp1255": HEBREW,
    "cp1256": ARABIC,
    "cp1257": BALTIC,
    "cp1258": VIETNAMESE,
    "cp874": THAI,
    "cp850": WESTERN,
    "cp437": WESTERN,
    "cp858": WESTERN,
    "cp860": WESTERN[3:4],
    "cp861": WESTERN[9:10],
    "cp863": WESTERN[1:2],
    "cp865": WESTERN[7:8],
    "cp852": CENTRAL,
    "cp866": CYRILLIC,
    "cp855": CYRILLIC,
    "cp737": GREEK,
    "cp869": GREEK,
    "cp775": BALTIC,
    "cp857": TURKISH,
    "cp862": HEBREW,
    "cp720": ARABIC,
    "mac_roman": WESTERN,
    "mac_latin2": CENTRAL,
    "mac_croatian": CENTRAL[5:6],
    "mac_cyrillic": CYRILLIC,
    "mac_greek": GREEK,
    "mac_turkish": TURKISH,
    "mac_iceland": WESTERN[9:10],
    "iso8859_2": CENTRAL,
    "koi8_u": CYRILLIC,
}
"""Code pages of a byte per letter, with the languages that are written in them."""

EAST_ASIAN = ("cp932", "gb18030", "cp950", "cp949", "euc_jp")

PRIOR = {
    "cp1252": 0.0,
    "mac_roman": -1.5,
    "cp850": -1.5,
    "cp437": -2.0,
    "cp858": -2.5,
    "cp860": -4.0,
    "cp861": -4.0,
    "cp863": -4.0,
    "cp865": -4.0,
    "cp855": -4.0,
    "cp869": -4.0,
    "cp720": -3.0,
    "mac_croatian": -3.0,
    "mac_iceland": -4.0,
    "iso8859_2": -2.5,
    "koi8_u": -3.0,
    "euc_jp": -3.0,
}
"""How much rarer than Windows's Western code page they are; the others are a little rarer."""

USUAL_PRIOR = -1.0

IN_NAMES = {
    "cp932": (
        "田中山本井川村松木林石野小大藤佐高橋渡辺伊加吉上下原島崎池岡内西東北南前後清水森長谷三郎太一二"
        "子美恵香奈愛優結衣翔蓮陽斗悠真由紀明久和正義智彦介樹花菜桜咲莉凛葵氏名姓鈴阿部斎近坂遠青福岩"
        "金宮酒工横今河武新千平浜市杉菊安丸矢沢澤馬場竹桑土星荒片黒古浅柴飯関秋成望月直里沙也健翼颯"
        "海空陸誠拓哉裕貴亮輔雄学籍番号組級年生徒"
    ),
    "gb18030": (
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕"
        "丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃"
        "武戴莫孔向汤伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲红建国华玉梅春晓宇浩然子涵梓"
        "轩欣怡诗雨佳雪嘉俊思睿博鑫志海波琳慧颖凤琴云莹成飞凯淑珍姓名学号班级邮箱电子件地址"
    ),
    "cp950": (
        "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁"
        "魏孫戴范方宋鄧杜傅侯曹薛丁卓阮馬董溫唐藍蔣石古紀姚連馮歐程湯田康姜白汪鄒尤巫鐘怡君雅婷志明家豪"
        "淑芬俊傑美玲冠宇承恩品妤宥詠晴子軒佳穎欣慧文雄建國華玉梅春曉宏偉麗芳英珍惠雯筱涵柏翰姓名學號班"
        "級電郵信箱件地址"
    ),
    "cp949": (
        "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현"
        "함변염추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형계피두감음빈동"
        "온호범승상단당화창수영미준재혜나라솔아름별빛규철훈희숙자순정름메일번학생반급담교"
    ),
}
IN_NAMES["euc_jp"] = IN_NAMES["cp932"]
