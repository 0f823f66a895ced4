using System.Text.Json;

namespace DataCuration.Synthesis;

/// <summary>
/// Writes the places of a domain's terms into a field: a JSON array of pairs of start and end in code points, as Python counts. A tokenizer of masked words
/// reads such a field, so that the terms of a lexicon are masked before other words, as in Chinese MentalBERT (Zhai et al. 2024).
/// </summary>
/// <param name="terms">The terms.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// TermMatcher terms = TermMatcher.Load("terms.txt", ignoresCase: true, wholeWords: true);
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new TermTagger(terms)).WriteJsonlAsync("tagged", run);
/// </code>
/// </example>
public sealed class TermTagger(TermMatcher terms) : DocumentTransform
{
    private readonly TermMatcher terms = terms ?? throw new ArgumentNullException(nameof(terms));

    /// <summary>The field to write.</summary>
    /// <value>Not empty. Default <c>terms</c>.</value>
    public string Field
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = "terms";

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        return StageResult.Replace(document.Edit().Set(Field, AnnotationValue.FromJson(Spans(document.Utf8Text.Span))).Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("terms", terms);
        writer.Add(nameof(Field), Field);
    }

    private byte[] Spans(ReadOnlySpan<byte> text)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            int position = 0, points = 0;
            json.WriteStartArray();
            foreach (TermMatch match in terms.Find(text))
            {
                points += CountPoints(text[position..match.Start]);
                int length = CountPoints(text.Slice(match.Start, match.Length));
                json.WriteStartArray();
                json.WriteNumberValue(points);
                json.WriteNumberValue(points + length);
                json.WriteEndArray();
                points += length;
                position = match.Start + match.Length;
            }
            json.WriteEndArray();
        }
        return bytes.ToArray();
    }

    private static int CountPoints(ReadOnlySpan<byte> text)
    {
        int points = 0;
        foreach (byte one in text)
            if ((one & 0xC0) != 0x80) points++;
        return points;
    }
}
