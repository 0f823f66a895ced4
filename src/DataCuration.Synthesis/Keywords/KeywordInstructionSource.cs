using System.Collections.Immutable;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>
/// Prompts for instructions of a domain, as documents: SciLitLLM (arXiv 2408.15545, section on SciLitIns) draws keywords of a domain and a task, and a language
/// model writes an instruction with its answer from them. A later stage sends the prompts to a model.
/// </summary>
/// <remarks>
/// A document depends on its number, the seed and the options only. Its id is <c>instruction-SEED-NUMBER</c>. Tasks are drawn uniformly. The wording of the
/// prompt is ours. SciLitLLM then removes duplicates, keeps the best by a model's score, and repeats the rest 1.5 to 3 times.
/// </remarks>
/// <param name="keywords">The keywords.</param>
/// <param name="tasks">The kinds of tasks in words, such as <c>table extraction</c>; not empty.</param>
/// <param name="documents">The number of prompts; not negative.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// KeywordTable keywords = KeywordTable.Load("materials.tsv");
/// var prompts = new KeywordInstructionSource(keywords, ["entity extraction", "multiple-choice question"], 10_000) { Seed = 17 };
/// await Corpus.FromSource(prompts).WriteJsonlAsync("prompts", run);
/// </code>
/// </example>
public sealed class KeywordInstructionSource(KeywordTable keywords, IReadOnlyList<string> tasks, long documents) : IShardedSource
{
    /// <summary>The place of the task in <see cref="Template"/>.</summary>
    public const string TaskPlace = "{task}";

    /// <summary>The place of the keywords in <see cref="Template"/>.</summary>
    public const string KeywordsPlace = "{keywords}";

    /// <summary>The task of a prompt.</summary>
    public static readonly AnnotationKey<string> Task = new("instruction_task");

    /// <summary>The keywords of a prompt, with commas, in the order of the draws.</summary>
    public static readonly AnnotationKey<string> Words = new("instruction_keywords");

    private const int PromptsPerShard = 1_000;
    private const int BytesPerPrompt = 600;
    private readonly KeywordTable keywords = keywords ?? throw new ArgumentNullException(nameof(keywords));
    private readonly ImmutableArray<string> tasks = Checked(tasks);
    private readonly long documents = documents >= 0 ? documents
        : throw new ArgumentOutOfRangeException(nameof(documents), documents, "The number of documents must not be negative.");

    /// <summary>The number of keywords of a prompt. A table with fewer gives all of them.</summary>
    /// <value>At least 1; default 20 (SciLitLLM).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int KeywordCount
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "KeywordCount must be at least 1.");
    } = 20;

    /// <summary>The temperature of the draws: probabilities are proportional to weight^(1 / temperature).</summary>
    /// <value>Above 0 and finite; default 3 (SciLitLLM).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 or not finite.</exception>
    public double Temperature
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Temperature must be above 0 and finite.");
    } = 3;

    /// <summary>The prompt, with <c>{task}</c> and <c>{keywords}</c>.</summary>
    /// <value>The default is ours.</value>
    /// <exception cref="ArgumentException">A place is missing.</exception>
    public string Template
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            foreach (string place in new[] { TaskPlace, KeywordsPlace })
                if (!value.Contains(place, StringComparison.Ordinal)) throw new ArgumentException($"The template lacks {place}: {value}", nameof(value));
            field = value;
        }
    } = "Write an exercise of the kind \"{task}\" for an expert, and its solution. Use some of these keywords: {keywords}. First give the text or data that "
        + "the exercise needs, then the instruction, then the solution.";

    /// <summary>The seed.</summary>
    /// <value>Any number; default 0.</value>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("keywords", keywords);
        for (int i = 0; i < tasks.Length; i++) writer.Add($"task.{GeneratedShards.Format(i)}", tasks[i]);
        writer.Add("documents", documents);
        writer.Add(nameof(KeywordCount), KeywordCount);
        writer.Add(nameof(Temperature), Temperature);
        writer.Add(nameof(Template), Template);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken) =>
        new(GeneratedShards.List("keyword-instructions", documents, PromptsPerShard, BytesPerPrompt));

    /// <inheritdoc/>
    public IShardReader Open(SourceShard shard, ReadLimits limits) => GeneratedShards.Open(shard, Create);

    private static ImmutableArray<string> Checked(IReadOnlyList<string> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0 || tasks.Any(string.IsNullOrWhiteSpace)) throw new ArgumentException("There are no tasks, or one is empty.", nameof(tasks));
        return [.. tasks];
    }

    private Document Create(long number, DocumentOrigin origin)
    {
        SeededRandom random = SeededRandom.Create(Seed, "keyword-instructions", GeneratedShards.Format(number));
        string task = tasks[(int)random.NextInt64(tasks.Length)];
        string words = string.Join(", ", keywords.Sample(Math.Min(KeywordCount, keywords.Keywords.Length), Temperature, ref random)
            .Select(keyword => keyword.Text));
        string text = Template.Replace(TaskPlace, task, StringComparison.Ordinal).Replace(KeywordsPlace, words, StringComparison.Ordinal);
        string id = $"instruction-{Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)}-{GeneratedShards.Format(number)}";
        return new Document(Encoding.UTF8.GetBytes(id), Encoding.UTF8.GetBytes(text), origin).Edit().Set(Task, task).Set(Words, words).Build();
    }
}
