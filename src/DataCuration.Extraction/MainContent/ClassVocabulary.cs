namespace DataCuration.Extraction;

/// <summary>Reads the words of class and id attributes (<c>main-nav_item postBody</c> are "main", "nav", "item", "post", "body").</summary>
internal static class ClassVocabulary
{
    private const int MaxWordLength = 16;

    private static readonly (ClassWords Meaning, string Words)[] Vocabulary =
    [
        (ClassWords.Navigation, "navi menue hauptmenu brotkrumen breadcrump migas navegacion navegacao subnav topnav mainnav navlinks "
            + "nav navbar navigation menu menus submenu dropdown megamenu breadcrumb breadcrumbs crumb crumbs toc pagination pager paginate "
            + "prev next previous skip sitemap"),
        (ClassWords.Sidebar, "sidebar side aside rail widget widgets secondary complementary sidenav sticky column right left"),
        (ClassWords.Footer, "footer foot bottom colophon copyright legal disclaimer"),
        (ClassWords.Header, "header head masthead topbar top hero brand logo banner"),
        (ClassWords.Share, "teilen compartir compartilhar partager condividi delen udostepnij sharer socialmedia shariff addthis sharethis addtoany "
            + "share sharing social socials follow sharebar shares like likes subscribe"),
        (ClassWords.Related, "relacionadas relacionados relacionada relacionado verwandt verwandte weitere weiterlesen lesetipp lesetipps empfehlung "
            + "empfehlungen leggi lire mehr mais mas outbrain taboola plista readalso seealso moreon morefrom alsoread "
            + "related recommend recommended recommendation recommendations popular trending more similar latest recent further suggested "
            + "suggestions also readmore upsell crosssell"),
        (ClassWords.Comment, "kommentar commentaires commentaire reacties komentarze disqus coral "
            + "comment comments commentlist respond reply replies feedback comentarios kommentare"),
        (ClassWords.Advertisement, "werbung anzeige anzeigen publicidad publicidade publicite reklama pubblicita advertorial adslot adunit adbox "
            + "admanager affiliate "
            + "ad ads adv advert advertisement sponsor sponsored promo promotion promotions dfp adsense gpt outstream marketing"),
        (ClassWords.Form, "form search login signin signup subscription newsletter register cta contact input field fieldset donate"),
        (ClassWords.Overlay, "cookie cookies consent gdpr modal popup overlay dialog lightbox toast notice alert tooltip popover offcanvas drawer"),
        (ClassWords.Meta, "metadata metainfo infobox postmeta entrymeta datenzeile "
            + "meta byline info tags tag category categories keywords topics labels label stats views count counter source credit credits "
            + "attribution badge eyebrow kicker"),
        (ClassWords.Hidden, "hidden hide invisible visually sr screen offscreen noprint print hiding only"),
        (ClassWords.Content, "content contents main maincontent primary container wrapper inner page pagecontent"),
        (ClassWords.Article, "artikel articulo artigo articolo nota noticia beitrag meldung nachricht "
            + "article post posts entry story news blog single essay document doc docs storybody articlebody hentry"),
        (ClassWords.Forum, "message messages msg thread threads topic question answer answers discussion forum bbs postbody signature quote votes vote"),
        (ClassWords.Product, "product products price prices cart buy shop sku review reviews rating ratings stars spec specs specification specifications "
            + "feature features variant swatch"),
        (ClassWords.Listing, "list listing items item card cards grid tile tiles teaser teasers excerpt result results row col feed collection archive"),
        (ClassWords.Media, "gallery slider carousel slideshow slide image images img photo photos video player figure thumb thumbnail picture media caption"),
        (ClassWords.Tool,
            "button buttons btn toolbar tool tools control controls filter filters sort action actions link links toggle expand collapse icon icons accordion"),
        (ClassWords.Code, "code highlight syntax snippet prettyprint codehilite sourcecode hljs prism linenos gutter"),
        (ClassWords.Title, "title headline heading subtitle subheading name"),
        (ClassWords.Author, "autor autoren autorin autores auteur auteurs redaktion verfasser autore reporter journalist "
            + "author authors bio profile avatar user username contributor contributors writer vcard"),
        (ClassWords.Text, "vorspann chapo chapeau entradilla bajada copete sumario anleser ingress dek deck subline unterzeile sottotitolo occhiello "
            + "introtext lede teasertext artikeltext textbody haupttext fliesstext cuerpo corpo texte contenido conteudo inhalt testo tekst "
            + "text body copy prose richtext rich markdown wysiwyg rte description desc detail details summary bodytext fulltext paragraph "
            + "paragraphs intro lead standfirst abstract"),
        (ClassWords.Date, "datum fecha dato pubdate pubtime datetime timestamps "
            + "date time timestamp published posted datetime updated ago"),
        (ClassWords.Caption, "bildunterschrift bildunterzeile bildtext bildnachweis bu pie credito legende didascalia fotocredit copyrightinfo imagecredit "
            + "caption captions figcaption credit credits photocredit photographer legend"),
        (ClassWords.Newsletter, "infolettre nieuwsbrief boletin nyhetsbrev biuletyn newsletterbox newsletterform "
            + "newsletter newsletters subscribe subscription signup mailing mailinglist mailchimp optin paywall piano"),
        (ClassWords.Embed, "embed embeds embedded oembed tweet twitter instagram facebook youtube iframe"),
        (ClassWords.Review, "review reviews reviewer rating ratings testimonial testimonials ugc feedback qa qna"),
        (ClassWords.Cookie, "cookie cookies consent gdpr onetrust privacy didomi"),
        (ClassWords.Description,
            "description descriptions desc descr overview about longdescription specs specifications spec specification details ingredients benefits"),
        (ClassWords.Consent, "cmp cmplz cky usercentrics uc iubenda truste trustarc osano klaro axeptio termly borlabs moove cmpbox evidon cookieyes "
            + "cookiefirst "
            + "cookiescript metomic consentmanager ketch tarteaucitron complianz quantcast cybot cookiebot cookiehub cookiepro cookielaw eprivacy "
            + "ccpa dsgvo rgpd lgpd "
            + "cookiebar cookiebanner cookieconsent cookienotice cookieinfo cookiemessage cookiepopup cookiewarning cc ccc sp cn cli hs fc coi "
            + "appconsent snigel ppms"),
        (ClassWords.Signature, "signature signatures sig sigs usersig postsig usersignature postsignature"),
        (ClassWords.Faq, "faq faqs"),
        (ClassWords.Price, "price prices pricing cart basket buy offer offers shipping stock availability quantity qty"),
    ];

