using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Checks translations: an untranslated or shortened text must not pass for one.</summary>
internal sealed class TranslationCheck(Translator options, DocumentTexts source)
{
    /// <summary>The shortest text whose language is judged by itself, in bytes. Shorter ones are often names and numbers.</summary>
    private const int MinJudgedBytes = 200;

    /// <summary>Checks the translation of a passage.</summary>
    public TextCheck Passage(string passage, string text)
    {
        double ratio = (double)Encoding.UTF8.GetByteCount(text) / Encoding.UTF8.GetByteCount(passage);
        string? problem = ratio < options.MinLengthRatio || ratio > options.MaxLengthRatio ? Translator.LengthRatio
            : options.KeepsParagraphs && Paragraphs(passage) != Paragraphs(text) ? Translator.ParagraphCount
            : source.VerbatimShare(text) > options.MaxVerbatim ? Translator.Untranslated
            : Encoding.UTF8.GetByteCount(text) >= MinJudgedBytes && IsOtherLanguage(text) ? Translator.WrongLanguage
            : null;
        return new(text, problem);
    }

    /// <summary>Checks the translation of the document; null if nothing is wrong.</summary>
    public string? Whole(string text)
    {
        // A document of names or numbers may stay as it is, but then it is no translation either.
        if (source.VerbatimShare(text) > options.MaxVerbatim || text.AsSpan().SequenceEqual(source.Source.Text.AsSpan().Trim())) return Translator.Untranslated;
        return IsOtherLanguage(text) ? Translator.WrongLanguage : null;
    }

    private bool IsOtherLanguage(string text)
    {
        if (options.Identifier is not { } identifier) return false;
        Span<LanguageScore> best = new LanguageScore[1];
        if (identifier.Identify(Encoding.UTF8.GetBytes(text), best) == 0) return true;
        string language = LanguageTags.Primary(best[0].Language) ?? LanguageTags.Undetermined;
        return language != options.Language && !options.AlsoAccepts.Any(other => LanguageTags.Primary(other) == language);
    }

    private static int Paragraphs(string text)
    {
        int count = 0;
        bool isInside = false;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            bool isEmpty = line.IsWhiteSpace();
            if (!isEmpty && !isInside) count++;
            isInside = !isEmpty;
        }
        return count;
    }
}
