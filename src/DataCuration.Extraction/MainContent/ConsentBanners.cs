using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Finds banners that ask for consent to cookies, anywhere in the page. They are recognised by the names that consent programs and themes give them, by the
/// role of a dialog, or by buttons beside a short text that asks. A text about cookies without these is left alone.
/// </summary>
internal sealed class ConsentBanners(BoxTexts texts)
{
    private const int MaxWordsOfBanner = 300;
    private const int MaxWordsOfNamed = 150;
    private const int MaxWordsWithButton = 90;
    private const int MaxWordsOfNotice = 40;

    // Names that nothing else has. No text is needed beside them.
    private static readonly string[] Vendors = ["onetrust", "ot-sdk-", "cybot", "cookiebot", "qc-cmp", "didomi", "cmplz", "cky-", "usercentrics",
        "uc-banner", "iubenda",
        "truste-", "trustarc", "osano-", "klaro", "tarteaucitron", "axeptio", "termly", "borlabs", "cookie-law-info", "eu-cookie-compliance",
        "sp_message_", "moove_gdpr", "moove-gdpr", "cmpbox", "fc-consent", "hs-eu-cookie", "cc_banner", "cc-window", "cc-banner", "cookieconsent",
        "cookiefirst", "cookie-script", "cookiescript", "cookieinformation", "coi-banner", "coiconsent", "metomic", "consentmanager", "appconsent",
        "real-cookie-banner", "wt-cli", "cn-notice", "catapult-cookie", "shopify-pc__banner", "ez-cookie", "snigel", "cookieyes", "cookiehub", "cookiepro",
        "gdpr-cookie-consent", "cookie-notice", "cookie_notice", "tx-cookie", "ppms_cm"];

    // Parts of a banner's name beside a word for cookies or consent.
    private static readonly string[] Parts = ["banner", "bar", "notice", "notif", "popup", "pop-up", "modal", "dialog", "overlay", "alert", "law", "box",
        "prompt", "warning", "message",
        "msg", "hint", "layer", "info", "root", "host", "manager", "settings", "preferences", "compliance", "confirm", "disclaimer", "agreement", "widget",
            "strip",
        "toast", "container", "wrapper", "wrap", "panel", "accept", "consent", "policy-bar", "footer", "header", "block", "hinweis", "aviso", "bandeau",
            "melding",
        "leiste", "balk", "informacja", "placeholder"];

    private static readonly string[] Words = ["cookie", "consent", "gdpr", "ccpa", "dsgvo", "rgpd", "lgpd", "eprivacy"];

    // Parts of words for cookies. A page without any of them has no banner.
    private static readonly byte[][] Signs = [.. ("ookie|OOKIE|クッキー|쿠키|куки|Куки|erez|الارتباط|עוגי|คุกกี้|väste|kakor|sjonskaps|lapuk|üpsis|olačić|iškot|"
        + "бисквит|Бисквит|īkdat|کوکی|GDPR|iasteczk").Split('|').Select(Encoding.UTF8.GetBytes)];

    /// <summary>The number of blocks marked on the last page, each time it was marked.</summary>
    public long Steps { get; private set; }

