namespace DataCuration.Extraction;

/// <summary>
/// Notes the paths that each document belongs to (RedStone, arXiv 2412.03398): code by the raw page's marks, math by marks and <see cref="MathRule"/>, questions by <see cref="QuestionRule"/>. Behind a
/// <see cref="ContentPathExtractor"/>; on documents without its annotation all count as candidates for math and none for code. <c>WritePartitionedAsync(document =&gt; document.Get(ContentPathTagger.Path))</c> then
/// writes each path to a folder of its own.
/// </summary>
public sealed class ContentPathTagger : DocumentTransform
{
    /// <summary>The one path that a document is written to: <c>question</c>, <c>math</c>, <c>code</c> or <c>web</c>, the first of these that it belongs to (the rarest first).</summary>
    public static readonly AnnotationKey<string> Path = new("content_path");

    /// <summary>All paths that a document belongs to, in alphabetical order with commas between (<c>code,math</c>); empty for general text.</summary>
    public static readonly AnnotationKey<string> Paths = new("content_paths");

    /// <summary>How a text's formulas are judged. Default: <see cref="MathTextRule.Default"/>.</summary>
    public MathTextRule MathRule
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = MathTextRule.Default;

    /// <summary>How a text's questions are judged. Default: <see cref="QuestionTextRule.Default"/>.</summary>
    public QuestionTextRule QuestionRule
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = QuestionTextRule.Default;

    /// <summary>Decides on candidates of which the math rule cannot tell; without one they do not belong to the path. Default: null.</summary>
    public IContentPathScorer? MathScorer { get; init; }

    /// <summary>The least score of <see cref="MathScorer"/>, in [0, 1]. Default: 0.5 (the label that is likelier than all others together; RedStone gives no figure).</summary>
    public double MinMathScore
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A score is between 0 and 1.");
    } = 0.5;

    /// <summary>Confirms what the question rule accepts; without one the rule alone decides. Default: null.</summary>
    public IContentPathScorer? QuestionScorer { get; init; }

    /// <summary>The least score of <see cref="QuestionScorer"/>, in [0, 1]. Default: 0.825 (RedStone).</summary>
    public double MinQuestionScore
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A score is between 0 and 1.");
    } = 0.825;

    /// <summary>Says which paths a document belongs to.</summary>
    /// <param name="document">The document.</param>
    public ContentPaths Classify(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        ContentPaths candidates = document.TryGet(ContentPathExtractor.Candidates, out string? noted) ? Read(noted!) : ContentPaths.Math;
        ContentPaths paths = candidates & ContentPaths.Code;
        if ((candidates & ContentPaths.Math) != 0)
        {
            RuleVerdict verdict = MathRule.Evaluate(document.Text);
            if (verdict == RuleVerdict.Accepted || (verdict == RuleVerdict.Undecided && MathScorer is not null && MathScorer.Score(document) >= MinMathScore)) paths |= ContentPaths.Math;
        }
        if (QuestionRule.Evaluate(document.Text) == RuleVerdict.Accepted && (QuestionScorer is null || QuestionScorer.Score(document) >= MinQuestionScore)) paths |= ContentPaths.Question;
        return paths;
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ContentPaths paths = Classify(document);
        string path = (paths & ContentPaths.Question) != 0 ? "question" : (paths & ContentPaths.Math) != 0 ? "math" : (paths & ContentPaths.Code) != 0 ? "code" : "web";
        return StageResult.Replace(document.Edit().Set(Path, path).Set(Paths, Show(paths)).Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Describe(writer, nameof(MathRule), MathRule.Describe);
        Describe(writer, nameof(QuestionRule), QuestionRule.Describe);
        Describe(writer, nameof(MathScorer), MathScorer is null ? null : MathScorer.Describe);
        writer.Add(nameof(MinMathScore), MinMathScore);
        Describe(writer, nameof(QuestionScorer), QuestionScorer is null ? null : QuestionScorer.Describe);
        writer.Add(nameof(MinQuestionScore), MinQuestionScore);
    }

    internal static string Show(ContentPaths paths) => paths == ContentPaths.None ? "" : string.Join(',', Enum.GetValues<ContentPaths>().Where(path => path != ContentPaths.None && paths.HasFlag(path)).Select(path => path.ToString().ToLowerInvariant()));

    private static ContentPaths Read(string paths)
    {
        ContentPaths result = ContentPaths.None;
        foreach (string path in paths.Split(','))
            result |= path switch { "code" => ContentPaths.Code, "math" => ContentPaths.Math, "question" => ContentPaths.Question, _ => ContentPaths.None };
        return result;
    }

    private static void Describe(FingerprintWriter writer, string name, Action<FingerprintWriter>? describe)
    {
        if (describe is null)
        {
            writer.Add(name, (string?)null);
            return;
        }
        writer.BeginScope(name);
        describe(writer);
        writer.EndScope();
    }
}
