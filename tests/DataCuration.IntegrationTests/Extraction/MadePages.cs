using System.Globalization;
using System.Text;

namespace DataCuration.IntegrationTests.Extraction;

/// <summary>Generates web pages from a seed: main content of several kinds in several languages and encodings, between menus, notices and links.</summary>
internal static class MadePages
{
    private static readonly (string Language, string Charset, string[] Words)[] Languages =
    [
        ("en", "utf-8", ["the", "river", "carries", "its", "water", "through", "old", "stone", "arches", "while", "people", "of", "town", "repair", "their",
            "boats", "and", "talk", "about", "weather"]),
        ("de", "iso-8859-1", ["der", "Müller", "prüft", "jeden", "Morgen", "das", "Wehr", "über", "dem", "Bach", "und", "öffnet", "die", "große", "Schleuse",
            "für", "Wasser", "aus", "den", "Höhen"]),
        ("ru", "windows-1251", ["старый", "мост", "через", "реку", "построили", "ещё", "до", "войны", "и", "теперь", "его", "чинят", "жители", "деревни",
            "каждое", "лето", "своими", "силами", "без", "спешки"]),
        ("cs", "iso-8859-2", ["řeka", "teče", "pod", "starým", "mostem", "a", "lidé", "z", "města", "opravují", "své", "čluny", "každé", "léto", "když",
            "je", "málo", "vody", "žáci", "píší"]),
    ];

    /// <summary>Returns a page and the charset of its bytes.</summary>
    public static (byte[] Html, string Charset, string Language) Make(int number, ref SeededRandom random)
    {
        (string language, string charset, string[] words) = Languages[(int)random.NextInt64(Languages.Length)];
        string title = Capital(Sentence(words, 5, ref random));
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang={language}><head><meta charset=\"{charset}\"><title>{title} | Site "
            + $"{number % 7}</title><meta name=author content=\"Author {number % 11}\"><link rel=canonical href=\"/p/{number}\"></head><body>");
        page.Append("<header><nav class=menu><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/about>About</a></ul></nav></header><div "
            + "class=cookie-banner>We use cookies. <button>Accept</button></div><main><article><h1>").Append(title).Append("</h1>");
        int parts = 2 + (int)random.NextInt64(8);
        for (int part = 0; part < parts; part++) page.Append(Part(words, ref random));
        page.Append("</article><section id=comments class=comments><div class=comment><p>").Append(Sentence(words, 12, ref random))
            .Append("</p></div></section></main><aside class=related><h3>Related</h3><ul>");
        for (int link = 0; link < 6; link++) page.Append(CultureInfo.InvariantCulture, $"<li><a href=/p/{link}>{Sentence(words, 4, ref random)}</a>");
        page.Append("</ul></aside><footer><p>Copyright. <a href=/terms>Terms</a> <a href=/privacy>Privacy</a></footer></body></html>");
        return (Encoding(charset).GetBytes(page.ToString()), charset, language);
    }

    private static Encoding Encoding(string charset) => CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? System.Text.Encoding.GetEncoding(charset);

    private static string Part(string[] words, ref SeededRandom random) => random.NextInt64(9) switch
    {
        0 => $"<h2>{Capital(Sentence(words, 3, ref random))}</h2>",
        1 => $"<pre><code class=language-python>def f{random.NextInt64(90)}(x):\n    if x &gt; 0:\n        return x * {random.NextInt64(9)}\n</code></pre>",
        2 => $"<table><caption>{Capital(Sentence(words, 3, ref random))}</caption><tr><th>Name<th>Value</tr>{Rows(words, ref random)}</table>",
        3 => $"<ul><li>{Sentence(words, 6, ref random)}<li>{Sentence(words, 8, ref random)}<li>{Sentence(words, 5, ref random)}</ul>",
        4 => $"<p>{Capital(Sentence(words, 9, ref random))} <span class=katex><span class=katex-mathml><math><semantics><mi>x</mi><annotation "
            + $"encoding=\"application/x-tex\">x^{random.NextInt64(9)}</annotation></semantics></math></span><span class=katex-html "
            + $"aria-hidden=true>x</span></span> {Sentence(words, 9, ref random)}.</p>",
        _ => $"<p>{Capital(Sentence(words, 14, ref random))}. {Capital(Sentence(words, 20, ref random))}, <a href=/q>{Sentence(words, 2, ref random)}</a> "
            + $"{Sentence(words, 9, ref random)}.</p>",
    };

    private static string Rows(string[] words, ref SeededRandom random)
    {
        var rows = new StringBuilder();
        for (int row = 0; row < 4; row++)
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{Sentence(words, 1, ref random)}<td>{random.NextInt64(1000)}</tr>");
        return rows.ToString();
    }

    private static string Sentence(string[] words, int count, ref SeededRandom random)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) text.Append(i > 0 ? " " : "").Append(words[random.NextInt64(words.Length)]);
        return text.ToString();
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