    /// <summary>Marks the blocks of banners.</summary>
    public void Mark(HtmlTree tree, PageBlocks page)
    {
        Steps = 0;
        int judged = 0; // blocks before it were judged with a text around them
        for (int c = 1; c < page.ContainerCount; c++)
        {
            ref readonly PageContainer box = ref page.Containers[c];
            if (box.EndBlock <= Math.Max(box.FirstBlock, judged) || box.Tag is HtmlTag.Html or HtmlTag.Body or HtmlTag.Main or HtmlTag.Article) continue;
            bool mayBeNamed = (box.Words & (ClassWords.Cookie | ClassWords.Consent)) != 0;
            bool isDialog = IsDialog(tree, box.Node);
            if (!mayBeNamed && !isDialog) continue;
            int words = texts.WordsOf(box.FirstBlock, box.EndBlock);
            if (words * 5L > texts.AllWords * 3L) continue;
            string name = mayBeNamed ? NameOf(tree, box.Node) : "";
            bool isBanner = HasAtStart(name, Vendors);
            if (!isBanner)
            {
                bool isNamed = Has(name, Words) && Has(name, Parts);
                if (words > (isDialog || isNamed ? MaxWordsOfBanner : MaxWordsOfNamed)) continue;
                string text = texts.TextOf(box.FirstBlock, box.EndBlock);
                // A short text with such a name need not ask: "This site uses cookies. OK".
                isBanner = BoxTerms.AsksForConsent(text) || (isNamed && words <= MaxWordsOfNotice && BoxTerms.HasCookies(text));
            }
            judged = box.EndBlock;
            if (isBanner) MarkRange(page, box.FirstBlock, box.EndBlock);
        }
        if (MayHaveCookies(page)) MarkByButtons(page);
    }

    /// <summary>Marks short texts with buttons that ask for consent. Each text is judged once, with the largest small box around it.</summary>
    private void MarkByButtons(PageBlocks page)
    {
        int judged = 0;
        for (int i = 0; i < page.Count; i++)
        {
            if (i < judged || !page.Blocks[i].Places.HasFlag(PlaceFlags.Button) || page.Blocks[i].IsUnwanted) continue;
            int box = -1;
            for (int c = page.Blocks[i].Container; c > 0; c = page.Containers[c].Parent)
            {
                ref readonly PageContainer around = ref page.Containers[c];
                int words = texts.WordsOf(around.FirstBlock, around.EndBlock);
                if (words > MaxWordsWithButton || words * 2 > texts.AllWords || around.Tag is HtmlTag.Body or HtmlTag.Main or HtmlTag.Article) break;
                box = c;
            }
            if (box < 0) continue;
            judged = page.Containers[box].EndBlock;
            if (BoxTerms.AsksForConsent(texts.TextOf(page.Containers[box].FirstBlock, judged))) MarkRange(page, page.Containers[box].FirstBlock, judged);
        }
    }

    private static bool MayHaveCookies(PageBlocks page)
    {
        foreach (byte[] term in Signs)
            if (page.Text.IndexOf(term) >= 0) return true;
        return false;
    }

    private static bool IsDialog(HtmlTree tree, int node)
    {
        if (tree.Nodes[node].AttributeCount == 0) return false;
        ReadOnlySpan<byte> role = tree.Attribute(node, HtmlAttributeName.Role);
        return tree.Nodes[node].Tag == HtmlTag.Dialog || role.SequenceEqual("dialog"u8) || role.SequenceEqual("alertdialog"u8) || role.SequenceEqual("alert"u8)
            || tree.Attribute(node, HtmlAttributeName.AriaLabel).IndexOf("ookie"u8) >= 0;
    }

    private static string NameOf(HtmlTree tree, int node) =>
        Encoding.UTF8.GetString(tree.Attribute(node, HtmlAttributeName.Class)) + " " + Encoding.UTF8.GetString(tree.Attribute(node, HtmlAttributeName.Id));

    private static bool Has(string name, string[] parts)
    {
        foreach (string part in parts)
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>Returns true if a name has a part at the start of a word: "cky-" is not in "sticky-header".</summary>
    private static bool HasAtStart(string name, string[] parts)
    {
        foreach (string part in parts)
        {
            for (int at = name.IndexOf(part, StringComparison.OrdinalIgnoreCase); at >= 0; at = name.IndexOf(part, at + 1, StringComparison.OrdinalIgnoreCase))
                if (at == 0 || !char.IsLetter(name[at - 1]) || (char.IsUpper(name[at]) && char.IsLower(name[at - 1]))) return true;
        }
        return false;
    }

    private void MarkRange(PageBlocks page, int first, int end)
    {
        Steps += end - first;
        for (int i = first; i < end; i++) page.Blocks[i].IsUnwanted = true;
    }
}
