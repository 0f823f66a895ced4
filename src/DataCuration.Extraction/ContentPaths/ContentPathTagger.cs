namespace DataCuration.Extraction;

/// <summary>
/// Annotates each document with its content paths (RedStone, arXiv 2412.03398): code by markers in the raw page, math by markers and <see cref="MathRule"/>,
/// questions by <see cref="QuestionRule"/>. It expects documents from <see cref="ContentPathExtractor"/>; a document without its annotation is a candidate for
/// math but not for code. <c>WritePartitionedAsync(document =&gt; document.Get(ContentPathTagger.Path))</c> then writes a folder per path.
/// </summary>
public sealed class ContentPathTagger : DocumentTransform
{
    /// <summary>
    /// The path that a document is written to: the first of <c>question</c>, <c>math</c> and <c>code</c> (rarest first) that it belongs to, otherwise
    /// <c>web</c>.
    /// </summary>
    public static readonly AnnotationKey<string> Path = new("content_path");

    /// <summary>All paths that a document belongs to, in alphabetical order and separated by commas (<c>code,math</c>); empty for general text.</summary>
    public static readonly AnnotationKey<string> Paths = new("content_paths");

    /// <summary>The rule for math. Default: <see cref="MathTextRule.Default"/>.</summary>
    public MathTextRule MathRule
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = MathTextRule.Default;

    /// <summary>The rule for questions. Default: <see cref="QuestionTextRule.Default"/>.</summary>
    public QuestionTextRule QuestionRule
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = QuestionTextRule.Default;

    /// <summary>The scorer for candidates that the math rule leaves undecided. If null, they do not belong to the math path. Default: null.</summary>
    public IContentPathScorer? MathScorer { get; init; }

    /// <summary>
    /// The minimum score of <see cref="MathScorer"/>, in [0, 1]. Default: 0.5, so that the label is more likely than all others together (our choice; RedStone
    /// gives no figure).
    /// </summary>
    public double MinMathScore
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A score must be between 0 and 1.");
    } = 0.5;

    /// <summary>The scorer that confirms what the question rule accepts. If null, the rule alone decides. Default: null.</summary>
    public IContentPathScorer? QuestionScorer { get; init; }

    /// <summary>The minimum score of <see cref="QuestionScorer"/>, in [0, 1]. Default: 0.825 (RedStone).</summary>
    public double MinQuestionScore
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A score must be between 0 and 1.");
    } = 0.825;

    /// <summary>Gets the paths that a document belongs to.</summary>
    /// <param name="document">The document.</param>
    public ContentPaths Classify(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        ContentPaths candidates = document.TryGet(ContentPathExtractor.Candidates, out string? noted) ? Read(noted!) : ContentPaths.Math;
        ContentPaths paths = candidates & ContentPaths.Code;
        if ((candidates & ContentPaths.Math) != 0)
        {
            RuleVerdict verdict = MathRule.Evaluate(document.Text);
            if (verdict == RuleVerdict.Accepted || (verdict == RuleVerdict.Undecided && MathScorer is not null && MathScorer.Score(document) >= MinMathScore))
                paths |= ContentPaths.Math;
        }
        if (QuestionRule.Evaluate(document.Text) == RuleVerdict.Accepted && (QuestionScorer is null || QuestionScorer.Score(document) >= MinQuestionScore))
            paths |= ContentPaths.Question;
        return paths;
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ContentPaths paths = Classify(document);
        string path = (paths & ContentPaths.Question) != 0 ? "question" : (paths & ContentPaths.Math) != 0 ? "math"
            : (paths & ContentPaths.Code) != 0 ? "code" : "web";
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

    internal static string Show(ContentPaths paths) => paths == ContentPaths.None ? "" : string.Join(',',
        Enum.GetValues<ContentPaths>().Where(path => path != ContentPaths.None && paths.HasFlag(path)).Select(path => path.ToString().ToLowerInvariant()));

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
