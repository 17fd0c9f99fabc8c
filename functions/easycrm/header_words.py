"""Words that stand in header rows, and words that stand above groups of rows."""

REACH_HEADERS = frozenset(
    """
    email|e mail|mail|email address|e mail address|mail address|work email|business email|email id
    phone|telephone|tel|tel no|phone number|phone no
    telephone number|mobile|mobile phone|mobile number|mobile no|cell|cell phone|handphone|hp|whatsapp|contact number
    contact no|telefon|telefonnummer|handy|mobil|téléphone|courriel|correo|correo electrónico|teléfono|móvil|cellulare
    telefono|telefone|телефон|почта|эл почта
    电话|電話|電話番号|电话号码|電話號碼|手机|手機|携帯|携帯電話|邮箱|郵箱|电子邮件|電子郵件|电邮|電郵|メール
    メールアドレス|전화|전화번호|이메일|휴대폰|điện thoại
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
) - {""}
"""Headers of columns that reach a person."""

CONTACT_HEADERS = REACH_HEADERS | frozenset(
    """
    name|names|full name|fullname|first name|firstname|last name|lastname|surname|family name|given name|forename
    contact|contact name|contact person|attendee|attendee name|lead|lead name|person|vorname|nachname|familienname
    ansprechpartner|nom|prénom|prenom|nombre|apellido|apellidos|nome|cognome|sobrenome
    имя|фамилия|фио|姓名|名前|氏名|お名前|联系人|聯絡人|名字|이름|성명|nama|họ tên
    company|company name|organisation|organization|employer|business|firm|account|account name|firma|unternehmen
    entreprise|société|empresa|azienda|компания|организация|公司|公司名称|公司名稱|会社|会社名|企業|회사
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
) - {""}
"""Headers of columns that name or reach a person or a company: what makes a table one of leads."""

OTHER_HEADERS = frozenset(
    """
    title|job title|position|role|designation|function|department|country|city|state|region|address|street|zip
    zip code|postcode|postal code|website|web|url|linkedin|industry|sector|source|lead source|status|stage|owner
    notes|note|remarks|remark|comment|comments|description|date|created|created at|updated|last contact|id|no|nr
    number|type|category|product|products|interest|interests|priority|score|rating|tags|tag|salutation|gender
    language|fax|extension|ext
    value|amount|budget|revenue|employees|size|quantity|price|total|event|booth|campaign|group|section|code|label
    meaning|key|dial code|land|ort|stadt|straße|plz|bemerkung|bemerkungen|notizen|anrede|funktion
    pays|ville|adresse|fonction|remarques|país|ciudad|cargo|notas|ruolo|città
    должность|город|страна|примечание|职位|職位|职务
    役職|部署|部门|部門|国家|國家|城市|地址|住所|备注|備註|備考|日期|日付|직책|부서|비고
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
) - {""}
"""Headers of other columns that lists of leads often have."""

BAND_WORDS = frozenset(
    """
    new|contacted|not contacted|to contact|to call|called|qualified|unqualified|not qualified|hot|warm|cold|hot leads
    warm leads|cold leads|won|lost|open|closed|pending|follow up|in progress|on hold|interested|not interested|active
    inactive|prospects|customers|leads|partners|vip|done|todo|to do|replied|no reply|no answer|bounced|invited
    attended|registered|confirmed|declined|cancelled|monday|tuesday|wednesday|thursday|friday|saturday|sunday
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
) - {""}
"""What people write above a group of rows."""


def folded(text: str) -> str:
    """A header as people mean it: `E-Mail_Address:` is `e mail address`."""
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())