    private static readonly (NameTable Table, ClassWords[] Meanings) Words = Make();

    /// <summary>Gets the meanings of the words in a class or id attribute.</summary>
    /// <param name="value">The attribute's value.</param>
    public static ClassWords Read(ReadOnlySpan<byte> value)
    {
        ClassWords found = ClassWords.None;
        (NameTable Table, ClassWords[] Meanings) words = Words;
        int start = 0;
        for (int i = 0; i <= value.Length; i++)
        {
            byte current = i < value.Length ? value[i] : (byte)' ';
            bool isLetter = (uint)((current | 0x20) - 'a') <= 'z' - 'a';
            // A word ends at a non-letter, and before a capital that follows a lower-case letter.
            bool isHump = isLetter && i > start && current < 'a' && value[i - 1] >= 'a';
            if (isLetter && !isHump) continue;
            if (i - start is >= 2 and <= MaxWordLength) found |= words.Meanings[words.Table.Find(value[start..i])];
            start = isHump ? i : i + 1;
        }
        return found;
    }

    private static (NameTable Table, ClassWords[] Meanings) Make()
    {
        // The first entry is no name: the table gives it for other words.
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        var names = new List<string> { "" };
        var meanings = new RowList<ClassWords>();
        meanings.Add(ClassWords.None);
        foreach ((ClassWords meaning, string words) in Vocabulary)
        {
            foreach (string word in words.Split(' '))
            {
                if (!numbers.TryGetValue(word, out int number))
                {
                    numbers[word] = number = names.Count;
                    names.Add(word);
                    meanings.Add(ClassWords.None);
                }
                meanings[number] |= meaning;
            }
        }
        return (new NameTable(names), meanings.ToArray());
    }
}
