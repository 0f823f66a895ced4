namespace DataCuration.Extraction;

/// <summary>Parts of words by which boxes of consent and of newsletters are recognised, in many languages. Case is ignored.</summary>
internal static class BoxTerms
{
    private static readonly string[] CookieTerms = [..
        ("cookie|куки|кукі|кукис|cookies|ملفات تعريف الارتباط|كوكيز|çerez|クッキー|쿠키|คุกกี้|עוגי|קוקי|کوکی|कुकी|কুকি|süti|eväste|informasjonskaps|"
        + "kakor|slapuk|sīkdat|sīkfail|küpsis|kolačić|piškot|колачић|бисквитк|ciasteczk|vafrakök|fótspor|fianán|galetes|cwcis|gdpr|dsgvo|rgpd|lgpd|"
        + "ccpa").Split('|')];

    private static readonly string[] ConsentTerms = [..
        ("accept|agree|allow|consent|got it|privacy|preference|decline|reject|opt out|opt-out|third part|third-part|analytics|your experience|"
        + "we use|akzept|zustimm|einverstanden|einwillig|erlauben|ablehnen|datenschutz|verwenden|verstanden|accepte|refuser|confidentialité|utilis|"
        + "continuer|consentement|acepta|acepto|rechazar|privacidad|consentimiento|utiliza|aceit|concordo|rejeitar|consentimento|accett|rifiut|"
        + "acconsent|consenso|accepteren|akkoord|weiger|toestemming|gebruik|acceptera|godkänn|samtyck|använder|accepter|tillad|samtykke|bruger|"
        + "godta|bruker|hyväksy|käyt|akceptuj|zgadzam|zgod|używa|přijm|souhlas|používá|prijať|súhlas|použív|elfogad|használ|sunt de acord|accepta|"
        + "foloses|utiliz|приемам|приеми|съглас|използва|прийняти|погодж|використ|принять|принима|соглас|использ|αποδοχ|αποδέχ|συμφων|χρησιμοποι|"
        + "kabul|onayl|kullan|sutink|naudoja|piekrīt|izmanto|nõustu|kasuta|slažem|prihvat|korist|strinjam|sprejm|uporablja|прихват|користи|同意|接受|"
        + "使用|承諾|允许|동의|수락|사용|ยอมรับ|chấp nhận|đồng ý|sử dụng|setuju|terima|menggunakan|قبول|موافق|نستخدم|אישור|מסכים|משתמש|پذیر|استفاده|स्वीकार|"
        + "सहमत").Split('|')];

    // Words that hardly stand in a text about something else.
    private static readonly string[] NewsletterTerms = [..
        ("newsletter|news letter|mailing list|mailinglist|email updates|e-mail updates|email alerts|your inbox|to your email|by email|via email|"
        + "sign up for|sign up to|signup|subscribe|unsubscribe|never miss|stay up to date|stay informed|join our list|abonnier|nieuwsbrief|"
        + "lettre d'info|lettre d’info|infolettre|abonnez|inscrivez|désabonn|désinscri|boletín|boletin|suscríb|suscrib|inscreva|assine|cadastre-se|"
        + "boletim|iscriviti|iscrizione|bollettino|inschrijv|abonneer|aanmelden|meld je aan|zapisz się|subskryb|biuletyn|prenumerera|nyhetsbrev|"
        + "nyhedsbrev|tilmeld|påmeld|meld deg på|uutiskirje|tilaa|подпис|подпиш|рассылк|підпис|підпиш|розсилк|hírlevél|feliratkoz|iratkozz|odebír|"
        + "odběr|zpravodaj|přihlas|odber|noviniek|novinky e-mail|abonează|buletin|бюлетин|абонир|ενημερωτικό|newsletter μας|εγγραφ|εγγραφείτε|"
        + "bülten|abone|e-bülten|النشرة|نشرتنا|اشترك|ניוזלטר|הירשמו|הרשמ|خبرنامه|مشترک|न्यूज़लेटर|न्यूजलेटर|सदस्यता|সাবস্ক্রাইব|নিউজলেটার|订阅|訂閱|"
        + "電子報|电子报|邮件列表|邮件订阅|メルマガ|ニュースレター|メールマガジン|購読|뉴스레터|구독|จดหมายข่าว|สมัครรับ|bản tin|đăng ký nhận|berlangganan|langganan|novičk|e-novice|"
        + "prijavi|naujienlaiš|prenumeruo|jaunum|abonē|uudiskir|liitu|fréttabréf|skráðu|nuachtlit|cylchlythyr|butlletí|subscriu|buletina|harpide").Split('|')];

    private static readonly string[] NoteTerms = [..
        ("unsubscribe|privacy|spam|terms|abmelde|datenschutz|widerruf|désabonn|désinscri|confidentialité|baja|privacidad|disiscriv|cancell|afmeld|"
        + "uitschrijv|wypis|отпис|конфиденц|avregistrera|descadastr|cancelar|退订|解除|구독 취소|thank|danke|merci|gracias|obrigad|grazie|bedankt|tack|"
        + "kiitos|dzięk|спасибо").Split('|')];

    /// <summary>Returns true if a text speaks of cookies.</summary>
    public static bool HasCookies(string text) => HasAny(text, CookieTerms);

    /// <summary>Returns true if a text asks for consent to cookies.</summary>
    public static bool AsksForConsent(string text) => HasAny(text, CookieTerms) && HasAny(text, ConsentTerms);

    /// <summary>Returns true if a text speaks of newsletters or of signing up.</summary>
    public static bool HasNewsletter(string text) => HasAny(text, NewsletterTerms);

    /// <summary>Returns true if a text may be the small print under a form.</summary>
    public static bool IsNote(string text) => HasAny(text, NoteTerms);

    private static bool HasAny(string text, string[] terms)
    {
        foreach (string term in terms)
            if (text.Contains(term, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
