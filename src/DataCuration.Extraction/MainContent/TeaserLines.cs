using System.Text;

namespace DataCuration.Extraction;

/// <summary>Recognises short lines between the paragraphs of an article that lead to other articles, and credits of pictures, in many languages.</summary>
internal static class TeaserLines
{
    private const int MaxWords = 30;
    private const int MaxWordsWithoutLink = 6;
    private const int MaxWordsOfCredit = 14;
    private const int MaxBytes = 256;

    private static readonly string[] Beginnings = [..
        ("read more|read also|also read|see more|more on this|more from|related:|related article|related stor|recommended:|you may also like|"
        + "you might also like|don't miss|lea también|lea tambien|lea más|lea mas|lea:|lea además|leer también|leer más|vea también|vea más|"
        + "ver más|ver también|te puede interesar|le puede interesar|puede interesar|te recomendamos|le recomendamos|puedes ver|puede leer|"
        + "también puede|también te puede|no te pierdas|más información:|más sobre|noticias relacionadas|leia também|leia mais|leia:|veja também|"
        + "veja mais|saiba mais|confira também|lire aussi|à lire aussi|a lire aussi|lire également|voir aussi|sur le même sujet|lesen sie auch|"
        + "lesen sie mehr|lesen sie hier|lesen sie:|lies auch|auch interessant|auch lesenswert|mehr zum thema|mehr zu |mehr lesen|mehr dazu|"
        + "das könnte|das thema könnte|dies könnte|passend dazu|weiterlesen|zum weiterlesen|schon gelesen|zum thema:|siehe auch|leggi anche|"
        + "leggi di più|leggi:|potrebbe interessarti|guarda anche|lees ook|lees meer|bekijk ook|czytaj też|czytaj także|czytaj więcej|"
        + "czytaj również|zobacz też|zobacz także|zobacz również|przeczytaj|läs mer|läs också|läs även|les også|les mer|læs også|læs mere|lue myös|"
        + "číst více|čtěte také|přečtěte si|čítajte aj|olvassa el|citeşte şi|citește și|читайте также|читайте ещё|смотрите также|читать также|"
        + "по теме|подробнее|читайте більше|читайте також|дивіться також|прочетете още|вижте още|pročitajte|devamını oku|ayrıca oku|ilgili haber|"
        + "διαβάστε ακόμη|διαβάστε επίσης|δείτε επίσης|baca juga|xem thêm|đọc thêm|اقرأ أيض|إقرأ أيض|اقرأ المزيد|קראו גם|قراءة المزيد|"
        + "بیشتر بخوانید|यह भी पढ़ें|相关阅读|延伸阅读|相關報導|延伸閱讀|推荐阅读|関連記事|あわせて読みたい|合わせて読みたい|관련기사|관련 기사").Split('|')];

    private static readonly string[] Credits = ["getty images", "gettyimages", "shutterstock", "istock", "picture alliance", "picture-alliance", "adobe stock",
        "adobestock", "unsplash", "imago images", "imago/", "/imago", "dpa/", "/dpa", "afp/", "/afp", "/reuters", "reuters/", "ap photo", "pixabay", "alamy",
        "beitragsbild", "bildquelle", "symbolbild", "foto:", "fotos:", "bild:", "photo:", "photo by", "photo credit", "image credit", "crédit photo",
        "fotografía:", "imagen:", "imagem:", "divulgação", "фото:", "zdjęcie:", "fot."];

    /// <summary>Returns true if a block is such a line.</summary>
    public static bool IsOne(PageBlocks page, int index)
    {
        ref readonly PageBlock block = ref page.Blocks[index];
        if (block.Words is 0 or > MaxWords || block.Role == HtmlTag.Preformatted) return false;
        ReadOnlySpan<byte> bytes = page.TextOf(index);
        string text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxBytes)])
            .TrimStart('-', '–', '+', '»', '>', '→', '•', '*', '¡', '¿', '[', '(', ' ');
        bool isLink = block.LinkWords * 5 >= block.Words * 2;
        if (isLink || block.Words <= MaxWordsWithoutLink)
        {
            foreach (string beginning in Beginnings)
                if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) return true;
        }
        if (block.Words > MaxWordsOfCredit || block.Role is >= HtmlTag.H1 and <= HtmlTag.H6) return false;
        foreach (string credit in Credits)
            if (text.Contains(credit, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
