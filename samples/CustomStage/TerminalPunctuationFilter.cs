using DataCuration;

namespace CustomStage;

/// <summary>
/// Drops documents whose lines mostly do not end like sentences (the line rule of C4, Raffel et al. 2020, as a ratio), and notes the ratio on those that stay.
/// This is all that a stage is: options, a judgement, and a description of the options for resume.
/// </summary>
internal sealed class TerminalPunctuationFilter : DocumentFilter
{
    /// <summary>The annotation that it writes.</summary>
    public static readonly AnnotationKey<double> Ratio = new("terminal_punctuation_ratio");

    /// <summary>The least share of lines that must end in terminal punctuation. Default: 0.5.</summary>
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

    /// <summary>The kernel: static, on spans, without allocation, and so easy to test and to measure on its own.</summary>
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
