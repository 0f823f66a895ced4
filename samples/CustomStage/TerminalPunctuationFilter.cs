using DataCuration;

namespace CustomStage;

/// <summary>
/// Drops documents in which most lines do not end like sentences (the line rule of C4, Raffel et al. 2020, as a ratio). Writes the ratio to the others.
/// A stage needs no more than this: options, one method, and a description of the options for resume.
/// </summary>
internal sealed class TerminalPunctuationFilter : DocumentFilter
{
    /// <summary>The annotation that the stage writes.</summary>
    public static readonly AnnotationKey<double> Ratio = new("terminal_punctuation_ratio");

    /// <summary>The minimum share of lines that end in terminal punctuation. Default: 0.5.</summary>
    public double MinRatio
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A ratio is between 0 and 1.");
    } = 0.5;

    protected override StageResult Evaluate(Document document, StageContext context)
    {
        double ratio = LineRatio(document.Text);
        return ratio >= MinRatio ? StageResult.Replace(document.With(Ratio, ratio)) : StageResult.Drop("terminal_punctuation");
    }

    protected override void Describe(FingerprintWriter writer) => writer.Add(nameof(MinRatio), MinRatio);

    /// <summary>The kernel. It is static, works on spans and does not allocate, so it is easy to test and to measure.</summary>
    internal static double LineRatio(ReadOnlySpan<char> text)
    {
        int lines = 0, ended = 0;
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.TrimEnd();
            if (trimmed.IsEmpty) continue;
            lines++;
            if (trimmed[^1] is '.' or '!' or '?' or '"' or '”') ended++;
        }
        return lines == 0 ? 0 : (double)ended / lines;
    }
}
